/** The figures against an oracle that reads rows and shares none of their SQL (scripts/plots/oracle.ts). */
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccountId, GroupId, TicketId } from "../../core/ids";
import {
  type FigureName,
  type FlowFilter,
  figureColumns,
  figureNames,
  flowFilters,
  flowsOf,
} from "../../core/plots/figures";
import { type PeriodChoice, periodOf } from "../../core/plots/period";
import { clocksOf } from "../../core/sla/clock";
import type { Ticket } from "../../core/tickets/ticket";
import { changeClosureCodes } from "../../core/workflow/vocabulary";
import { countAll, type OracleAnswer, readOracleDesk } from "../../scripts/plots/oracle";
import type { SessionAccount } from "../auth/account";
import { readDesk } from "../directory/directory";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, openIncident, pushOf, uuid } from "../testing/desk";
import { arbitraryPast, type Past } from "../testing/random-past";
import { emptyChange, storeTicket, ticketOf } from "../testing/ticket-row";
import { readFigure } from "./figures";
import { judgeClocks } from "./judge";
import { listTickets } from "./tickets";

const now = Date.parse("2026-11-27T03:04:05.678Z");
const dayMs = 86_400_000;
const offsetMinutes = 480;

let desk: Desk;
let below: GroupId;
beforeAll(async () => {
  desk = await createDesk();
  const group = await desk.database.group.create({ data: { name: "roof", parentId: desk.fieldGroup } });
  below = group.id as GroupId;
});
afterAll(() => desk.end());
beforeEach(async () => {
  await desk.database.$executeRaw`TRUNCATE ticket, activity, action_outcome CASCADE`;
});

async function store(past: Past): Promise<TicketId> {
  const { lines, flow, groupId, restricted, recurs, code, stage, outcome, closedAt } = past;
  const [opening] = lines;
  const answer = lines.find(({ type }) => ["claim", "assignHandler", "resolveNow"].includes(type));
  const ticket = ticketOf(desk, {
    flow,
    stage,
    outcome,
    restricted,
    closedAt,
    assignedGroupId: groupId,
    recurrence: recurs ? [uuid<TicketId>()] : null,
    openedAt: opening?.at ?? now,
    closure: outcome === null ? null : { code, notes: "", restoredAt: null },
    change: flow === "normal" ? emptyChange : null,
    clock: flow === "incident" ? { respondedAt: answer?.at ?? null, pauses: [], openings: 1 } : null,
  });
  await storeTicket(desk.database, ticket);
  await desk.database.activity.createMany({
    data: lines.map(({ type, from, to, at, lateMs }, index) => ({
      id: uuid(),
      ticketId: ticket.id,
      type,
      actorId: index % 3 === 0 ? desk.requester : index % 3 === 1 ? desk.engineer : null,
      fromStage: from,
      toStage: to,
      text: "",
      details: {},
      occurredAt: new Date(at),
      arrivedAt: new Date(at + lateMs),
    })),
  });
  return ticket.id;
}

const accountOf = (id: AccountId, role: string) => ({ id, role, active: true }) as unknown as SessionAccount;

interface Asked {
  readonly period: PeriodChoice;
  readonly groupId: GroupId | null;
  readonly flow: FlowFilter;
  readonly isAdmin: boolean;
}

/** Answers the names of what was counted at all. */
async function expectAgreement({ period, groupId, flow, isAdmin }: Asked): Promise<readonly string[]> {
  const counted: string[] = [];
  const read = await readOracleDesk(desk.database);
  const account = isAdmin ? accountOf(desk.admin, "admin") : accountOf(desk.engineer, "agent");
  const scopes = [`g:${desk.fieldGroup}`, `p:${desk.engineer}`];
  const about = periodOf(period, now, offsetMinutes);
  if (about === null) throw new Error("No period.");
  for (const figure of figureNames) {
    const answer = await readFigure(desk.database, account, figure, { period, groupId, flow }, now);
    const got = Object.fromEntries(answer.rows.map(({ key, values }) => [key, values]));
    const question = {
      flows: flowsOf(figure, flow),
      groupIds: groupId === null ? null : new Set(groupId === desk.fieldGroup ? [groupId, below] : [groupId]),
      isSeen: ({ restricted, directScopes }: { restricted: boolean; directScopes: readonly string[] }) =>
        isAdmin || !restricted || directScopes.some((scope) => scopes.includes(scope)),
      from: about.from,
      until: about.until,
      step: about.step,
      offsetMinutes,
      now,
      everything: groupId === null && flow === "all",
    };
    const oracle: Readonly<Record<string, OracleAnswer>> = countAll(read, question);
    if (figure === "sla") continue;
    const expected = oracle[figure] ?? {};
    const { total, ...rows } = expected;
    expect({ figure, total: answer.total }).toEqual({ figure, total: total ?? nothing(answer.total) });
    const filled = Object.fromEntries(
      Object.entries(got).map(([key, values]) => [key, rows[key] ?? nothing(values)]),
    );
    expect({ figure, rows: got }).toEqual({ figure, rows: filled });
    expect(Object.keys(got)).toEqual(expect.arrayContaining(Object.keys(rows)));
    const values: Readonly<Record<string, number | null>> = answer.total;
    counted.push(...Object.keys(values).filter((name) => (values[name] ?? 0) > 0));
    if (values.workMeanMs !== values.resolveMeanMs) counted.push("holds");
  }
  return counted;
}

