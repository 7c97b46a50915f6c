import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { AccountId, ActionId, ClientId, TicketId } from "../../core/ids";
import type { Action, Outcome, PushAnswer } from "../../core/sync/protocol";
import { findConnections } from "../db";
import { Refusal } from "../refusal";
import { createDesk, createPhone, type Desk, openIncident, type Phone, pushOf, uuid } from "../testing/desk";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { decideEntry } from "./decide-entry";
import { readPage } from "./page";
import { pull } from "./pull";
import { push } from "./push";
import { pushAndPull } from "./push-and-pull";
import { TicketsGrew } from "./start-over";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

const send = (phone: Phone, ...actions: Action[]): Promise<PushAnswer> =>
  push(desk.database, pushOf(phone, actions));
const kindsOf = (answer: PushAnswer) => answer.results.map(({ outcome }) => outcome.kind);
const applied: Outcome = { kind: "applied" };
const returnedWith = (code: string) => expect.objectContaining({ kind: "returned", code });

/** Everything that push may write, counted. */
async function countAll() {
  const { database: on } = desk;
  const value = Number((await on.syncCounter.findUniqueOrThrow({ where: { id: 1 } })).value);
  const rows = [on.ticket.count(), on.activity.count(), on.actionOutcome.count(), on.outbox.count()];
  return [value, await on.syncClient.count(), await on.actionRepeat.count(), ...(await Promise.all(rows))];
}

async function openedBy(phone: Phone): Promise<TicketId> {
  const action = openIncident(desk, phone);
  expect((await send(phone, action)).results[0]?.outcome).toEqual(applied);
  return action.ticketId;
}

const resolution = (notes: string) =>
  ({ closureCode: "fixed", notes, restoredAt: Date.now() - 5_000 }) as const;

test("[A1] an incident opened, claimed and resolved on a phone arrives with its number, history and people told", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone, "B2 漏水");
  const { ticketId } = open;
  const claim = phone.act({ type: "claim", ticketId, dependsOn: [open.actionId] });
  const resolve = phone.act({ type: "resolve", ticketId, args: resolution("換了止水閥") });
  const answer = await send(phone, open, claim, resolve);
  expect(kindsOf(answer)).toEqual(["applied", "applied", "applied"]);
  expect(answer).toMatchObject({ lastSeq: 3, stop: null });

  const row = await desk.database.ticket.findUniqueOrThrow({ where: { id: ticketId } });
  expect(row).toMatchObject({ stage: "closed", outcome: "resolved", holderId: desk.engineer });
  expect(row.number).toBeGreaterThan(0);
  const lines = await desk.database.activity.findMany({
    where: { ticketId },
    orderBy: { occurredAt: "asc" },
  });
  expect(lines.map(({ id, type }) => [id, type])).toEqual([
    [open.actionId, "open"],
    [claim.actionId, "claim"],
    [resolve.actionId, "resolve"],
  ]);
  const told = await desk.database.outbox.findMany({ where: { ticketId } });
  expect(told.filter(({ accountId }) => accountId === desk.engineer)).toEqual([]);
  expect(told.map(({ kind, accountId }) => `${kind} ${accountId}`)).toEqual(
    expect.arrayContaining([`open ${desk.lead}`, `open ${desk.colleague}`, `claim ${desk.lead}`]),
  );
  expect(told[0]?.payload).toMatchObject({ number: row.number, title: "B2 漏水", actorName: "engineer" });
});

test("[S3] [A7] one that depends on others by other ids is the same action, under new numbers too", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone, "UPS");
  const { ticketId } = open;
  const comment = phone.act({
    type: "comment",
    ticketId,
    args: { text: "once" },
    dependsOn: [open.actionId],
  });
  await send(phone, open, comment);
  const restored = createPhone(desk.engineer);
  const renamed = restored.act({ type: "comment", ticketId, args: { text: "taken back once" } });
  const again = { ...restored.act(comment), actionId: comment.actionId, dependsOn: [renamed.actionId] };
  const answer = await send(restored, renamed, again);
  expect(kindsOf(answer)).toEqual(["applied", "applied"]);
  expect(await desk.database.activity.count({ where: { ticketId, text: "once" } })).toBe(1);
});

test("[S3] a batch sent again is answered the same and runs once", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const comment = phone.act({ type: "comment", ticketId: open.ticketId, args: { text: "on my way" } });
  const first = await send(phone, open, comment);
  const before = await countAll();
  const again = await send(phone, open, { ...comment, clockOffset: 17 });
  expect(again.results).toEqual(first.results);
  expect(again).toMatchObject({ lastSeq: 2, stop: null });
  expect(await countAll()).toEqual(before);
});

