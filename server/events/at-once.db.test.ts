/** Requests and people at once: what is read besides a lock is read after the wait for it. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { TicketId } from "../../core/ids";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, pushOf } from "../testing/desk";
import { createRule, createSource, posted, type Source, storiesOf } from "../testing/monitor";
import { until } from "../testing/until";
import { ingest } from "./ingest";

const minute = 60_000;
let desk: Desk;
let source: Source;
beforeAll(async () => {
  desk = await createDesk();
  source = await createSource(desk.database);
});
beforeEach(async () => {
  const { database } = desk;
  await database.$executeRaw`TRUNCATE monitor_event, event_rule, outbox CASCADE`;
  await database.$executeRaw`TRUNCATE ticket CASCADE`;
  await createRule(desk);
});
afterAll(() => desk.end());

test.each([
  [2, 250],
  [25, 20],
])("a storm of 500 in %i requests of %i at once alarms twenty times", async (requests, size) => {
  const batches = Array.from({ length: requests }, (_, batch) =>
    Array.from({ length: size }, (_, n) =>
      posted({ at: Date.now() - minute + batch * size + n, fingerprint: `f${batch}-${n}` }),
    ),
  );
  // Connections that are there already: else their making puts the requests one after the other.
  await Promise.all(Array.from({ length: 30 }, () => desk.database.$queryRaw`SELECT pg_sleep(0.2)::text`));
  await Promise.all(batches.map((events) => ingest(desk.database, source.id, events)));
  const all = await storiesOf(desk.database);
  expect(all).toHaveLength(500);
  const loud = all.filter(({ parentId }) => parentId === undefined);
  expect(loud).toHaveLength(20);
  expect(new Set(all.flatMap(({ parentId }) => parentId ?? [])).size).toBe(1);
  const told = await desk.database.outbox.findMany({ distinct: ["ticketId"] });
  expect(new Set(told.map(({ ticketId }) => ticketId))).toEqual(new Set(loud.map(({ id }) => id)));
});

test("a recovery that waits for somebody's comment to be stored finds it, and only notes", async () => {
  await ingest(desk.database, source.id, [posted({ at: Date.now() - 5 * minute })]);
  const [incident] = await storiesOf(desk.database);
  const waiting = (pattern: string) => () =>
    desk.database.$queryRaw<{ pid: number }[]>`
      SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE ${pattern}`;
  let commented: Promise<unknown> = Promise.resolve();
  let recovered: Promise<unknown> = Promise.resolve();
  await desk.database.$transaction(
    async (transaction) => {
      // Whoever holds the counter holds up every COMMIT of an action.
      await transaction.$queryRaw`SELECT * FROM sync_counter FOR UPDATE`;
      const phone = createPhone(desk.engineer);
      const ticketId = incident?.id as TicketId;
      const args = { text: "I am on it" };
      const comment = phone.act({ type: "comment", ticketId, args, occurredAt: Date.now() });
      commented = push(desk.database, pushOf(phone, [comment]));
      await until(waiting("COMMIT%"), (rows) => rows.length === 1);
      recovered = ingest(desk.database, source.id, [
        posted({ at: Date.now() - minute, status: "recovered" }),
      ]);
      await until(waiting("%locked AS MATERIALIZED%"), (rows) => rows.length === 1);
    },
    { timeout: 20_000 },
  );
  await Promise.all([commented, recovered]);
  const [after] = await storiesOf(desk.database);
  expect(after?.stage).toBe("assign");
  expect(after?.lines).toEqual(["open", "comment", "workNote eventRecovered"]);
  expect(await desk.database.monitorEvent.findMany({ where: { verdict: "noted" } })).toHaveLength(1);
});
