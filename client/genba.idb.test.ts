import "fake-indexeddb/auto";
import Dexie, { liveQuery } from "dexie";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Delegation } from "../core/directory/directory";
import type { AccountId, TicketId } from "../core/ids";
import type { Ticket } from "../core/tickets/ticket";
import { makeTicket } from "../core/workflow/testing/world";
import { availableNow } from "./available";
import { readAccount, rememberAccount, subscribeAccount } from "./device";
import { type Genba, openGenba } from "./genba";
import { enqueue } from "./queue/enqueue";
import { databaseName } from "./replica/database";
import { openReplica } from "./replica/open";
import { ticketToRow } from "./replica/rows";
import { countUnsent, signIn, signOut } from "./session";
import { desk, ids, incidentArgs } from "./testing/desk";
import { createFakeServer, type FakeServer } from "./testing/fake-server";
import { patience } from "./testing/patience";
import { createTestPlatform, type TestPlatform } from "./testing/platform";
import { myWork } from "./views/my-work";
import { readTicket } from "./views/ticket";
import { listTickets } from "./views/tickets";

const standingInForLin: Delegation = {
  id: "d1",
  principalId: ids.lin,
  delegateId: ids.chen,
  from: 0,
  until: Number.MAX_SAFE_INTEGER,
};

let server: FakeServer;
let platform: TestPlatform;
let genba: Genba;
let wakes: ((reason: "online" | "push") => void)[];
let registered: number;
beforeEach(async () => {
  wakes = [];
  registered = 0;
  platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  genba = await open();
});
afterEach(async () => {
  genba.close();
  await Dexie.delete(databaseName(ids.chen));
  vi.unstubAllGlobals();
});

function open(): Promise<Genba> {
  return openGenba(
    { id: ids.chen, role: "agent" },
    {
      platform,
      transport: server.transport(ids.chen),
      triggers: {
        start: (kick) => {
          wakes.push(kick);
          return () => wakes.splice(wakes.indexOf(kick), 1);
        },
        saved: async () => void registered++,
      },
    },
  );
}
const idle = () =>
  vi.waitUntil(() => genba.sync.state().tag === "idle" && genba.directory().people.size > 0, patience);

