import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ActionId, ClientId, TicketId } from "../../core/ids";
import { discard } from "../queue/discard";
import { databaseName } from "../replica/database";
import { readClient } from "../replica/numbering";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer, type Fault, type Question } from "../testing/fake-server";
import { createTestPlatform } from "../testing/platform";
import { readQueue } from "../views/queue";
import { listReturned } from "../views/returned";
import type { SyncState } from "./state";

let server: FakeServer;
let phone: Phone;
let faults: ((question: Question) => Fault | null) | null;
const states: SyncState[] = [];
beforeEach(async () => {
  faults = null;
  const platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  phone = await openPhone(
    ids.chen,
    server.transport(ids.chen, (question) => faults?.(question) ?? null),
    platform,
  );
  phone.loop.subscribe((state) => states.push(state));
  await phone.sync();
  states.length = 0;
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

/** The fault for the first request of this kind, then none. */
const once = (question: Question, fault: Fault) => {
  let used = false;
  faults = (asked) => {
    if (used || asked !== question) return null;
    used = true;
    return fault;
  };
};
const queue = () => readQueue(phone.replica.db);
const row = (id: TicketId) => phone.replica.db.tickets.get(id);
async function openConfirmed(title = "斷線"): Promise<TicketId> {
  const id = newTicketId();
  await phone.save("open", id, incidentArgs(title));
  await phone.drain();
  return id;
}

describe("draining", () => {
  test("[P1] saved actions reach the server once, in order, and leave by the pull that covers them", async () => {
    const id = newTicketId();
    await phone.save("open", id, incidentArgs("電梯"));
    await phone.save("claim", id);
    await phone.drain();
    expect(await queue()).toEqual([]);
    expect((await row(id))?.ticket).toEqual(server.tickets.get(id));
    expect((await row(id))?.ticket.number).toBe(1);
    expect((await row(id))?.waiting).toBe(0);
    expect(await phone.replica.db.base.count()).toBe(0);
    expect([...server.decisions.values()]).toEqual([1, 1]);
    expect(states.map((state) => state.tag)).toEqual(["pushing", "pulling", "idle"]);
  });

  test("[C1a] answered applied, an entry stays and goes on replaying until a pull covers it", async () => {
    const id = newTicketId();
    await phone.save("open", id, incidentArgs("電梯"));
    faults = (question) => (question === "pull" ? { kind: "lost" } : null);
    await phone.sync();
    expect((await queue()).map((entry) => entry.state.tag)).toEqual(["decided"]);
    expect((await row(id))?.ticket.title).toBe("電梯");
    faults = null;
    await phone.drain();
    expect(await queue()).toEqual([]);
  });

  test("[C1a] answered returned, an entry stops replaying at once and becomes 待處理 by the pull", async () => {
    const id = await openConfirmed();
    server.act(ids.lin, { type: "claim", ticketId: id, args: {} });
    await phone.save("claim", id);
    expect((await row(id))?.ticket.holderId).toBe(ids.chen);
    faults = (question) => (question === "pull" ? { kind: "lost" } : null);
    await phone.sync();
    expect((await row(id))?.ticket.holderId).toBeNull();
    expect(await listReturned(phone.replica.db)).toEqual([]);
    faults = null;
    await phone.drain();
    expect((await row(id))?.ticket.holderId).toBe(ids.lin);
    const [item] = await listReturned(phone.replica.db);
    expect(item).toMatchObject({ ticketId: id, read: false, outcome: { kind: "returned" } });
  });

  test("[S6] one round trip saves, confirms and brings what others did", async () => {
    server.answersPull = true;
    const id = await openConfirmed();
    server.act(ids.lin, { type: "comment", ticketId: id, args: { text: "同時" } });
    const others = newTicketId();
    server.act(ids.lin, { type: "open", ticketId: others, args: incidentArgs("別人的") });
    const before = server.questions.length;
    await phone.save("claim", id);
    await phone.drain();
    expect(server.questions.slice(before)).toEqual(["push"]);
    expect(await queue()).toEqual([]);
    expect((await row(id))?.ticket).toEqual(server.tickets.get(id));
    expect((await row(others))?.ticket).toEqual(server.tickets.get(others));
  });

  test("[S6] [C1] a pull that another tab has overtaken is dropped, its outcomes are not", async () => {
    const id = await openConfirmed();
    server.answersPull = true;
    const overtake = async () => {
      const row = await phone.replica.db.meta.get("cursor");
      if (row?.key === "cursor") await phone.replica.db.meta.put({ ...row, cursor: row.cursor + 1 });
    };
    faults = (question) => {
      // As if another tab took in a pull while this push was on its way.
      if (question === "push") void overtake();
      return question === "pull" ? { kind: "lost" } : null;
    };
    server.act(ids.lin, { type: "comment", ticketId: id, args: { text: "同時" } });
    await phone.save("claim", id);
    await phone.sync();
    expect((await queue()).map((entry) => entry.state.tag)).toEqual(["decided"]);
    faults = null;
    await phone.drain();
    expect(await queue()).toEqual([]);
  });

  test("[S6] a push that was tried before asks for nothing besides, in case that was too much", async () => {
    server.answersPull = true;
    const id = await openConfirmed();
    await phone.save("claim", id);
    once("push", { kind: "lostAnswer" });
    await phone.sync();
    faults = null;
    const before = server.questions.length;
    await phone.sync();
    expect(server.questions.slice(before)).toEqual(["push", "pull"]);
    expect(await queue()).toEqual([]);
  });

  test("[L1] a hint of what is here already asks for nothing, a newer one pulls", async () => {
    server.answersPull = true;
    const id = await openConfirmed();
    const before = server.questions.length;
    const rest = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await phone.loop.settled();
    };
    phone.loop.kick("hint", server.counter);
    await rest();
    expect(server.questions.slice(before)).toEqual([]);
    server.act(ids.lin, { type: "comment", ticketId: id, args: { text: "新的" } });
    phone.loop.kick("hint", server.counter);
    await rest();
    expect(server.questions.slice(before)).toEqual(["pull"]);
    // The phone's own: it comes while its push is on the way.
    faults = (question) => {
      if (question === "push") phone.loop.kick("hint", server.counter + 1);
      return null;
    };
    await phone.save("claim", id);
    phone.loop.kick("save");
    await rest();
    expect(server.questions.slice(before)).toEqual(["pull", "push"]);
    expect(await queue()).toEqual([]);
  });

  test("[A2] superseded is a notice: already so", async () => {
    const id = await openConfirmed();
    await phone.save("claim", id);
    await phone.drain();
    await phone.save("resolve", id, {
      closureCode: "fixed",
      notes: "好了",
      restoredAt: phone.platform.now(),
    });
    server.act(ids.chen, {
      type: "resolve",
      ticketId: id,
      args: { closureCode: "fixed", notes: "好了", restoredAt: phone.platform.now() },
    });
    await phone.drain();
    const [item] = await listReturned(phone.replica.db);
    expect(item?.outcome.kind).toBe("superseded");
  });

  test("more than one batch is sent in one round", async () => {
    const id = await openConfirmed();
    for (let index = 0; index < 130; index++) await phone.save("comment", id, { text: `${index}` });
    server.questions.slice();
    await phone.drain();
    expect(await queue()).toEqual([]);
    expect(server.questions.filter((question) => question === "push").length).toBe(3);
  });

  test("an answer in parts: entries replay until the last part, each part's rows carry their asOf", async () => {
    const id = newTicketId();
    for (let index = 0; index < 6; index++) {
      server.act(ids.lin, { type: "open", ticketId: newTicketId(), args: incidentArgs(`別人 ${index}`) });
    }
    server.pullRows = 2;
    await phone.save("open", id, incidentArgs("我的"));
    await phone.save("comment", id, { text: "一" });
    const seen: (string | undefined)[] = [];
    phone.loop.subscribe(() => void row(id).then((found) => seen.push(found?.ticket.title)));
    await phone.drain();
    expect(seen.every((title) => title === "我的")).toBe(true);
    expect((await row(id))?.ticket).toEqual(server.tickets.get(id));
    expect(await phone.replica.db.tickets.count()).toBe(7);
  });
});

describe("failures never drop anything", () => {
  const kinds: readonly Fault[] = [
    { kind: "lost" },
    { kind: "lostAnswer" },
    { kind: "twice" },
    { kind: "transient", after: 1 },
    { kind: "fails", failure: { kind: "server" } },
    { kind: "fails", failure: { kind: "timeout" } },
    { kind: "fails", failure: { kind: "busy", retryAfterMs: 45_000 } },
    { kind: "fails", failure: { kind: "foreignClient" } },
  ];
  test.each(kinds)("[P1] [P6] push fault %o: decided once, queue drains", async (fault) => {
    const id = newTicketId();
    await phone.save("open", id, incidentArgs("電梯"));
    await phone.save("comment", id, { text: "到場" });
    await phone.save("claim", id);
    once("push", fault);
    await phone.drain();
    expect(await queue()).toEqual([]);
    expect([...server.decisions.values()]).toEqual([1, 1, 1]);
    expect((await row(id))?.ticket).toEqual(server.tickets.get(id));
  });

  test.each([
    ["signIn", "signIn"],
    ["account", "account"],
    ["update", "update"],
  ] as const)("[C5] [C6] %s pauses, keeps the queue and goes on when it is gone", async (kind, reason) => {
    await phone.save("open", newTicketId(), incidentArgs("電梯"));
    faults = (question) =>
      kind !== "update" || question === "pull" ? { kind: "fails", failure: { kind } } : null;
    await phone.sync();
    expect(phone.loop.state()).toEqual({ tag: "paused", reason });
    expect(phone.platform.nextTimerMs()).toBeNull();
    expect(await queue()).toHaveLength(1);
    // C5: an old app may always push.
    expect(server.tickets.size).toBe(kind === "update" ? 1 : 0);
    faults = null;
    await phone.drain();
    expect(await queue()).toEqual([]);
  });

  test("[C4] a back-off grows with jitter up to its cap, saves do not break it, the network's return does", async () => {
    faults = () => ({ kind: "lost" });
    phone.platform.setOnline(false);
    await phone.save("open", newTicketId(), incidentArgs("電梯"));
    const delays: number[] = [];
    await phone.sync();
    for (let round = 0; round < 8; round++) {
      expect(phone.loop.state().tag).toBe("offline");
      delays.push(phone.platform.nextTimerMs() ?? 0);
      phone.platform.advance(delays.at(-1) ?? 0);
      await phone.loop.settled();
    }
    expect(delays[0]).toBeLessThanOrEqual(1_000);
    expect(delays[4]).toBeGreaterThan(8_000 - 1);
    expect(Math.max(...delays)).toBeLessThanOrEqual(30_000);
    faults = null;
    const before = server.questions.length;
    phone.loop.kick("save");
    await phone.loop.settled();
    expect(server.questions.length).toBe(before);
    phone.loop.kick("online");
    await phone.loop.settled();
    expect(phone.loop.state().tag).toBe("idle");
  });

  test("[C9] [P6] the device's own word is shown at once, and by itself the state comes back", async () => {
    phone.platform.setOnline(false);
    phone.loop.kick("offline");
    expect(phone.loop.state().tag).toBe("offline");
    const before = server.questions.length;
    phone.loop.kick("offline");
    phone.loop.kick("hint");
    phone.loop.kick("lost");
    await phone.loop.settled();
    expect(server.questions.length).toBe(before);
    // It was not true, or no event tells of the network's return.
    phone.platform.advance(phone.platform.nextTimerMs() ?? 0);
    await phone.loop.settled();
    expect(phone.loop.state().tag).toBe("idle");
    expect(phone.platform.nextTimerMs()).toBeNull();
  });

  test("[A7] without a network nothing counts as perhaps sent, so it can be taken back; a false word stops nothing", async () => {
    phone.platform.setOnline(false);
    faults = () => ({ kind: "lost" });
    await phone.save("open", newTicketId(), incidentArgs("電梯"));
    await phone.sync();
    expect((await queue()).map((entry) => entry.attempted)).toEqual([false]);
    // An app that is too old to pull may send all the same (C5), whatever the system says of the network.
    faults = (question) => (question === "push" ? null : { kind: "fails", failure: { kind: "update" } });
    await phone.sync();
    expect(server.tickets.size).toBe(1);
  });

  test("[C9] in the middle of a round too; the round that fails behind it backs off once", async () => {
    await phone.save("open", newTicketId(), incidentArgs("電梯"));
    faults = (question) => {
      if (question === "push") {
        phone.platform.setOnline(false);
        phone.loop.kick("offline");
        expect(phone.loop.state().tag).toBe("offline");
      }
      return { kind: "lost" };
    };
    await phone.sync();
    expect(states.map((state) => state.tag)).toEqual(["pushing", "offline", "offline"]);
    expect(phone.platform.nextTimerMs()).toBeLessThanOrEqual(1_000);
    faults = null;
    phone.platform.setOnline(true);
    await phone.drain();
    expect(await queue()).toEqual([]);
  });

  test("[C9] a back-off that is running is told of the network, not started anew; a pause yields to it", async () => {
    faults = () => ({ kind: "lost" });
    await phone.sync();
    const waiting = phone.loop.state();
    phone.loop.kick("offline");
    expect(phone.loop.state()).toEqual({ ...waiting, tag: "offline" });
    faults = () => ({ kind: "fails", failure: { kind: "signIn" } });
    phone.loop.kick("online");
    await phone.loop.settled();
    expect(phone.loop.state().tag).toBe("paused");
    phone.loop.kick("offline");
    expect(phone.loop.state().tag).toBe("offline");
    phone.loop.kick("online");
    await phone.loop.settled();
    expect(phone.loop.state()).toEqual({ tag: "paused", reason: "signIn" });
  });

  test("[C9] the live connection lost, the server is asked; after a failure nothing looks online before an answer", async () => {
    faults = () => ({ kind: "lost" });
    phone.loop.kick("lost");
    await phone.loop.settled();
    expect(states.map((state) => state.tag)).toEqual(["pulling", "waiting"]);
    await phone.save("open", newTicketId(), incidentArgs("電梯"));
    phone.platform.advance(phone.platform.nextTimerMs() ?? 0);
    await phone.loop.settled();
    expect(states.map((state) => state.tag)).toEqual(["pulling", "waiting", "waiting"]);
    faults = null;
    phone.platform.advance(phone.platform.nextTimerMs() ?? 0);
    await phone.loop.settled();
    // The push was answered before the pull is shown.
    expect(states.slice(3).map((state) => state.tag)).toEqual(["pulling", "idle"]);
  });

  test("[C9] a question that nobody answers is told while it waits; what is saved meanwhile goes with its answer", async () => {
    await phone.save("open", newTicketId(), incidentArgs("電梯"));
    let asked = 0;
    faults = (question) => {
      if (question !== "push") return null;
      phone.platform.advance(4_999);
      expect(phone.loop.state().tag).toBe("pushing");
      phone.platform.advance(1);
      expect(phone.loop.state()).toEqual({ tag: "waiting", untilMs: phone.platform.now() });
      // No back-off is running: this is not left alone.
      phone.loop.kick("save");
      asked += 1;
      return null;
    };
    await phone.sync();
    expect(asked).toBe(1);
    expect(states.map((state) => state.tag)).toEqual([
      "pushing",
      "waiting",
      "pulling",
      "idle",
      "pulling",
      "idle",
    ]);
    expect(phone.platform.nextTimerMs()).toBeNull();
    expect(await queue()).toEqual([]);
  });

  test("[C5] a body the server cannot read is halved until the one action is found and given back", async () => {
    const id = await openConfirmed();
    for (const text of ["一", "二", "毒", "四", "五"]) await phone.save("comment", id, { text });
    const poison = (await queue())[2];
    const transport = server.transport(ids.chen);
    const strict: typeof transport = {
      ...transport,
      push: (request) =>
        request.actions.some((action) => action.args.text === "毒")
          ? server
              .transport(ids.chen, () => ({
                kind: "fails",
                failure: { kind: "content", code: "input.malformed" },
              }))
              .push(request)
          : transport.push(request),
    };
    phone.close();
    phone = await openPhone(ids.chen, strict);
    await phone.drain();
    expect(await queue()).toEqual([]);
    const [item] = await listReturned(phone.replica.db);
    expect(item).toMatchObject({ actionId: poison?.actionId, action: { args: { text: "毒" } } });
    expect([...server.activities.values()].map((line) => line.text).filter((text) => text !== "")).toEqual(
      expect.arrayContaining(["一", "二", "四", "五"]),
    );
  });

  test("the database failing in a round is reported and tried again", async () => {
    const { db } = phone.replica;
    const get = db.meta.get.bind(db.meta);
    let broken = true;
    db.meta.get = ((key: string) =>
      broken ? Promise.reject(new Error("storage is away")) : get(key as never)) as typeof db.meta.get;
    await phone.sync();
    expect(phone.loop.state().tag).toBe("waiting");
    expect(phone.platform.reported).toHaveLength(1);
    broken = false;
    await phone.drain();
    expect(phone.loop.state().tag).toBe("idle");
  });
});

describe("numbering", () => {
  const clientId = async (): Promise<ClientId> => (await readClient(phone.replica.db)).clientId;

  test("[A7] a gap below what the queue holds means a new clientId, same actionIds, same order", async () => {
    const id = await openConfirmed();
    const old = await clientId();
    server.forgetClientAfter(old, 0);
    await phone.save("comment", id, { text: "一" });
    await phone.save("comment", id, { text: "二" });
    const before = (await queue()).map((entry) => entry.actionId);
    await phone.drain();
    expect(await clientId()).not.toBe(old);
    expect(before.map((actionId) => server.decisions.get(actionId))).toEqual([1, 1]);
    expect(await queue()).toEqual([]);
    expect((await row(id))?.ticket).toEqual(server.tickets.get(id));
  });

  test("[A7] a gap that the queue can fill is filled from lastSeq + 1", async () => {
    const id = await openConfirmed();
    const old = await clientId();
    await phone.save("comment", id, { text: "一" });
    await phone.save("comment", id, { text: "二" });
    faults = (question) => (question === "pull" ? { kind: "lost" } : null);
    await phone.sync();
    server.forgetClientAfter(old, 1);
    faults = null;
    await phone.save("comment", id, { text: "三" });
    await phone.drain();
    expect(await clientId()).toBe(old);
    expect(await queue()).toEqual([]);
    expect([...server.decisions.values()]).toEqual([1, 1, 1, 1]);
  });

  test("[A7] a seq reused by a restored backup is renumbered, and decided entries are not lost on the way", async () => {
    const id = await openConfirmed();
    const old = await clientId();
    // Another life of this phone has sent seq 2 under the same clientId.
    await server.transport(ids.chen).push({
      accountId: ids.chen,
      clientId: old,
      actions: [
        {
          clientId: old,
          seq: 2,
          actionId: "00000000-0000-7000-8000-00000000beef" as ActionId,
          type: "comment",
          typeVersion: 1,
          ticketId: id,
          baseRevision: 1,
          args: { text: "前世" },
          occurredAt: phone.platform.now(),
          clockOffset: 0,
          uncertainTime: false,
          dependsOn: [],
        },
      ],
    });
    await phone.save("comment", id, { text: "今生" });
    await phone.drain();
    expect(await clientId()).not.toBe(old);
    expect(await queue()).toEqual([]);
    expect([...server.activities.values()].map((line) => line.text)).toEqual(
      expect.arrayContaining(["前世", "今生"]),
    );
    // Rows confirmed under the old numbering hide nothing of the new one.
    await phone.save("comment", id, { text: "再來" });
    expect((await row(id))?.waiting).toBe(1);
    await phone.drain();
    expect((await row(id))?.waiting).toBe(0);
  });

  test("[A7] a pull that knows higher numbers than were ever given renumbers", async () => {
    const old = await clientId();
    const id = await openConfirmed();
    const { db } = phone.replica;
    await db.meta.put({ ...(await readClient(db)), nextSeq: 1, coveredSeq: 0, answeredSeq: 0 });
    await phone.sync();
    expect(await clientId()).not.toBe(old);
    await phone.save("comment", id, { text: "好" });
    await phone.drain();
    expect(await queue()).toEqual([]);
  });

  test("[A7, R4] a page that knows higher numbers than were ever given renumbers, before one is given again", async () => {
    const old = await clientId();
    const id = await openConfirmed();
    const { db } = phone.replica;
    await db.meta.put({ ...(await readClient(db)), nextSeq: 1, coveredSeq: 0, answeredSeq: 0 });
    await db.meta.bulkDelete(["cursor", "filling"]);
    once("pull", { kind: "fails", failure: { kind: "network" } });
    await phone.sync();
    expect(await clientId()).not.toBe(old);
    await phone.save("comment", id, { text: "好" });
    expect((await row(id))?.waiting).toBe(1);
    await phone.drain();
    expect(await queue()).toEqual([]);
  });

  test("[S3] other content under a decided actionId becomes an action of its own", async () => {
    const id = await openConfirmed();
    await phone.save("comment", id, { text: "原本" });
    once("push", { kind: "lostAnswer" });
    await phone.sync();
    const [entry] = await queue();
    await phone.replica.db.queue.put({
      ...entry!,
      action: { ...entry!.action, args: { text: "改過" } },
    });
    await phone.drain();
    expect(await queue()).toEqual([]);
    expect([...server.activities.values()].map((line) => line.text)).toEqual(
      expect.arrayContaining(["原本", "改過"]),
    );
  });

  test("[P1] covered by a pull while its answer was lost: the stored outcome is asked for before it leaves", async () => {
    const id = await openConfirmed();
    const transport = server.transport(ids.chen, (question) => faults?.(question) ?? null);
    phone.close();
    phone = await openPhone(ids.chen, {
      ...transport,
      // The outcomes are not in the pull either.
      pull: async (request) => ({ ...(await transport.pull(request)), outcomes: [] }),
    });
    await phone.sync();
    server.act(ids.lin, { type: "claim", ticketId: id, args: {} });
    await phone.save("claim", id);
    const actionId = (await queue())[0]?.actionId;
    // Another tab's push was heard by nobody; this one believes it was answered.
    once("push", { kind: "lostAnswer" });
    await phone.sync();
    const { db } = phone.replica;
    await db.meta.put({ ...(await readClient(db)), answeredSeq: 2 });
    await phone.drain();
    expect(await queue()).toEqual([]);
    expect((await listReturned(db)).map((item) => item.actionId)).toEqual([actionId]);
  });

  test("[A7] a discarded action is a void on the wire: numbers have no holes", async () => {
    await phone.save("open", newTicketId(), incidentArgs("一"));
    await phone.save("open", newTicketId(), incidentArgs("二"));
    const [first] = await queue();
    await discard(phone.replica, first!.actionId);
    await phone.drain();
    expect(await queue()).toEqual([]);
    expect((await readClient(phone.replica.db)).coveredSeq).toBe(2);
  });
});

test("[R4] the next page is asked for before the last one is written", async () => {
  const platform = createTestPlatform(7);
  const far = createFakeServer(desk, platform.now);
  far.pageSize = 1;
  for (let index = 0; index < 3; index++) {
    far.act(ids.lin, { type: "open", ticketId: newTicketId(), args: incidentArgs(`事故 ${index}`) });
  }
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
  const written: number[] = [];
  let tickets = async (): Promise<number> => 0;
  const transport = far.transport(
    ids.chen,
    () => null,
    async (question) => {
      if (question === "page") written.push(await tickets());
    },
  );
  phone = await openPhone(ids.chen, transport, platform);
  tickets = () => phone.replica.db.tickets.count();
  await phone.sync();
  expect(await phone.replica.db.tickets.count()).toBe(3);
  expect(far.questions.filter((question) => question === "page")).toHaveLength(4);
  expect(written.slice(0, 2)).toEqual([0, 0]);
});
