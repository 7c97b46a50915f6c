/** 變更行事曆 at the server: what lies in a span of days, for whom, and how much of it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { changesMax } from "../../core/calendar/calendar";
import type { AccountId, TicketId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import type { SessionAccount } from "../auth/account";
import { createDesk, type Desk } from "../testing/desk";
import { createAsset } from "../testing/monitor";
import { emptyChange, storeTicket, ticketOf } from "../testing/ticket-row";
import { readCalendar } from "./read";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Midnight in Taipei. */
const start = Date.parse("2027-03-01T00:00:00+08:00");
const march = { from: start, until: start + 31 * dayMs };
let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

const change = (from: number, until: number, more: Partial<Ticket> = {}) =>
  storeTicket(
    desk.database,
    ticketOf(desk, {
      flow: "normal",
      stage: "scheduled",
      openerId: desk.lead,
      change: { ...emptyChange, window: { from, until } },
      ...more,
    }),
  );
const viewer = (id: AccountId, role: SessionAccount["role"] = "agent"): SessionAccount => ({
  id,
  role,
  name: "",
  locale: "zh-TW",
});
const seenBy = async (account: SessionAccount, range = march): Promise<readonly TicketId[]> =>
  (await readCalendar(desk.database, account, range)).changes.map(({ id }) => id);

test("windows that lie in the span, over its ends, around it, and moments; not those that only touch it", async () => {
  const { from, until } = march;
  const around = await change(from - dayMs, until + dayMs);
  const over = await change(from - hourMs, from + hourMs);
  const moment = await change(from, from);
  const inside = await change(from + 5 * dayMs, from + 5 * dayMs + 30 * hourMs);
  const last = await change(until - hourMs, until + hourMs);
  await change(from - hourMs, from);
  await change(until, until + hourMs);
  await change(until, until);
  await storeTicket(desk.database, ticketOf(desk, { flow: "normal", stage: "plan", change: emptyChange }));
  expect(await seenBy(viewer(desk.engineer))).toEqual([around.id, over.id, moment.id, inside.id, last.id]);
  await desk.database.ticket.deleteMany();
});

test("an end that is unknown, or before the beginning, is the beginning, and no failure", async () => {
  const backwards = await change(start + dayMs, start);
  const window = { from: start + 2 * dayMs } as unknown as { from: number; until: number };
  const open = await change(0, 0, { change: { ...emptyChange, window } });
  const { changes } = await readCalendar(desk.database, viewer(desk.engineer), march);
  expect(changes.map(({ id, window: span }) => [id, span.until - span.from])).toEqual([
    [backwards.id, 0],
    [open.id, 0],
  ]);
  await desk.database.ticket.deleteMany();
});

test("[R8] of restricted changes only those of one's groups or with oneself on it; a requester sees their own", async () => {
  const restricted = { restricted: true, assignedGroupId: desk.networkGroup, openerId: desk.networkLead };
  const secret = await change(start + dayMs, start + 2 * dayMs, restricted);
  const own = await change(start + dayMs, start + 2 * dayMs, { openerId: desk.requester });
  const both = [secret.id, own.id].sort();
  expect(await seenBy(viewer(desk.engineer))).toEqual([own.id]);
  expect([...(await seenBy(viewer(desk.networkEngineer)))].sort()).toEqual(both);
  expect([...(await seenBy(viewer(desk.admin, "admin")))].sort()).toEqual(both);
  expect(await seenBy(viewer(desk.requester, "requester"))).toEqual([own.id]);
  await desk.database.ticket.deleteMany();
});

test("maintenance windows are for who works here", async () => {
  const assetIds = [await createAsset(desk.database)];
  const window = { name: "年度保養", from: new Date(start + hourMs), until: new Date(start + 2 * hourMs) };
  await desk.database.maintenanceWindow.create({ data: { ...window, assetIds } });
  const past = { ...window, from: new Date(start - hourMs), until: new Date(start) };
  await desk.database.maintenanceWindow.create({ data: { ...past, assetIds } });
  const { maintenance } = await readCalendar(desk.database, viewer(desk.engineer), march);
  expect(maintenance).toMatchObject([{ name: "年度保養", assetIds, from: start + hourMs }]);
  const asRequester = await readCalendar(desk.database, viewer(desk.requester, "requester"), march);
  expect(asRequester.maintenance).toEqual([]);
});

test("it says so where there are more than one answer holds, and finds them by the index", async () => {
  const { id } = await change(start + dayMs, start + 2 * dayMs);
  await desk.database.$executeRawUnsafe(
    `INSERT INTO ticket SELECT (jsonb_populate_record(ticket, jsonb_build_object('id', gen_random_uuid(), 'number', 100000 + n))).*
     FROM ticket, generate_series(1, $1::int) AS n WHERE ticket.id = $2::uuid`,
    changesMax,
    id,
  );
  const { changes, more } = await readCalendar(desk.database, viewer(desk.engineer), march);
  expect([changes.length, more]).toEqual([changesMax, true]);
  const next = { from: start + 3 * dayMs, until: start + 4 * dayMs };
  expect(await readCalendar(desk.database, viewer(desk.engineer), next)).toMatchObject({ more: false });
  const [plan] = await desk.database.$transaction(async (transaction) => {
    await transaction.$executeRawUnsafe("SET LOCAL enable_seqscan = off");
    return transaction.$queryRawUnsafe<{ readonly "QUERY PLAN": unknown }[]>(
      `EXPLAIN (FORMAT JSON) SELECT id FROM ticket WHERE window_from IS NOT NULL
       AND tstzrange(window_from, greatest(window_from, window_until), '[]') && tstzrange(now(), now() + '1 day', '[)')`,
    );
  });
  expect(JSON.stringify(plan)).toContain("ticket_window_range_idx");
});
