/** Warnings of clocks, by what the workflow's own actions write. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccountId, TicketId } from "../../core/ids";
import { clocksOf } from "../../core/sla/clock";
import { newClock } from "../../core/sla/clock-after";
import type { Action } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { readDesk } from "../directory/directory";
import { ingest } from "../events/ingest";
import { isStillWorthSaying, type Notice } from "../push/relevance";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, type Phone, pushOf } from "../testing/desk";
import { createRule, createSource, posted } from "../testing/monitor";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { warnOfClocks } from "./warn";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
  // P1 counts whatever day the test runs; what does not is set far away by hand.
  await desk.database.calendar.updateMany({ data: { days: [] } });
});
afterAll(() => desk.end());
beforeEach(async () => {
  await desk.database.outbox.deleteMany();
  await desk.database.ticket.deleteMany();
});

const minuteMs = 60_000;
const ago = (minutes: number) => Date.now() - minutes * minuteMs;
const later = (minutes: number) => Date.now() + minutes * minuteMs;
const warn = (now = Date.now()) => warnOfClocks(desk.database, now);

/** A P1 for the field group, owned by the network group. */
function open(minutesAgo: number, more: Partial<Ticket> = {}): Promise<Ticket> {
  const openedAt = ago(minutesAgo);
  return storeTicket(
    desk.database,
    ticketOf(desk, { priority: "P1", clock: newClock, openedAt, stageAt: openedAt, ...more }),
  );
}
const handled = (respondedAt: number, pauses: NonNullable<Ticket["clock"]>["pauses"] = []) =>
  ({
    stage: "handle",
    holderId: desk.engineer,
    clock: { ...newClock, respondedAt, pauses },
  }) as const satisfies Partial<Ticket>;
async function act(phone: Phone, given: Parameters<Phone["act"]>[0]): Promise<Action> {
  const action = phone.act(given);
  const { results } = await push(desk.database, pushOf(phone, [action]));
  expect(results.map(({ outcome }) => outcome.kind)).toEqual(["applied"]);
  return action;
}
const told = async (ticketId: TicketId): Promise<Record<string, AccountId[]>> => {
  const rows = await desk.database.outbox.findMany({ where: { ticketId, kind: { startsWith: "sla" } } });
  const found: Record<string, AccountId[]> = {};
  for (const { kind, accountId } of rows)
    found[kind] = [...(found[kind] ?? []), accountId as AccountId].sort();
  return found;
};
const nextLook = async (ticketId: TicketId) =>
  (await desk.database.slaWatch.findUnique({ where: { ticketId } }))?.lookAt?.getTime() ?? null;

