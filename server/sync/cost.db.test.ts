import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Action } from "../../core/sync/protocol";
import { record } from "../../scripts/bench/transcript";
import { createDesk, createPhone, type Desk, openIncident, type Phone, pushOf, uuid } from "../testing/desk";
import { push } from "./push";

let desk: Desk;
const ticketCount = 50_000;

/** Straight into the tables, past the triggers: what 50,000 tickets and their changes leave behind. */
beforeAll(async () => {
  desk = await createDesk();
  const { database, fieldGroup, networkGroup, requester } = desk;
  await database.$transaction(
    async (on) => {
      await on.$executeRaw`SET LOCAL session_replication_role = replica`;
      await on.$executeRaw`
        INSERT INTO ticket (id, flow, number, stage, title, description, asset_ids, opener_id, owner_group_ids,
          assigned_group_id, last, opened_at, stage_at, updated_at, direct_scopes, scopes)
        SELECT gen_random_uuid(), 'incident', n, 'assign', 'x', '', '{}', ${requester}::uuid, '{}',
          grp::uuid, '{}', now(), now(), now(), ARRAY['g:' || grp], ARRAY['g:' || grp]
        FROM generate_series(1, ${ticketCount}::int) AS n
        CROSS JOIN LATERAL (
          SELECT CASE WHEN n % 500 = 0 THEN ${fieldGroup} ELSE ${networkGroup} END AS grp) AS one`;
      await on.$executeRaw`
        INSERT INTO activity (id, ticket_id, type, text, details, occurred_at, arrived_at)
        SELECT gen_random_uuid(), id, 'open', '', '{}', now(), now() FROM ticket`;
      await on.$executeRaw`
        INSERT INTO sync_change (scope, counter, entity, entity_id, entered)
        SELECT scopes[1], number + 100, 'ticket', id, true FROM ticket`;
      await on.$executeRaw`UPDATE sync_counter SET value = ${ticketCount + 100}`;
      await on.$executeRaw`SELECT setval('ticket_number_incident', ${ticketCount})`;
    },
    { timeout: 60_000 },
  );
  for (const table of ["ticket", "activity", "sync_change"]) {
    await database.$executeRawUnsafe(`ANALYZE ${table}`);
  }
}, 120_000);
afterAll(() => desk.end());

type Plan = { "Node Type": string; "Relation Name"?: string; Plans?: Plan[] };

/** The tables that a statement reads from end to end. */
async function scannedWhole(file: string, ...parameters: readonly unknown[]): Promise<string[]> {
  const sql = readFileSync(`server/sync/sql/${file}`, "utf8");
  const [row] = await desk.database.$queryRawUnsafe<{ "QUERY PLAN": [{ Plan: Plan }] }[]>(
    `EXPLAIN (FORMAT JSON) ${sql}`,
    ...parameters,
  );
  const walk = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(walk)];
  return walk(row!["QUERY PLAN"][0].Plan)
    .filter((plan) => plan["Node Type"] === "Seq Scan")
    .map((plan) => plan["Relation Name"] ?? "");
}

test("[R7] a pull among 50,000 tickets reads by index only", async () => {
  const scopes = ["desk", `g:${desk.fieldGroup}`, `p:${desk.engineer}`];
  const cursor = ticketCount - 5_000;
  expect(await scannedWhole("pull-reach.sql", scopes, cursor, 500)).toEqual([]);
  const upTo = ticketCount + 100;
  expect(await scannedWhole("pull-rows.sql", scopes, cursor, upTo, desk.engineer, "agent", scopes)).toEqual(
    [],
  );
  expect(await scannedWhole("outcomes.sql", uuid(), 1)).toEqual([]);
  // However much others changed since: here all there ever was.
  expect(await scannedWhole("pull-rows.sql", scopes, 0, upTo, desk.engineer, "agent", scopes)).toEqual([]);
});

test("[R4] a page for one of many groups reads that group's tickets only", async () => {
  const scopes = ["desk", `g:${desk.fieldGroup}`, `p:${desk.engineer}`];
  expect(await scannedWhole("page.sql", scopes, desk.engineer, "agent", 1, null, 500, scopes, null)).toEqual(
    [],
  );
  // R6: the digest walks what the phone holds, no more.
  expect(await scannedWhole("digest.sql", scopes, desk.engineer, "agent", scopes)).toEqual([]);
});

test("[S1] deciding among 50,000 tickets reads by index only", async () => {
  const [ticketId, accountId] = [uuid(), desk.engineer];
  expect(await scannedWhole("lock.sql", uuid(), accountId, [ticketId], [ticketId])).toEqual([]);
  const load = [accountId, [uuid()], [], [], [ticketId], [ticketId], [null]];
  // The directory's own small tables may be read whole.
  const small = ["account", "sync_counter", "action_outcome", "ticket_link"];
  expect((await scannedWhole("load.sql", ...load)).filter((name) => !small.includes(name))).toEqual([]);
});

/** What a push sends to the database, the hint after COMMIT apart. */
async function statementsOf(phone: Phone, ...actions: Action[]): Promise<number> {
  const run = () => push(desk.database, pushOf(phone, actions));
  const { result, transcript } = await record([phone.clientId], run);
  expect(result.results.map(({ outcome }) => outcome.kind)).toEqual(actions.map(() => "applied"));
  return transcript.statementCount;
}

test("[S4] a batch takes the statements of one action", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const { ticketId } = open;
  await push(desk.database, pushOf(phone, [open]));
  const say = (text: string) => phone.act({ type: "comment", ticketId, args: { text } });
  // The numbering is read; begin, lock, load, write, commit.
  expect(await statementsOf(phone, say("one"))).toBe(6);
  expect(await statementsOf(phone, ...Array.from({ length: 50 }, (_, index) => say(`line ${index}`)))).toBe(
    6,
  );
  const mixed = Array.from({ length: 10 }, () => {
    const opened = openIncident(desk, phone);
    const args = { closureCode: "fixed", notes: "done", restoredAt: Date.now() - 5_000 } as const;
    return [
      opened,
      phone.act({ type: "claim", ticketId: opened.ticketId }),
      phone.act({ type: "resolve", ticketId: opened.ticketId, args }),
    ];
  });
  // The matrix too, as people are told. Who held a ticket for a moment only need not be held.
  expect(await statementsOf(phone, ...mixed.flat())).toBe(7);
});