test("[S3] a repeat with other content is refused, and nothing is written", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  await send(phone, open);
  const before = await countAll();
  const other = await send(phone, { ...open, args: { ...open.args, title: "something else" } });
  expect(other).toMatchObject({ results: [], stop: "changed", lastSeq: 1 });
  expect(await countAll()).toEqual(before);
});

test("a void in place of an action whose answer was lost hears what was decided", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  await send(phone, open);
  const discarded = await send(phone, { ...open, type: "void", args: {} });
  expect(discarded).toMatchObject({ stop: null, lastSeq: 1 });
  expect(discarded.results[0]?.outcome).toEqual(applied);
});

test("[S1] a gap stops, and an unknown client that starts in the middle leaves no trace", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  phone.act({ type: "void", ticketId: open.ticketId });
  const third = phone.act({ type: "comment", ticketId: open.ticketId, args: { text: "3" } });
  const answer = await send(phone, open, third);
  expect(answer).toMatchObject({ lastSeq: 1, stop: "gap" });
  expect(kindsOf(answer)).toEqual(["applied"]);

  const stranger = createPhone(desk.engineer);
  stranger.act({ type: "void", ticketId: open.ticketId });
  const before = await countAll();
  expect(await send(stranger, openIncident(desk, stranger))).toMatchObject({ lastSeq: 0, stop: "gap" });
  expect(await countAll()).toEqual(before);
});

test("[A7] a number decided for another action asks to renumber; renumbered entries keep their outcomes", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const refused = phone.act({ type: "resume", ticketId: open.ticketId });
  const first = await send(phone, open, refused);
  expect(kindsOf(first)).toEqual(["applied", "returned"]);

  const restored = createPhone(desk.engineer, phone.clientId);
  expect(await send(restored, openIncident(desk, restored))).toMatchObject({ results: [], stop: "renumber" });

  const clientId = uuid<ClientId>();
  const renumbered = createPhone(desk.engineer, clientId);
  const next = { ...openIncident(desk, renumbered), seq: 3 };
  const again = await send(renumbered, { ...open, clientId }, { ...refused, clientId }, next);
  expect(again.results.map(({ outcome }) => outcome)).toEqual([
    ...first.results.map(({ outcome }) => outcome),
    applied,
  ]);
  expect(again).toMatchObject({ lastSeq: 3, stop: null });

  const page = await readPage(desk.database, { accountId: desk.engineer, clientId, position: null });
  const pulled = await pull(desk.database, { ...page, accountId: desk.engineer, clientId, fromSeq: 1 });
  expect(pulled).toMatchObject({ lastSeq: 3, outcomes: again.results });
});

test("[C6] the client of another account is refused as a whole, and nothing is written", async () => {
  const phone = createPhone(desk.engineer);
  await send(phone, openIncident(desk, phone));
  const before = await countAll();
  const thief = createPhone(desk.colleague, phone.clientId);
  const forged = { ...openIncident(desk, thief), seq: 2 };
  const refusal = await send(thief, forged).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refusal);
  expect((refusal as Refusal).code).toBe("client.foreign");
  expect(await countAll()).toEqual(before);
});

test("[A7] an action id of another account is no obstacle and tells nothing", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  await send(phone, open);
  const other = createPhone(desk.colleague);
  const tries = vi.spyOn(findConnections(desk.database)!.pool, "connect");
  const answer = await send(other, { ...openIncident(desk, other), actionId: open.actionId });
  // Prisma's own statements connect with a callback.
  expect(tries.mock.calls.filter(([done]) => done === undefined)).toHaveLength(1);
  tries.mockRestore();
  expect(answer.stop).toBeNull();
  expect(answer.results[0]?.outcome).toEqual(returnedWith("needs.invalid"));
  const next = openIncident(desk, other);
  expect(kindsOf(await send(other, next))).toEqual(["applied"]);
});

test("[S1] the same batch sent ten times at once is decided once", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const actions = [
    open,
    ...Array.from({ length: 5 }, (_, index) =>
      phone.act({ type: "comment", ticketId: open.ticketId, args: { text: `line ${index}` } }),
    ),
  ];
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(phone, ...actions)));
  for (const answer of answers) {
    expect(answer).toMatchObject({ stop: null, lastSeq: 6 });
    expect(kindsOf(answer)).toEqual(actions.map(() => "applied"));
  }
  expect(await desk.database.activity.count({ where: { ticketId: open.ticketId } })).toBe(6);
});