describe("the facade", () => {
  test("[C4] opening syncs; a save is sent by itself and asks for a background sync", async () => {
    await idle();
    const id = genba.newTicketId();
    const saved = await genba.enqueue({ type: "open", ticketId: id, args: incidentArgs("電梯") });
    expect(saved.kind).toBe("saved");
    expect(registered).toBeGreaterThan(0);
    await vi.waitUntil(() => server.tickets.has(id), patience);
    await vi.waitUntil(async () => (await genba.db.queue.count()) === 0, patience);
  });

  test("[C4] what the worker saved, a window asks a background sync for", async () => {
    await idle();
    genba.close();
    // As the worker does it, with no window.
    const { replica, clock } = await openReplica({ id: ids.chen, role: "agent" }, platform);
    const drafts = [{ type: "open", ticketId: genba.newTicketId(), args: incidentArgs("電梯") } as const];
    await enqueue(replica, clock, drafts);
    replica.db.close();
    registered = 0;
    genba = await open();
    await vi.waitUntil(() => registered > 0, patience);
  });

  test("[A8] available judges by the directory on this phone", async () => {
    await idle();
    const id = genba.newTicketId();
    await genba.enqueue({ type: "open", ticketId: id, args: incidentArgs("電梯") });
    const row = await genba.db.tickets.get(id);
    expect(JSON.stringify(availableNow(genba.context(), row!.ticket))).toContain("claim");
    expect(genba.context().actor).toEqual({ id: ids.chen, role: "agent" });
  });

  test("[A8] a problem is not raised twice where the phone holds the first; where it does not, the server says", async () => {
    await idle();
    const [id, problemId] = [genba.newTicketId(), genba.newTicketId()];
    await genba.enqueue({ type: "open", ticketId: id, args: incidentArgs("電梯") });
    await genba.enqueue({ type: "claim", ticketId: id, args: {} });
    const offered = async () => {
      const { row, linked } = (await readTicket(genba.db, id))!;
      const tickets = linked.map((one) => one.ticket);
      return availableNow(genba.context(), row.ticket, tickets).map(({ action }) => action);
    };
    expect(await offered()).toContain("raiseProblem");
    await genba.enqueue({ type: "raiseProblem", ticketId: id, args: { problemId } });
    expect(await offered()).not.toContain("raiseProblem");
    const problem = (await genba.db.tickets.get(problemId))!;
    const closed: Ticket = { ...problem.ticket, stage: "closed", outcome: "cancelled" };
    await genba.db.tickets.put({ ...problem, ticket: closed });
    expect(await offered()).toContain("raiseProblem");
    await genba.db.tickets.delete(problemId);
    expect(await offered()).toContain("raiseProblem");
  });

  test("my work: my turn by urgency, what I opened newest first, what nobody of my group has taken", async () => {
    await idle();
    const [mine, taken, free] = [genba.newTicketId(), genba.newTicketId(), genba.newTicketId()];
    await genba.enqueue({ type: "open", ticketId: mine, args: incidentArgs("低") });
    platform.advance(1_000);
    await genba.enqueue({
      type: "open",
      ticketId: taken,
      args: { ...incidentArgs("高"), impact: "high", urgency: "high" },
    });
    for (const ticketId of [mine, taken]) {
      platform.advance(1_000);
      await genba.enqueue({ type: "claim", ticketId, args: {} });
    }
    server.act(ids.lin, { type: "open", ticketId: free, args: incidentArgs("沒人領") });
    genba.sync.kick("user");
    await vi.waitUntil(async () => (await genba.db.tickets.get(free)) !== undefined, patience);
    const work = await myWork(genba.db, genba.context());
    expect(work.waitingForMe.map((row) => row.id)).toEqual([taken, mine]);
    expect(work.mine.map((row) => row.id)).toEqual([taken, mine]);
    expect(work.unassigned.map((row) => row.id)).toEqual([free]);
    const listed = await listTickets(genba.db, { open: true, flow: "incident", priority: "P1" }, 10);
    expect(listed.map((row) => row.id)).toEqual([taken]);
  });

  test("my work holds what waits for those I stand in for, but no review of a change that I have a part in", async () => {
    await idle();
    await genba.db.directory.put({ kind: "delegation", id: "d1", value: standingInForLin });
    await genba.db.meta.put({ key: "directory", version: 99 });
    await vi.waitUntil(() => genba.directory().delegations.length === 1, patience);
    const [held, judged, own] = [genba.newTicketId(), genba.newTicketId(), genba.newTicketId()];
    const review = (openerId: AccountId): Partial<Ticket> => ({
      ...makeTicket("normal", "preDevReview"),
      openerId,
      review: {
        stage: "preDevReview",
        rule: { kind: "any" },
        reviewers: [{ accountId: ids.lin, insteadOf: null, vote: null }],
      },
    });
    for (const [id, more] of [
      [held, { ...makeTicket("incident", "handle"), holderId: ids.lin }],
      [judged, review(ids.wang)],
      [own, review(ids.chen)],
    ] as const) {
      const ticket = { ...more, id } as Ticket;
      await genba.db.tickets.put(ticketToRow(ticket, { waiting: 0, asOf: 0, generation: 0 }));
    }
    const work = await myWork(genba.db, genba.context());
    expect(work.waitingForMe.map((row) => row.id).sort()).toEqual([held, judged].sort());
    await genba.db.directory.delete(["delegation", "d1"]);
    await genba.db.meta.put({ key: "directory", version: 100 });
    await vi.waitUntil(() => genba.directory().delegations.length === 0, patience);
    expect((await myWork(genba.db, genba.context())).waitingForMe).toEqual([]);
  });

  test("my work: incidents of the groups I lead whose clock runs, of each priority the oldest first", async () => {
    await idle();
    const hold = (id: TicketId, ticket: object) => {
      const row = {
        ...makeTicket("incident", "handle"),
        holderId: ids.lin,
        assignedGroupId: ids.network,
        id,
      };
      return genba.db.tickets.put(
        ticketToRow({ ...row, clock, ...ticket } as Ticket, { waiting: 0, asOf: 0, generation: 0 }),
      );
    };
    const clock = { respondedAt: 1, pauses: [{ from: 1, until: 2 }], openings: 1 };
    const [late, early, urgent, other] = [1, 2, 3, 4].map(() => genba.newTicketId()) as [
      TicketId,
      TicketId,
      TicketId,
      TicketId,
    ];
    const listed = async (person: AccountId = ids.wang) => {
      const context = { ...genba.context(), actor: { id: person, role: "agent" } } as const;
      return (await myWork(genba.db, context)).clocked.map((row) => row.id);
    };
    await hold(late, { openedAt: 3_000, stageAt: 3_000 });
    await hold(early, { openedAt: 2_000, stageAt: 2_000 });
    await hold(urgent, { openedAt: 9_000, priority: "P1" });
    await hold(other, { clock: null });
    expect(await listed()).toEqual([urgent, early, late]);
    expect(await listed(ids.chen)).toEqual([]);
    await hold(urgent, { stage: "closed", outcome: "resolved" });
    await hold(early, { clock: { ...clock, pauses: [{ from: 5, until: null }] } });
    expect(await listed()).toEqual([late]);
  });

  test("my work: what keeps happening in the groups I lead, until it is a problem's", async () => {
    await idle();
    const id = genba.newTicketId();
    const again = {
      ...makeTicket("incident", "handle"),
      id,
      holderId: ids.lin,
      assignedGroupId: ids.network,
    };
    const recurrence = [genba.newTicketId()];
    const hold = (ticket: object) =>
      genba.db.tickets.put(ticketToRow(ticket as Ticket, { waiting: 0, asOf: 0, generation: 0 }));
    const listed = async (person: AccountId = ids.wang) => {
      const context = { ...genba.context(), actor: { id: person, role: "agent" } } as const;
      return (await myWork(genba.db, context)).recurring.map((row) => row.id);
    };
    await hold({ ...again, recurrence });
    expect(await listed()).toEqual([id]);
    expect(await listed(ids.chen)).toEqual([]);
    await hold({ ...again, recurrence, links: [{ kind: "problemOf", ticketId: genba.newTicketId() }] });
    expect(await listed()).toEqual([]);
    await hold({ ...again, recurrence, stage: "closed", outcome: "resolved" });
    expect(await listed()).toEqual([]);
    await hold(again);
    expect(await listed()).toEqual([]);
  });

  test("a live query over a view runs again when another tab saves", async () => {
    await idle();
    const counts: number[] = [];
    const subscription = liveQuery(() => genba.db.tickets.count()).subscribe((count) => counts.push(count));
    const other = await open();
    await other.enqueue({ type: "open", ticketId: other.newTicketId(), args: incidentArgs("另一分頁") });
    await vi.waitUntil(() => counts.at(-1) === 1, patience);
    subscription.unsubscribe();
    other.close();
  });
});