test("at 75 % and at 100 %, once each, however many look and whenever", async () => {
  const ticket = await open(1, { ownerGroupIds: [desk.networkGroup] });
  expect(await warn()).toBe(0);
  expect(await nextLook(ticket.id)).toBe(ticket.openedAt + 11.25 * minuteMs);
  expect(await warn(ticket.openedAt + 11 * minuteMs)).toBe(0);
  const looks = await Promise.all([1, 2, 3, 4].map(() => warn(ticket.openedAt + 11.25 * minuteMs)));
  const group = [desk.lead, desk.networkLead, desk.networkEngineer].sort();
  expect(looks.reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(await told(ticket.id)).toEqual({ slaResponseWarning: group });
  expect(await nextLook(ticket.id)).toBe(ticket.openedAt + 15 * minuteMs);
  expect(await warn(ticket.openedAt + 15 * minuteMs)).toBe(3);
  expect(await told(ticket.id)).toEqual({ slaResponseWarning: group, slaResponseBreach: group });
  expect(await warn(ticket.openedAt + 16 * minuteMs)).toBe(0);
  expect(await nextLook(ticket.id)).toBe(ticket.openedAt + 180 * minuteMs);
});

test("a process that dies between the telling and its note tells nobody twice", async () => {
  const ticket = await open(20);
  await warn();
  await desk.database.slaWatch.updateMany({ data: { lookAt: new Date(0), told: [] } });
  expect(await warn()).toBe(0);
  expect(await told(ticket.id)).toEqual({ slaResponseBreach: [desk.lead] });
});

test("found late, only the worse is told; a P1 passes quiet hours, a P2 does not", async () => {
  await desk.database.notifySetting.create({
    data: {
      accountId: desk.lead,
      push: true,
      mail: true,
      quietFrom: 0,
      quietUntil: 1_439,
      zone: "Asia/Taipei",
    },
  });
  try {
    const [p1, p2] = [await open(300), await open(20, { priority: "P2" })];
    await desk.database.slaWatch.updateMany({ data: { lookAt: new Date(0) } });
    await warn(later(30 * 1_440));
    expect(await told(p1.id)).toEqual({ slaResponseBreach: [desk.lead], slaBreach: [desk.lead] });
    const due = await desk.database.outbox.findMany({
      where: { kind: "slaBreach" },
      orderBy: { dueAt: "asc" },
    });
    expect(due.map(({ ticketId }) => ticketId)).toEqual([p1.id, p2.id]);
    expect(due[0]!.dueAt.getTime()).toBeLessThan(Date.now() + minuteMs);
    expect(due.every(({ inbox, push: rings }) => inbox && rings)).toBe(true);
  } finally {
    await desk.database.notifySetting.deleteMany();
  }
});

test("holder, leads and owner groups hear of the resolution, each once; stand-ins with them", async () => {
  const ticket = await open(200, { ...handled(ago(190)), ownerGroupIds: [desk.fieldGroup] });
  expect(await warn()).toBe(3);
  expect(await told(ticket.id)).toEqual({ slaWarning: [desk.lead, desk.engineer, desk.colleague].sort() });
  const row = await desk.database.outbox.findFirstOrThrow({ where: { accountId: desk.engineer } });
  expect(row.payload).toMatchObject({ as: ["holder", "ownerGroups"], actorId: "system" });
});

test("nobody leads it and nobody owns it: the administrators hear", async () => {
  const ticket = await open(20, { assignedGroupId: null });
  await warn();
  expect(await told(ticket.id)).toEqual({ slaResponseBreach: [desk.admin] });
});

test("a claim ends the one clock, a hold for a vendor stops the other, resuming has it looked at again", async () => {
  const ticket = await open(10);
  const engineer = createPhone(desk.engineer);
  await act(engineer, { type: "claim", ticketId: ticket.id });
  await warn(later(60));
  expect(await told(ticket.id)).toEqual({});
  const args = { holdReason: "vendor", until: later(600) } as const;
  await act(engineer, { type: "hold", ticketId: ticket.id, args });
  expect(await warn(later(6_000))).toBe(0);
  expect(await nextLook(ticket.id)).toBeNull();
  await act(engineer, { type: "resume", ticketId: ticket.id });
  expect(await warn(later(6_000))).toBe(2);
  expect(await told(ticket.id)).toEqual({ slaBreach: [desk.engineer, desk.lead].sort() });
});

test("[T1] resolved offline in time and known late: met; what was told of it is over", async () => {
  const ticket = await open(300, handled(ago(295)));
  expect(await warn()).toBe(2);
  const engineer = createPhone(desk.engineer);
  await act(engineer, {
    type: "resolve",
    ticketId: ticket.id,
    args: { closureCode: "fixed", notes: "好了", restoredAt: ago(80) },
    occurredAt: ticket.openedAt + 239 * minuteMs,
  });
  const [row] = await desk.database.$queryRaw<{ json: Ticket }[]>`
    SELECT ticket_json(ticket) AS json FROM ticket WHERE id = ${ticket.id}::uuid`;
  const clocks = clocksOf(row!.json, await readDesk(desk.database), Date.now());
  expect(clocks?.resolution).toMatchObject({ state: "met", spentMs: 239 * minuteMs });
  expect(await warn(later(60))).toBe(0);
  expect(await nextLook(ticket.id)).toBeNull();
  expect(await desk.database.outbox.count({ where: { kind: "slaBreach", readAt: null } })).toBe(0);
});

test("opened again it goes on from there, and is told anew", async () => {
  const ticket = await open(300, handled(ago(295)));
  await warn();
  const lead = createPhone(desk.lead);
  const args = { closureCode: "fixed", notes: "好了", restoredAt: ago(1) } as const;
  await act(lead, { type: "resolve", ticketId: ticket.id, args });
  await act(createPhone(desk.requester), { type: "reopen", ticketId: ticket.id, args: { reason: "again" } });
  await desk.database.outbox.deleteMany();
  expect(await warn()).toBe(1);
  expect(await told(ticket.id)).toEqual({ slaBreach: [desk.lead] });
});

test("a target, a calendar, a site that change have what is open looked at again", async () => {
  const { database } = desk;
  const ticket = await open(100, handled(ago(99)));
  await warn();
  expect(await told(ticket.id)).toEqual({});
  const target = await database.slaTarget.create({
    data: { priority: "P1", response: "15m", resolution: "100m" },
  });
  expect(await warn(later(1))).toBe(2);
  expect(await told(ticket.id)).toHaveProperty("slaBreach");
  await database.slaTarget.delete({ where: { id: target.id } });
  for (const change of [
    () => database.calendar.updateMany({ data: { name: "TW" } }),
    () => database.site.updateMany({ data: { calendarId: null } }),
    () => database.ticket.update({ where: { id: ticket.id }, data: { priority: "P2" } }),
  ]) {
    await database.slaWatch.updateMany({ data: { lookAt: null } });
    await change();
    expect(await nextLook(ticket.id)).not.toBeNull();
  }
});

test("one that moves between the look and the telling is left to the next look", async () => {
  const { database } = desk;
  const { id } = await open(20);
  const isBlocked = async () => {
    const [row] = await database.$queryRaw<{ blocked: boolean }[]>`
      SELECT count(*) > 0 AS blocked FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return row?.blocked === true;
  };
  let looking: Promise<number> = Promise.resolve(-1);
  await database.$transaction(
    async (transaction) => {
      await transaction.ticket.update({ where: { id }, data: { title: "UPS", version: { increment: 1 } } });
      let isOver = false;
      looking = warn().finally(() => {
        isOver = true;
      });
      while (!isOver && !(await isBlocked()));
    },
    { timeout: 20_000 },
  );
  expect(await looking).toBe(0);
  expect(await told(id)).toEqual({});
  expect(await warn()).toBe(1);
});

test("before it is sent it is looked at again: answered or resolved, it is not said", async () => {
  const { id } = await open(20);
  await warn();
  const { payload } = await desk.database.outbox.findFirstOrThrow({ where: { kind: "slaResponseBreach" } });
  const notice = payload as unknown as Notice;
  const person = { id: desk.lead, role: "agent", groupIds: [desk.fieldGroup], active: true } as const;
  const ticket = ticketOf(desk, { id, clock: newClock });
  const isSaid = (kind: string, given: Partial<Ticket>) =>
    isStillWorthSaying({ ...notice, kind }, { ...ticket, ...given }, person);
  const answered = { clock: { ...newClock, respondedAt: 1 } };
  expect(isSaid("slaResponseBreach", {})).toBe(true);
  expect(isSaid("slaResponseBreach", answered)).toBe(false);
  expect(isSaid("slaBreach", answered)).toBe(true);
  expect(isSaid("slaBreach", { stage: "closed", outcome: "resolved" })).toBe(false);
});

test("a look costs what is due, not what is open", async () => {
  const { database } = desk;
  await database.$executeRaw`
    INSERT INTO ticket (id, flow, number, stage, title, description, priority, opener_id, asset_ids,
      owner_group_ids, assigned_group_id, last, opened_at, stage_at, updated_at, clock, direct_scopes, scopes)
    SELECT gen_random_uuid(), 'incident', 100000 + n, 'assign', 'x', '', 'P4', ${desk.requester}::uuid, '{}', '{}',
      ${desk.fieldGroup}::uuid, '{"action": "open", "actorId": "system", "at": 0}', now(), now(), now(),
      '{"respondedAt": null, "pauses": [], "openings": 1}', '{}', '{}'
    FROM generate_series(1, 2000) AS n`;
  await warn();
  await database.$executeRaw`ANALYZE sla_watch`;
  await open(20);
  const plan = await database.$queryRaw<{ "QUERY PLAN": string }[]>`
    EXPLAIN SELECT * FROM sla_watch WHERE look_at <= now() ORDER BY look_at LIMIT 200`;
  expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toContain("sla_watch_look_at_idx");
  expect(await warn()).toBe(1);
});

test("a P1 that recovered by itself and fires again is warned of: nobody has answered", async () => {
  const source = await createSource(desk.database);
  await createRule(desk);
  const said = (minutesAgo: number, status: "firing" | "recovered") =>
    ingest(desk.database, source.id, [posted({ at: ago(minutesAgo), severity: "critical", status })]);
  await said(60, "firing");
  await said(59, "recovered");
  await said(58, "firing");
  await warn();
  const told = await desk.database.outbox.findMany({ where: { kind: "slaResponseBreach" } });
  expect(told.length).toBeGreaterThan(0);
});