test("[A5] two engineers resolve the same incident: one is applied, the other's words stay on it as a note", async () => {
  for (let round = 0; round < 5; round += 1) {
    const opener = createPhone(desk.lead);
    const ticketId = await openedBy(opener);
    const phones = [createPhone(desk.engineer), createPhone(desk.colleague)];
    const answers = await Promise.all(
      phones.map((phone) =>
        send(
          phone,
          phone.act({ type: "resolveNow", ticketId, args: resolution(`fixed by ${phone.accountId}`) }),
        ),
      ),
    );
    const outcomes = answers.map((answer) => answer.results[0]!.outcome);
    expect(outcomes.filter(({ kind }) => kind === "applied")).toHaveLength(1);
    const loser = outcomes.findIndex(({ kind }) => kind !== "applied");
    expect(["superseded", "returned"]).toContain(outcomes[loser]!.kind);
    const lines = await desk.database.activity.findMany({ where: { ticketId } });
    const note = lines.find(({ type }) => type === "workNote");
    expect(note).toMatchObject({
      actorId: phones[loser]!.accountId,
      text: `fixed by ${phones[loser]!.accountId}`,
    });
    expect(note?.details).toMatchObject({ returnedAction: "resolveNow" });
    expect(lines.filter(({ type }) => type === "resolveNow")).toHaveLength(1);
  }
});

test("[A5] what came back tells the holder, in the action's transaction; its note can be discarded once", async () => {
  const opener = createPhone(desk.lead);
  const ticketId = await openedBy(opener);
  const assign = opener.act({ type: "assignHandler", ticketId, args: { personId: desk.colleague } });
  await send(opener, assign);
  const phone = createPhone(desk.engineer);
  const late = phone.act({ type: "resolveNow", ticketId, args: resolution("valve replaced") });
  const answer = await send(phone, late);
  expect(answer.results[0]?.outcome).toMatchObject({ kind: "returned", noteKept: true });
  const told = await desk.database.outbox.findMany({ where: { ticketId, kind: "returned" } });
  expect(told.map(({ accountId }) => accountId)).toEqual([desk.colleague]);

  const discard = { type: "void", ticketId, args: { choice: "discard" }, resolves: late.actionId } as const;
  const chosen = await send(phone, phone.act(discard), phone.act(discard));
  expect(chosen.results.map(({ outcome }) => outcome)).toEqual([applied, returnedWith("choice.taken")]);
  const note = await desk.database.activity.findUniqueOrThrow({ where: { id: late.actionId } });
  expect(note.details).toMatchObject({ discarded: true });
});

test("[A1] of many choices at once about one that came back, one is accepted", async () => {
  const ticketId = await openedBy(createPhone(desk.lead));
  const phone = createPhone(desk.engineer);
  for (let round = 0; round < 6; round += 1) {
    const bad = phone.act({ type: "comment", ticketId, args: { text: "" } });
    expect(kindsOf(await send(phone, bad))).toEqual(["returned"]);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => {
        const other = createPhone(desk.engineer);
        // A void locks no ticket, so nothing but the choice itself is in the way of the others.
        const args = { choice: "keepNote" } as const;
        return send(other, other.act({ type: "void", ticketId, args, resolves: bad.actionId }));
      }),
    );
    const outcomes = answers.map(({ results }) => results[0]?.outcome);
    expect(outcomes.filter((outcome) => outcome?.kind === "applied")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome?.kind === "returned")).toEqual(
      Array(5).fill(returnedWith("choice.taken")),
    );
  }
});

test("[A9] a ticket out of sight is answered like one that does not exist", async () => {
  const secret = await storeTicket(
    desk.database,
    ticketOf(desk, { restricted: true, assignedGroupId: desk.networkGroup, openerId: desk.networkLead }),
  );
  const absent = uuid<TicketId>();
  const before = await desk.database.activity.count();
  for (const accountId of [desk.engineer, desk.requester] as const) {
    const phone = createPhone(accountId);
    const actions = (["comment", "claim", "resolve", "approve", "raiseProblem"] as const).flatMap((type) =>
      [secret.id, absent].map((ticketId) =>
        phone.act({ type, ticketId, args: { text: "hello", ...resolution("done") } }),
      ),
    );
    const { results } = await send(phone, ...actions);
    for (let index = 0; index < results.length; index += 2) {
      expect(results[index]!.outcome).toEqual(results[index + 1]!.outcome);
      expect(results[index]!.outcome).toEqual(returnedWith("ticket.unknown"));
    }
  }
  expect(await desk.database.activity.count()).toBe(before);
});

