/** From posted events to incidents on the desk (WORKFLOWS.md, Events), through the real transaction. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { TicketId } from "../../core/ids";
import type { Action } from "../../core/sync/protocol";
import { createDatabase, type Database } from "../db";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, pushOf } from "../testing/desk";
import { createAsset, createRule, createSource, posted, type Source, storiesOf } from "../testing/monitor";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { until } from "../testing/until";
import { ingest } from "./ingest";
import type { PostedEvent } from "./read-events";

const minute = 60_000;
let desk: Desk;
let source: Source;
beforeAll(async () => {
  desk = await createDesk();
  source = await createSource(desk.database);
});
beforeEach(async () => {
  const { database } = desk;
  await database.$executeRaw`TRUNCATE monitor_event, event_rule, maintenance_window, outbox CASCADE`;
  await database.$executeRaw`TRUNCATE ticket CASCADE`;
  await createRule(desk);
});
afterAll(() => desk.end());

const ago = (minutes: number) => Date.now() - minutes * minute;
const post = (...events: readonly PostedEvent[]) => ingest(desk.database, source.id, events);
const stories = () => storiesOf(desk.database);
const verdicts = async () =>
  (await desk.database.monitorEvent.findMany({ orderBy: { at: "asc" } })).map(({ verdict }) => verdict);

/** What a person does to an incident from a phone. */
async function act(ticketId: TicketId, type: Action["type"], args: Action["args"], by = desk.lead) {
  const phone = createPhone(by);
  const action = phone.act({ type, ticketId, args, occurredAt: Date.now() });
  const { results } = await push(desk.database, pushOf(phone, [action]));
  expect(results[0]?.outcome).toEqual({ kind: "applied" });
}
const toldOf = async (kind: string) => (await desk.database.outbox.findMany({ where: { kind } })).length;

test("an event opens an incident as a person would: number, group, people told, phones woken by a change", async () => {
  const assetId = await createAsset(desk.database, "SW-1");
  const answer = await post(posted({ at: ago(3), asset: "sw-1", text: "Port 7", severity: "critical" }));
  expect(answer).toEqual({ accepted: 1, repeated: 0 });
  const [incident] = await stories();
  expect(incident).toMatchObject({ title: "Link down", priority: "P1", stage: "assign", lines: ["open"] });
  const row = await desk.database.ticket.findUniqueOrThrow({ where: { id: incident?.id as string } });
  expect(row).toMatchObject({ assetIds: [assetId], description: "Port 7", assignedGroupId: desk.fieldGroup });
  expect(await toldOf("open")).toBe(3);
  const change = await desk.database.syncChange.findFirst({ where: { entityId: row.id } });
  expect(change?.scope).toMatch(/^[gp]:/);
});

test("what repeats is known by its id, in one request and in the next", async () => {
  const event = posted({ at: ago(3) });
  expect(await post(event, event, posted({ at: ago(2) }))).toEqual({ accepted: 2, repeated: 1 });
  expect(await post(event)).toEqual({ accepted: 0, repeated: 1 });
  expect(await stories()).toHaveLength(1);
  const { state } = await desk.database.eventState.findFirstOrThrow();
  expect(state).toMatchObject({ count: 2 });
});

test("appended events are counted in the state and write no row of the ticket; the quarter of an hour writes one", async () => {
  await post(...Array.from({ length: 50 }, (_, n) => posted({ at: ago(10) + n })));
  const [incident] = await stories();
  expect(incident).toMatchObject({ version: 1, lines: ["open"] });
  const { state } = await desk.database.eventState.findFirstOrThrow();
  expect(state).toMatchObject({ count: 50, incidentId: incident?.id });
  expect(await desk.database.monitorEvent.count({ where: { incidentId: incident?.id as string } })).toBe(50);
  await desk.database.$executeRaw`
    UPDATE event_state SET state = jsonb_set(state, '{toldAt}', to_jsonb(${ago(15)}::double precision))`;
  await post(posted({ at: ago(1) }), posted({ at: ago(0.5) }));
  expect((await stories())[0]).toMatchObject({ version: 2, lines: ["open", "workNote eventUpdate"] });
  expect(await toldOf("eventUpdate")).toBe(3);
});

test("severity rises, and never falls or undoes what people ranked higher", async () => {
  await post(posted({ at: ago(5), severity: "minor" }));
  await post(posted({ at: ago(4), severity: "critical" }), posted({ at: ago(3), severity: "info" }));
  expect((await stories())[0]).toMatchObject({ priority: "P1", lines: ["open", "edit", "edit"] });
  expect(await toldOf("edit")).toBe(0);
});

test("a recovery resolves what nobody touched, as recovered", async () => {
  await post(posted({ at: ago(5) }));
  await post(posted({ at: ago(4), status: "recovered" }));
  expect((await stories())[0]).toMatchObject({ outcome: "resolved", code: "recovered" });
});