/** The same names without anything counted. */
function nothing(values: Readonly<Record<string, number | null>>) {
  const names = Object.keys(values);
  return Object.fromEntries(names.map((name) => [name, /(Median|Mean|Max)Ms$/.test(name) ? null : 0]));
}

test("every figure agrees with the oracle on desks made at random, for whoever asks", async () => {
  const groups = [desk.fieldGroup, desk.networkGroup, below, null];
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryPast(groups, now, 120 * dayMs), { minLength: 5, maxLength: 25 }),
      fc.record({
        period: fc.constantFrom<PeriodChoice>(
          { days: 7 },
          { days: 30 },
          { days: 90 },
          { days: 365 },
          { from: "2026-09-02", until: "2026-10-29" },
        ),
        groupId: fc.constantFrom(null, null, desk.fieldGroup, desk.networkGroup),
        flow: fc.constantFrom(...flowFilters),
        isAdmin: fc.boolean(),
      }),
      async (pasts, asked) => {
        await desk.database.$executeRaw`TRUNCATE ticket, activity, action_outcome CASCADE`;
        const ids: TicketId[] = [];
        for (const past of [...pasts, ...completed(), ...stillOpen()]) ids.push(await store(past));
        for (const [index, ticketId] of [...ids, uuid<TicketId>(), null].entries())
          await storeReturned(ticketId, now - index * 3 * dayMs);
        for (const name of await expectAgreement(asked)) seen.add(name);
      },
    ),
    { numRuns: 40, endOnFailure: true },
  );
  const columns = figureNames.filter((name) => name !== "sla").flatMap((name) => figureColumns[name]);
  expect([...seen].sort()).toEqual([...columns, "holds"].sort());
}, 300_000);

/** One of each age, whatever the walks made. */
function stillOpen(): readonly Past[] {
  return [0.5, 2, 5, 20, 60].map((days) => ({
    flow: "incident",
    groupId: desk.fieldGroup,
    restricted: false,
    recurs: false,
    code: "successful",
    lines: [{ type: "open", from: null, to: "assign", at: now - days * dayMs, lateMs: 0 }],
    stage: "assign",
    outcome: null,
    closedAt: null,
  }));
}

/** A change of each closure code: a walk seldom comes so far. */
function completed(): readonly Past[] {
  return changeClosureCodes.map((code, index) => {
    const at = now - (index + 1) * dayMs;
    return {
      flow: "normal",
      groupId: desk.fieldGroup,
      restricted: false,
      recurs: false,
      code,
      lines: [
        { type: "submitForReview", from: "done", to: "closingReview", at: at - dayMs, lateMs: 0 },
        { type: "approve", from: "closingReview", to: "closed", at, lateMs: 0 },
      ],
      stage: "closed",
      outcome: "completed",
      closedAt: at,
    } as const;
  });
}

async function storeReturned(ticketId: TicketId | null, at: number): Promise<void> {
  await desk.database.actionOutcome.create({
    data: {
      accountId: desk.engineer,
      actionId: uuid(),
      clientId: uuid(),
      seq: 1,
      ticketId,
      contentHash: "",
      outcome: { kind: "returned" },
      arrivedAt: new Date(at),
    },
  });
}

test("facts follow what phones push, with the action itself", async () => {
  const [opener, engineer] = [createPhone(desk.requester), createPhone(desk.engineer)];
  const open = openIncident(desk, opener);
  const { ticketId } = open;
  await push(desk.database, pushOf(opener, [open]));
  const fact = () => desk.database.ticketFact.findUniqueOrThrow({ where: { ticketId } });
  expect(await fact()).toMatchObject({
    stage: "assign",
    answeredAt: null,
    closedAt: null,
    judgedVersion: null,
  });
  await push(desk.database, pushOf(engineer, [engineer.act({ type: "claim", ticketId })]));
  expect(await fact()).toMatchObject({ stage: "handle", groupId: desk.fieldGroup });
  const resolve = engineer.act({
    type: "resolve",
    ticketId,
    args: { closureCode: "fixed", notes: "done", restoredAt: Date.now() },
  });
  const answer = await push(desk.database, pushOf(engineer, [resolve]));
  expect(answer.results.map(({ outcome }) => outcome.kind)).toEqual(["applied"]);
  const closed = await fact();
  expect(closed).toMatchObject({ stage: "closed", outcome: "resolved", code: "fixed", judgedVersion: 0 });
  expect(closed.answeredAt).not.toBeNull();
});