test("[A9] an id that another ticket out of sight has cannot be opened, and nothing of it is told", async () => {
  const secret = await storeTicket(
    desk.database,
    ticketOf(desk, { restricted: true, assignedGroupId: desk.networkGroup, openerId: desk.networkLead }),
  );
  const phone = createPhone(desk.engineer);
  const open = { ...openIncident(desk, phone), ticketId: secret.id };
  const opener = createPhone(desk.lead);
  const incident = openIncident(desk, opener);
  const { ticketId } = incident;
  await send(opener, incident);
  const claim = phone.act({ type: "claim", ticketId });
  const raise = phone.act({ type: "raiseProblem", ticketId, args: { problemId: secret.id } });
  const next = phone.act({ type: "comment", ticketId, args: { text: "goes on" } });
  const answer = await send(phone, open, claim, raise, next);
  expect(answer.stop).toBeNull();
  const taken = expect.objectContaining({ kind: "returned", code: "ticket.exists", since: null });
  expect(answer.results.map(({ outcome }) => outcome)).toEqual([taken, applied, taken, applied]);
  expect(await desk.database.ticketLink.count({ where: { linkedId: secret.id } })).toBe(0);
});

test("[A9] rights are judged with the groups of that moment", async () => {
  const account = await desk.database.account.create({
    data: { name: "mover", email: "mover@desk.example", role: "agent" },
  });
  const accountId = account.id as AccountId;
  const ticketId = await openedBy(createPhone(desk.lead));
  const phone = createPhone(accountId);
  const claim = () => phone.act({ type: "claim", ticketId });
  expect((await send(phone, claim())).results[0]?.outcome).toEqual(returnedWith("right.missing"));
  await desk.database.membership.create({ data: { accountId, groupId: desk.fieldGroup } });
  expect((await send(phone, claim())).results[0]?.outcome).toEqual(applied);
  await desk.database.account.update({ where: { id: accountId }, data: { active: false } });
  const refusal = await send(phone, claim()).catch((error: unknown) => error);
  expect((refusal as Refusal).code).toBe("session.none");
});

test("[T1] times are corrected by the offset and clamped between the previous action and the arrival", async () => {
  const phone = createPhone(desk.engineer);
  const start = Date.now() - 3_600_000;
  const open = { ...openIncident(desk, phone), occurredAt: start - 120_000, clockOffset: 120_000 };
  const { ticketId } = open;
  const at = (occurredAt: number) =>
    phone.act({ type: "comment", ticketId, args: { text: "x" }, occurredAt });
  const [earlier, future, ancient] = [at(start - 60_000), at(Date.now() + 86_400_000), at(-1e15)];
  await send(phone, open, earlier, future, ancient);
  const timeOf = async (action: Action) => {
    const row = await desk.database.activity.findUniqueOrThrow({ where: { id: action.actionId } });
    return [row.occurredAt.getTime(), row.arrivedAt.getTime()] as const;
  };
  expect((await timeOf(open))[0]).toBe(start);
  expect((await timeOf(earlier))[0]).toBe(start);
  const [futureAt, futureArrival] = await timeOf(future);
  expect(futureAt).toBe(futureArrival);
  expect((await timeOf(ancient))[0]).toBe(futureAt);
});

test("[T1] a first action from before its author had an account is of its arrival, and uncertain", async () => {
  const reset = [-1e14, 0, Date.UTC(2010, 0, 1)];
  for (const occurredAt of reset) {
    const phone = createPhone(desk.lead);
    const open = { ...openIncident(desk, phone), occurredAt, clockOffset: null };
    expect(kindsOf(await send(phone, open))).toEqual(["applied"]);
    const { openedAt } = await desk.database.ticket.findUniqueOrThrow({ where: { id: open.ticketId } });
    const line = await desk.database.activity.findUniqueOrThrow({ where: { id: open.actionId } });
    expect(openedAt).toEqual(line.arrivedAt);
    expect(line.uncertainTime).toBe(true);
    // The next one has a previous one to stand behind.
    const comment = phone.act({ type: "comment", ticketId: open.ticketId, args: { text: "x" }, occurredAt });
    expect(kindsOf(await send(phone, comment))).toEqual(["applied"]);
    const next = await desk.database.activity.findUniqueOrThrow({ where: { id: comment.actionId } });
    expect(next).toMatchObject({ occurredAt: openedAt, uncertainTime: true });
  }
  const phone = createPhone(desk.lead);
  const honest = { ...openIncident(desk, phone), occurredAt: Date.now() - 40 * 86_400_000 };
  await send(phone, honest);
  const line = await desk.database.activity.findUniqueOrThrow({ where: { id: honest.actionId } });
  expect(line).toMatchObject({ occurredAt: new Date(honest.occurredAt), uncertainTime: false });
});