test.each([
  ["a comment", "comment", { text: "I look" }],
  ["a claim", "claim", {}],
  ["another group", "reassign", { groupId: "network", reason: "theirs" }],
] as const)("%s touches: the recovery is noted only", async (_, type, args) => {
  await post(posted({ at: ago(5) }));
  const [incident] = await stories();
  const groupId = "groupId" in args ? { groupId: desk.networkGroup } : {};
  const by = type === "claim" ? desk.engineer : desk.lead;
  await act(incident?.id as TicketId, type, { ...args, ...groupId } as Action["args"], by);
  await post(posted({ at: ago(1), status: "recovered" }));
  const [noted] = await stories();
  expect(noted?.stage).not.toBe("closed");
  expect(noted?.lines.at(-1)).toBe("workNote eventRecovered");
});

test("a recovery resolves it again when its event had reopened it, and nobody else", async () => {
  const times = [50, 40, 30, 20].map(ago);
  for (const [index, at] of times.entries())
    await post(posted({ at, status: index % 2 === 0 ? "firing" : "recovered" }));
  expect(await stories()).toMatchObject([
    { outcome: "resolved", lines: ["open", "resolve recovered", "reopen", "resolve recovered"] },
  ]);
  expect(await toldOf("reopen")).toBe(3);
});

test("under an hour after a person resolved it, it reopens; after the hour a new one opens and knows the old", async () => {
  await post(posted({ at: ago(5) }));
  const [incident] = await stories();
  await act(incident?.id as TicketId, "resolveNow", { closureCode: "fixed", notes: "plugged in" });
  await post(posted({ at: Date.now() }));
  expect((await stories()).map(({ stage, lines }) => [stage, lines.at(-1)])).toEqual([["assign", "reopen"]]);
  await post(posted({ at: Date.now(), status: "recovered" }));
  expect((await stories())[0]).toMatchObject({ stage: "assign" });
  await act(incident?.id as TicketId, "resolveNow", { closureCode: "fixed", notes: "again" });
  await desk.database.$executeRaw`UPDATE ticket SET closed_at = closed_at - interval '1 hour'`;
  await post(posted({ at: Date.now() }));
  const [old, next] = await stories();
  expect(old?.outcome).toBe("resolved");
  expect(next).toMatchObject({ stage: "assign", recurrence: [old?.id] });
});

test("a cancelled one never comes back: the next event opens a new one", async () => {
  await post(posted({ at: ago(5) }));
  const [incident] = await stories();
  await act(incident?.id as TicketId, "cancel", { reason: "a test" });
  await post(posted({ at: ago(1) }));
  expect((await stories()).map(({ outcome }) => outcome)).toEqual(["cancelled", null]);
});

test("under maintenance, and in an approved change's window, it is recorded only", async () => {
  const [inWindow, inChange, planned] = await Promise.all(
    ["SW-M", "SW-C", "SW-P"].map((tag) => createAsset(desk.database, tag)),
  );
  const [from, to] = [ago(30), ago(10)];
  await desk.database.maintenanceWindow.create({
    data: { name: "UPS", assetIds: [inWindow as string], from: new Date(from), until: new Date(to) },
  });
  const details = { window: { from, until: to }, actualEnd: null } as never;
  const change = { flow: "normal", categoryId: null, change: details } as const;
  await storeTicket(
    desk.database,
    ticketOf(desk, { ...change, stage: "scheduled", assetIds: [inChange as never] }),
  );
  await storeTicket(
    desk.database,
    ticketOf(desk, { ...change, stage: "plan", assetIds: [planned as never] }),
  );
  await post(
    posted({ at: ago(31), asset: "SW-M", fingerprint: "before" }),
    posted({ at: ago(29), asset: "SW-M", fingerprint: "m" }),
    posted({ at: ago(28), asset: "SW-C", fingerprint: "c" }),
    posted({ at: ago(27), asset: "SW-P", fingerprint: "p" }),
    posted({ at: ago(9), asset: "SW-C", fingerprint: "after" }),
  );
  expect(await verdicts()).toEqual(["opened", "maintenance", "maintenance", "opened", "opened"]);
});

test("a storm: from the 21st on silent children of the first, which tell nobody", async () => {
  await post(
    ...Array.from({ length: 30 }, (_, n) => posted({ at: ago(4) + n * 1_000, fingerprint: `f${n}` })),
  );
  const all = await stories();
  expect(all).toHaveLength(30);
  expect(all.map(({ parentId }) => parentId)).toEqual([
    ...Array(20).fill(undefined),
    ...Array(10).fill(all[0]?.id),
  ]);
  expect(await toldOf("open")).toBe(20 * 3);
});

test("a rule whose group lost its lead, or is gone, still alarms; one without its category records", async () => {
  await desk.database.eventRule.deleteMany();
  const emptyGroup = await desk.database.group.create({ data: { name: "nobody" } });
  await createRule(desk, { groupId: emptyGroup.id as never });
  await post(posted({ at: ago(2) }));
  expect((await stories())[0]?.assignedGroupId).toBe(desk.fieldGroup);
  await desk.database.eventRule.deleteMany();
  await createRule(desk, { categoryId: source.id as never });
  await post(posted({ at: ago(1) }));
  expect(await stories()).toHaveLength(1);
  expect(await verdicts()).toEqual(["opened", "refused"]);
});