test("what is restricted leaves the figures at once, with or without a line", async () => {
  const id = await store({
    flow: "incident",
    groupId: desk.networkGroup,
    restricted: false,
    recurs: false,
    code: "failed",
    lines: [{ type: "open", from: null, to: "assign", at: now - dayMs, lateMs: 0 }],
    stage: "assign",
    outcome: null,
    closedAt: null,
  });
  const filter = { period: { days: 7 }, groupId: null, flow: "all" } as const;
  const open = async () =>
    (await readFigure(desk.database, accountOf(desk.engineer, "agent"), "open", filter, now)).total.threeDays;
  expect(await open()).toBe(1);
  await desk.database.ticket.update({ where: { id }, data: { restricted: true } });
  expect(await open()).toBe(0);
});

test("SLA is what core's clocks say, and is judged anew when a calendar changes", async () => {
  for (const past of fc.sample(arbitraryPast([desk.fieldGroup], now, 60 * dayMs), { numRuns: 200, seed: 7 }))
    await store(past);
  const filter = { period: { days: 90 }, groupId: null, flow: "all" } as const;
  const admin = accountOf(desk.admin, "admin");
  const count = async () => {
    const directory = await readDesk(desk.database);
    const rows = await desk.database.$queryRaw<{ json: Ticket }[]>`
      SELECT ticket_json(ticket) AS json FROM ticket WHERE closed_at IS NOT NULL`;
    const clocks = rows.flatMap(({ json }) => clocksOf(json, directory, now) ?? []);
    const ended = clocks.map(({ response }) => response).filter(({ endedAt }) => endedAt !== null);
    return {
      responseCount: ended.length,
      responseMet: ended.filter(({ state }) => state === "met").length,
      resolutionCount: clocks.length,
      resolutionMet: clocks.filter(({ resolution }) => resolution.state === "met").length,
    };
  };
  const before = await readFigure(desk.database, admin, "sla", filter, now);
  expect(before.total).toEqual(await count());
  expect(before.total.resolutionMet).toBeGreaterThan(0);
  expect(before.pending).toBe(0);
  const { id } = await desk.database.calendar.findFirstOrThrow();
  await desk.database.calendar.update({ where: { id }, data: { weekdays: [2] } });
  const after = await readFigure(desk.database, admin, "sla", filter, now);
  expect(after.total).toEqual(await count());
  expect(after.total.resolutionMet).toBeGreaterThan(before.total.resolutionMet ?? 0);
  await desk.database.calendar.update({ where: { id }, data: { weekdays: [1, 2, 3, 4, 5] } });
  expect(await judgeClocks(desk.database, 5, now)).toBe(5);
  // Linked afterwards: another version of the incident, and no line of its own.
  await desk.database.$executeRaw`UPDATE ticket SET version = version + 1`;
  while ((await judgeClocks(desk.database, 1_000, now)) > 0);
  expect((await readFigure(desk.database, admin, "sla", filter, now)).pending).toBe(0);
});

test("the tickets behind a figure are as many as it counts, page by page, each once", async () => {
  const groups = [desk.fieldGroup, desk.networkGroup];
  const pasts = fc.sample(arbitraryPast(groups, now, 60 * dayMs), { numRuns: 240, seed: 11 });
  for (const past of pasts) await store(past);
  const filter = { period: { days: 90 }, groupId: null, flow: "all" } as const;
  const agent = accountOf(desk.engineer, "agent");
  const listed = async (of: Parameters<typeof listTickets>[3]) => {
    const ids: string[] = [];
    const moments: number[] = [];
    for (let after = null as Parameters<typeof listTickets>[4]; ; ) {
      const page = await listTickets(desk.database, agent, filter, of, after, now);
      ids.push(...page.tickets.map(({ id }) => id));
      moments.push(...page.tickets.map(({ at }) => at));
      if (page.next === null) break;
      after = page.next;
    }
    expect(new Set(ids).size).toBe(ids.length);
    const sorted = [...moments].sort((a, b) => (of.kind === "open" ? a - b : b - a));
    expect(moments).toEqual(sorted);
    return ids.length;
  };
  const total = async (figure: FigureName) =>
    (await readFigure(desk.database, agent, figure, filter, now)).total as Readonly<
      Record<string, number | null>
    >;
  const open = await total("open");
  const openCount = Object.values(open).reduce<number>((sum, value) => sum + (value ?? 0), 0);
  expect(openCount).toBeGreaterThan(50);
  expect(await listed({ kind: "open", stage: null, days: 0 })).toBe(openCount);
  expect(await listed({ kind: "open", stage: null, days: 7 })).toBe((open.month ?? 0) + (open.older ?? 0));
  const times = await total("times");
  expect(await listed({ kind: "answered" })).toBe(times.answered);
  expect(await listed({ kind: "resolved" })).toBe(times.resolved);
  const sla = await total("sla");
  expect(await listed({ kind: "breached", clock: "resolution" })).toBe(
    (sla.resolutionCount ?? 0) - (sla.resolutionMet ?? 0),
  );
  expect(await listed({ kind: "recurring" })).toBe((await total("recurrence")).recurring);
  expect(await listed({ kind: "changes", code: "failed" })).toBe((await total("changes")).failed);
  expect(await listed({ kind: "reopened" })).toBeGreaterThan(0);
  expect(await listed({ kind: "reviews", stage: null })).toBeGreaterThan(0);
});