test("[A2] a type or version of a newer app is held, and what depends on something returned too", async () => {
  const phone = createPhone(desk.engineer);
  const ticketId = await openedBy(createPhone(desk.lead));
  const unknownType = phone.act({ type: "teleport" as Action["type"], ticketId });
  const unknownVersion = phone.act({ type: "claim", ticketId, typeVersion: 2 });
  const returned = phone.act({ type: "resume", ticketId });
  const dependent = phone.act({
    type: "comment",
    ticketId,
    args: { text: "after" },
    dependsOn: [returned.actionId],
  });
  const answer = await send(phone, unknownType, unknownVersion, returned, dependent);
  expect(answer.results.map(({ outcome }) => outcome)).toEqual([
    { kind: "held", code: "type.unknown" },
    { kind: "held", code: "type.unknown" },
    expect.objectContaining({ kind: "returned" }),
    { kind: "held", code: "dependency.returned" },
  ]);
  expect(answer).toMatchObject({ lastSeq: 4, stop: null });
  const held = await desk.database.actionOutcome.findMany({
    where: { clientId: phone.clientId, action: { not: {} } },
  });
  expect(held).toHaveLength(3);
});

test("[P6] a malformed action gets an outcome and blocks nobody", async () => {
  const phone = createPhone(desk.engineer);
  const good = openIncident(desk, phone);
  const { ticketId } = good;
  const bad: unknown[] = [
    { text: "a\u0000b" },
    { text: "half \ud83d" },
    { text: "x".repeat(20_001) },
    { text: 5 },
    { closureCode: "DROP TABLE" },
    { until: 1e18 },
    { linkedIds: "all" },
    { assetIds: [1] },
    null,
    [[[[[[[[[]]]]]]]]],
  ];
  const actions = bad.map((args) => phone.act({ type: "comment", ticketId, args: args as Action["args"] }));
  const deep = phone.act({ type: "comment", ticketId });
  const nested = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`) as unknown;
  const last = phone.act({ type: "comment", ticketId, args: { text: "still here" } });
  const answer = await send(
    phone,
    good,
    ...actions,
    { ...deep, extra: nested, type: 3 } as unknown as Action,
    last,
  );
  expect(kindsOf(answer)).toEqual(["applied", ...bad.map(() => "returned"), "returned", "applied"]);
  expect(answer.results[1]?.outcome).toEqual(returnedWith("needs.invalid"));
  expect(answer.results[1]?.outcome).toMatchObject({ fields: ["text"] });
  expect(answer.stop).toBeNull();
  expect(await desk.database.activity.count({ where: { ticketId } })).toBe(2);
});

test("[S2] a COMMIT that fails stops the batch, and the action is decided when it is sent again", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const claim = phone.act({ type: "claim", ticketId: open.ticketId });
  await send(phone, open);
  await desk.database.$executeRawUnsafe(`CREATE FUNCTION refuse_commit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'not today'; END $$`);
  await desk.database.$executeRawUnsafe(`CREATE CONSTRAINT TRIGGER refuse_commit AFTER UPDATE ON ticket
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_commit()`);
  const before = await countAll();
  expect(await send(phone, claim)).toMatchObject({ results: [], lastSeq: 1, stop: "transient" });
  expect(await countAll()).toEqual(before);
  await desk.database.$executeRawUnsafe("DROP TRIGGER refuse_commit ON ticket");
  expect(await send(phone, claim)).toMatchObject({ lastSeq: 2, stop: null });
});

test("[S1a] actions on linked tickets at once all end, in whatever order they reach each other", async () => {
  const opener = createPhone(desk.lead);
  const incidents = [await openedBy(opener), await openedBy(opener), await openedBy(opener)];
  const phones = [desk.engineer, desk.colleague, desk.lead, desk.admin].map((id) =>
    createPhone(id as AccountId),
  );
  const answers = await Promise.all(
    phones.map((phone, index) => {
      const linkedIds = index % 2 === 0 ? incidents : [...incidents].reverse();
      const ticketId = uuid<TicketId>();
      const args = {
        flow: "problem",
        title: "recurring",
        description: "again",
        impact: "low",
        urgency: "low",
      } as const;
      return send(
        phone,
        phone.act({ type: "open", ticketId, args: { ...args, categoryId: desk.category, linkedIds } }),
        ...incidents.map((id) => phone.act({ type: "comment", ticketId: id, args: { text: "seen" } })),
      );
    }),
  );
  for (const answer of answers) {
    expect(answer.stop).toBeNull();
    expect(kindsOf(answer)).toEqual(["applied", "applied", "applied", "applied"]);
  }
  const links = await desk.database.ticketLink.findMany({ where: { ticketId: { in: incidents } } });
  expect(links).toHaveLength(incidents.length * phones.length);
});

test("[S1a] tickets that were linked while the lock was waited for roll the action back, to start over", async () => {
  const [ticketId, otherId] = [
    await openedBy(createPhone(desk.lead)),
    await openedBy(createPhone(desk.lead)),
  ];
  const phone = createPhone(desk.engineer);
  const claim = phone.act({ type: "claim", ticketId });
  const [entry] = pushOf(phone, [claim]).entries;
  const isBlocked = async () => {
    const [row] = await desk.database.$queryRaw<{ blocked: boolean }[]>`
      SELECT count(*) > 0 AS blocked FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return row?.blocked === true;
  };
  let decision: Promise<unknown> = Promise.resolve();
  await desk.database.$transaction(
    async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM ticket WHERE id = ${ticketId}::uuid FOR UPDATE`;
      decision = decideEntry(desk.database, desk.engineer, entry!).catch((error: unknown) => error);
      while (!(await isBlocked()));
      await transaction.ticketLink.create({ data: { ticketId, kind: "fixes", linkedId: otherId } });
    },
    { timeout: 20_000 },
  );
  expect(await decision).toBeInstanceOf(TicketsGrew);
  expect(kindsOf(await send(phone, claim))).toEqual(["applied"]);
});

test("[S5] a dependent action finds its cause by id, whatever was decided between", async () => {
  const phone = createPhone(desk.engineer);
  const cause = uuid<ActionId>();
  const ticketId = await openedBy(createPhone(desk.lead));
  const comment = phone.act({ type: "comment", ticketId, args: { text: "x" }, dependsOn: [cause] });
  expect(kindsOf(await send(phone, comment))).toEqual(["applied"]);
});

test("[S2a] what is held is decided once its author has chosen about its cause; the pull brings it", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const bad = { ...open, args: { ...open.args, title: "" } };
  const { ticketId } = open;
  const comment = phone.act({
    type: "comment",
    ticketId,
    args: { text: "still true" },
    dependsOn: [open.actionId],
  });
  const answer = await send(phone, bad, comment);
  expect(kindsOf(answer)).toEqual(["returned", "held"]);
  const again = phone.act({ type: "open", ticketId, args: open.args, resolves: open.actionId });
  expect(kindsOf(await send(phone, again))).toEqual(["applied"]);
  const row = await desk.database.activity.findUniqueOrThrow({ where: { id: comment.actionId } });
  expect(row.text).toBe("still true");
  const { clientId } = phone;
  const page = await readPage(desk.database, { accountId: desk.engineer, clientId, position: null });
  const pulled = await pull(desk.database, { ...page, accountId: desk.engineer, clientId, fromSeq: 2 });
  expect(pulled).toMatchObject({ lastSeq: 3, outcomes: [{ seq: 2, outcome: applied }, { seq: 3 }] });
  expect((await send(phone, comment)).results[0]?.outcome).toEqual(applied);
});

test("[S2a] what is held and sent anew from a backup stands on the cause that its phone knows by now", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const { ticketId, actionId: cause } = open;
  const args = { text: "still true" };
  const comment = phone.act({ type: "comment", ticketId, args, dependsOn: [cause] });
  const bad = { ...open, args: { ...open.args, title: "" } };
  expect(kindsOf(await send(phone, bad, comment))).toEqual(["returned", "held"]);

  // The phone is put back. Its opening says something else by now, so it got an id of its own (S3): the old one is known
  // to nobody, and nobody will ever choose about it.
  const clientId = uuid<ClientId>();
  const restored = createPhone(desk.engineer, clientId);
  const other = restored.act({
    type: "open",
    ticketId,
    args: { ...open.args, title: "", description: "new" },
  });
  const again = { ...comment, clientId, dependsOn: [other.actionId] };
  const answer = await send(restored, other, again);
  expect(kindsOf(answer)).toEqual(["returned", "held"]);
  // A void in its place takes nothing away from it.
  const later = createPhone(desk.engineer);
  const voided = { ...later.act({ type: "void", ticketId, args: {} }), actionId: comment.actionId };
  expect(kindsOf(await send(later, voided))).toEqual(["held"]);

  restored.act({ type: "comment", ticketId, args });
  const choice = restored.act({ type: "open", ticketId, args: open.args, resolves: other.actionId });
  expect(kindsOf(await send(restored, { ...choice, seq: 3 }))).toEqual(["applied"]);
  const row = await desk.database.activity.findUniqueOrThrow({ where: { id: comment.actionId } });
  expect(row.text).toBe("still true");
  expect((await send(restored, again)).results[0]?.outcome).toEqual(applied);
});

test("[S6] a push asks what to pull in the same request; the answer's lastSeq covers the batch", async () => {
  const phone = createPhone(desk.engineer);
  const { accountId, clientId } = phone;
  const { epoch, cursor, scopeHash } = await readPage(desk.database, { accountId, clientId, position: null });
  const open = openIncident(desk, phone);
  const question = { epoch, cursor, scopeHash, fromSeq: 2 };
  const sent = { ...pushOf(phone, [open]), pull: question };
  const answer = await pushAndPull(desk.database, sent);
  expect(answer).toMatchObject({
    stop: null,
    results: [{ seq: 1 }],
    pull: { kind: "changes", lastSeq: 1, outcomes: [] },
  });
  const pulled = answer.pull?.kind === "changes" ? answer.pull : null;
  expect(pulled?.puts.tickets.map(({ id }) => id)).toContain(open.ticketId);
  // What ended early is sent again first; a pull that fails is none, and what was decided is answered.
  const gap = { ...phone.act({ type: "comment", ticketId: open.ticketId, args: { text: "x" } }), seq: 9 };
  expect(await pushAndPull(desk.database, { ...pushOf(phone, [gap]), pull: question })).not.toHaveProperty(
    "pull",
  );
  const broken = { ...question, fromSeq: 0.5 };
  const repeat = await pushAndPull(desk.database, { ...sent, pull: broken });
  expect(repeat.results).toEqual(answer.results);
  expect(repeat).not.toHaveProperty("pull");
});

test("[S2a] what a server that died left held is decided at the next pull, and what stands on it too", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const { ticketId } = open;
  const bad = { ...open, args: { ...open.args, title: "" } };
  const claim = phone.act({ type: "claim", ticketId, dependsOn: [open.actionId] });
  const args = resolution("reset");
  const resolve = phone.act({ type: "resolve", ticketId, args, dependsOn: [claim.actionId] });
  expect(kindsOf(await send(phone, bad, claim, resolve))).toEqual(["returned", "held", "held"]);
  const { accountId, clientId } = phone;
  const page = await readPage(desk.database, { accountId, clientId, position: null });
  const ask = () => pull(desk.database, { ...page, accountId, clientId, fromSeq: 2 });
  const kindsNow = async () => {
    const answer = await ask();
    return answer.kind === "changes" ? answer.outcomes.map(({ outcome }) => outcome.kind) : answer;
  };
  expect(await kindsNow()).toEqual(["held", "held"]);

  const choice = phone.act({ type: "open", ticketId, args: open.args, resolves: open.actionId });
  const [entry] = pushOf(phone, [choice]).entries;
  expect(await decideEntry(desk.database, accountId, entry!)).toMatchObject({ chose: true });
  expect(await kindsNow()).toEqual(["applied", "applied", "applied"]);
  expect(await kindsNow()).toEqual(["applied", "applied", "applied"]);
  expect(await desk.database.ticket.findUniqueOrThrow({ where: { id: ticketId } })).toMatchObject({
    stage: "closed",
    holderId: desk.engineer,
  });
});

test("[S2a] what was held for its type is decided at the next pull of a server that knows it, once", async () => {
  const ticketId = await openedBy(createPhone(desk.lead));
  const phone = createPhone(desk.engineer);
  const { accountId, clientId } = phone;
  const comment = phone.act({ type: "comment", ticketId, args: { text: "from a newer app" } });
  const newer = { ...comment, type: "remark" as Action["type"] };
  const malformed = phone.act({ type: "comment", ticketId, typeVersion: 2, args: { text: "" } });
  const unknown = phone.act({ type: "teleport" as Action["type"], ticketId });
  expect(kindsOf(await send(phone, newer, malformed, unknown))).toEqual(["held", "held", "held"]);
  const page = await readPage(desk.database, { accountId, clientId, position: null });
  const outcomesNow = async () => {
    const answer = await pull(desk.database, { ...page, accountId, clientId, fromSeq: 1 });
    return answer.kind === "changes" ? answer.outcomes.map(({ outcome }) => outcome) : answer;
  };
  const held = { kind: "held", code: "type.unknown" };
  expect(await outcomesNow()).toEqual([held, held, held]);

  // The server cannot learn in a test, so the actions become what it knows.
  for (const action of [comment, { ...malformed, typeVersion: 1 }]) {
    await desk.database.actionOutcome.update({
      where: { accountId_actionId: { accountId, actionId: action.actionId } },
      data: { action: action as object },
    });
  }
  const settled = [applied, returnedWith("needs.missing"), held];
  expect(await outcomesNow()).toEqual(settled);
  expect(await outcomesNow()).toEqual(settled);
  expect(await desk.database.activity.count({ where: { ticketId, text: "from a newer app" } })).toBe(1);
});

test("[P6] what is held and does not fit the database comes back, and what waits behind it is decided", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const { ticketId } = open;
  const bad = { ...open, args: { ...open.args, title: "" } };
  const say = (text: string) =>
    phone.act({ type: "comment", ticketId, args: { text }, dependsOn: [open.actionId] });
  const [unfit, fit] = [say("does not fit"), say("fits")];
  expect(kindsOf(await send(phone, bad, unfit, fit))).toEqual(["returned", "held", "held"]);
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { database: on } = desk;
  await on.$executeRaw`ALTER TABLE activity ADD CONSTRAINT fits CHECK (text <> 'does not fit')`;
  try {
    const choice = phone.act({ type: "open", ticketId, args: open.args, resolves: open.actionId });
    expect(kindsOf(await send(phone, choice))).toEqual(["applied"]);
    expect(logged).toHaveBeenCalledWith(expect.stringContaining(unfit.actionId), expect.anything());
  } finally {
    await on.$executeRaw`ALTER TABLE activity DROP CONSTRAINT fits`;
    logged.mockRestore();
  }
  const answers = await send(phone, unfit, fit);
  expect(answers.results.map(({ outcome }) => outcome)).toEqual([returnedWith("needs.invalid"), applied]);
});

test("[A5] a resolve that stands on a claim that came back is answered at once, its words on the ticket", async () => {
  const ticketId = await openedBy(createPhone(desk.lead));
  const takeAndResolve = (phone: Phone) => {
    const claim = phone.act({ type: "claim", ticketId });
    const args = resolution(`done by ${phone.accountId}`);
    const resolve = phone.act({ type: "resolve", ticketId, args, dependsOn: [claim.actionId] });
    return send(phone, claim, resolve);
  };
  const [first, second] = [createPhone(desk.engineer), createPhone(desk.colleague)];
  expect(kindsOf(await takeAndResolve(first))).toEqual(["applied", "applied"]);
  const answer = await takeAndResolve(second);
  expect(answer.results[0]?.outcome.kind).not.toBe("applied");
  expect(["returned", "superseded"]).toContain(answer.results[1]?.outcome.kind);
  const note = await desk.database.activity.findFirst({ where: { ticketId, type: "workNote" } });
  expect(note?.text).toBe(`done by ${desk.colleague}`);
});

test("[S2a] a choice that comes back itself frees what was held, before what follows in its batch", async () => {
  const ticketId = await openedBy(createPhone(desk.lead));
  const other = createPhone(desk.colleague);
  await send(other, other.act({ type: "claim", ticketId }));
  const phone = createPhone(desk.lead);
  const assign = phone.act({ type: "assignHandler", ticketId, args: { personId: desk.engineer } });
  const raise = phone.act({
    type: "raiseProblem",
    ticketId,
    args: { problemId: uuid<TicketId>() },
    dependsOn: [assign.actionId],
  });
  expect(kindsOf(await send(phone, assign, raise))).toEqual(["returned", "held"]);
  await send(other, other.act({ type: "resolve", ticketId, args: resolution("done") }));
  const transfer = phone.act({
    type: "transfer",
    ticketId,
    args: { personId: desk.engineer },
    resolves: assign.actionId,
  });
  const later = phone.act({ type: "raiseProblem", ticketId, args: { problemId: uuid<TicketId>() } });
  expect(kindsOf(await send(phone, transfer, later))).toEqual(["returned", "superseded"]);
  expect((await send(phone, raise)).results[0]?.outcome).toEqual(applied);
});

test("[T1] a clock that was reset closes no ticket before it was opened", async () => {
  const ticketId = await openedBy(createPhone(desk.lead));
  const phone = createPhone(desk.engineer);
  const claim = { ...phone.act({ type: "claim", ticketId }), occurredAt: 0, clockOffset: null };
  const resolve = {
    ...phone.act({ type: "resolve", ticketId, args: resolution("done") }),
    occurredAt: 1_000,
    clockOffset: null,
  };
  expect(kindsOf(await send(phone, claim, resolve))).toEqual(["applied", "applied"]);
  const { openedAt, closedAt } = await desk.database.ticket.findUniqueOrThrow({ where: { id: ticketId } });
  expect(closedAt!.getTime()).toBeGreaterThanOrEqual(openedAt.getTime());
});

test("[R1a] a link written alone is a change of both tickets", async () => {
  const [a, b] = [await openedBy(createPhone(desk.lead)), await openedBy(createPhone(desk.lead))];
  const { database: on } = desk;
  const from = (await on.syncCounter.findUniqueOrThrow({ where: { id: 1 } })).value;
  await on.ticketLink.create({ data: { ticketId: a, kind: "duplicateOf", linkedId: b } });
  const changes = await on.syncChange.findMany({ where: { counter: { gt: from }, entity: "ticket" } });
  expect(new Set(changes.map(({ entityId }) => entityId))).toEqual(new Set([a, b]));
});