test("what no rule takes is recorded", async () => {
  await desk.database.eventRule.deleteMany();
  await post(posted({ at: ago(1) }));
  expect(await verdicts()).toEqual(["unmatched"]);
});

test("a clock that runs ahead does not silence what comes after it", async () => {
  await post(posted({ at: Date.now() + 365 * 86_400_000 }));
  await post(posted({ at: Date.now(), status: "recovered" }));
  expect((await stories())[0]).toMatchObject({ outcome: "resolved" });
  const rows = await desk.database.monitorEvent.findMany();
  expect(Math.max(...rows.map(({ at }) => at.getTime()))).toBeLessThanOrEqual(Date.now());
});

/** Of another process: another pool, another client. */
async function withOther<Answer>(use: (other: Database) => Promise<Answer>): Promise<Answer> {
  const other = createDatabase(desk.url, 5);
  try {
    return await use(other);
  } finally {
    await other.$disconnect();
  }
}

test("two processes given the same batches at once do everything once", async () => {
  const batch = Array.from({ length: 60 }, (_, n) =>
    posted({ at: ago(40) + n * minute, fingerprint: `f${n % 7}` }),
  );
  const answers = await withOther((other) =>
    Promise.all(
      [desk.database, other, desk.database, other].map((on, n) =>
        ingest(on, source.id, n % 2 === 0 ? batch : [...batch].reverse()),
      ),
    ),
  );
  expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(60);
  const all = await stories();
  expect(all).toHaveLength(7);
  expect(all.every(({ lines }) => lines.join() === "open")).toBe(true);
  const states = await desk.database.eventState.findMany();
  expect(states.reduce((sum, { state }) => sum + (state as { count: number }).count, 0)).toBe(60);
});

test("two processes with other events of the same fingerprints open one incident for each, and count all", async () => {
  const batchOf = (of: number) =>
    Array.from({ length: 40 }, (_, n) => posted({ at: ago(5) + 2 * n + of, fingerprint: `f${n % 8}` }));
  await withOther((other) =>
    Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        ingest(n % 2 === 0 ? desk.database : other, source.id, n < 4 ? batchOf(n) : batchOf(n).reverse()),
      ),
    ),
  );
  const all = await stories();
  expect(all).toHaveLength(8);
  const states = await desk.database.eventState.findMany();
  const counts = states.map(({ state }) => (state as { count: number }).count);
  const late = await desk.database.monitorEvent.count({ where: { verdict: "late" } });
  expect(counts.reduce((sum, count) => sum + count, 0) + late).toBe(8 * 40);
});

test("killed before its COMMIT it left nothing behind, and the repeat does it all", async () => {
  const events = [posted({ at: ago(5), status: "recovered" }), posted({ at: ago(4), fingerprint: "other" })];
  await post(posted({ at: ago(6) }));
  await withOther(async (other) => {
    const held = desk.database.$transaction(
      async (on) => {
        await on.$queryRaw`SELECT id FROM ticket FOR UPDATE`;
        const attempt = ingest(other, source.id, events).catch(() => "failed");
        const waiting = async () => desk.database.$queryRaw<{ pid: number }[]>`
          SELECT pid FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%locked AS MATERIALIZED%'`;
        const [first] = await until(waiting, (rows) => rows.length === 1);
        await desk.database.$queryRaw`SELECT pg_terminate_backend(${first?.pid}::int)`;
        return attempt;
      },
      { timeout: 20_000 },
    );
    expect(await held).toBe("failed");
  });
  expect(await verdicts()).toEqual(["opened"]);
  expect(await post(...events)).toEqual({ accepted: 2, repeated: 0 });
  expect((await stories()).map(({ outcome }) => outcome)).toEqual(["resolved", null]);
});

test("a person who closes it while events come is not undone, and the event is not lost", async () => {
  for (let round = 0; round < 5; round += 1) {
    const fingerprint = `race ${round}`;
    await post(posted({ at: ago(1), fingerprint }));
    const incident = (await stories()).at(-1);
    await Promise.all([
      act(incident?.id as TicketId, "resolveNow", { closureCode: "fixed", notes: "mine" }),
      post(posted({ at: Date.now(), fingerprint })),
    ]);
    const after = (await stories()).at(-1);
    const verdict = await desk.database.monitorEvent.findFirstOrThrow({
      where: { fingerprint: `${source.id}\u001f${fingerprint}` },
      orderBy: { at: "desc" },
    });
    expect([after?.stage, verdict.verdict]).toEqual(
      verdict.verdict === "appended" ? ["closed", "appended"] : ["assign", "reopened"],
    );
  }
});