describe("signing in and out", () => {
  const account = { id: ids.chen, name: "陳怡君", email: "chen@example.com", role: "agent" } as const;
  const answering = (status: number) => {
    const asked: string[] = [];
    vi.stubGlobal("navigator", {});
    vi.stubGlobal("fetch", async (path: string) => {
      asked.push(path);
      const { id, name, role } = account;
      const body = path.includes("session.me") ? { result: { data: { account: { id, name, role } } } } : {};
      return new Response(JSON.stringify(body), { status });
    });
    return asked;
  };

  test("signing in remembers whose replica to open; every tab hears it", async () => {
    const heard: (string | null)[] = [];
    const stop = subscribeAccount((found) => heard.push(found?.name ?? null), platform.report);
    answering(200);
    expect(await signIn("chen@example.com", "x")).toEqual({ tag: "signedIn", account });
    expect(await readAccount()).toEqual(account);
    await vi.waitUntil(() => heard.at(-1) === "陳怡君", patience);
    stop();
  });

  test.each([
    [401, "wrong"],
    [429, "limited"],
    [503, "unreachable"],
  ] as const)("an answer of %i is %s", async (status, tag) => {
    answering(status);
    expect(await signIn("chen@example.com", "x")).toEqual({ tag });
  });

  test("[C6] signing out with unsent work is asked about; discarding deletes the database", async () => {
    const asked = answering(200);
    await idle();
    await rememberAccount(account);
    // Nothing reaches the server any more.
    genba.close();
    genba = await openGenba(
      { id: ids.chen, role: "agent" },
      {
        platform,
        transport: server.transport(ids.chen, () => ({ kind: "lost" })),
        triggers: { start: () => () => undefined, saved: async () => undefined },
      },
    );
    await genba.enqueue({ type: "open", ticketId: genba.newTicketId(), args: incidentArgs("還沒送") });
    expect(await countUnsent(ids.chen)).toBe(1);
    genba.close();
    expect(await signOut({ discard: false })).toEqual({ tag: "unsent", count: 1 });
    expect(await readAccount()).toEqual(account);
    expect(await signOut({ discard: true })).toEqual({ tag: "signedOut" });
    expect(await readAccount()).toBeNull();
    expect(await Dexie.exists(databaseName(ids.chen))).toBe(false);
    expect(asked).toContain("/api/auth/sign-out");
  });

  test("[C6] another tab's open replica closes when the account is signed out and does not come to life again", async () => {
    answering(200);
    await idle();
    await rememberAccount(account);
    await signOut({ discard: true });
    await expect(genba.db.tickets.count()).rejects.toThrow();
    expect(await Dexie.exists(databaseName(ids.chen))).toBe(false);
  });
});
