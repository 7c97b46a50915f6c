/**
 * The figures of 圖表 once more, by other hands: from tickets, lines and outcomes, row by row, with none of the SQL
 * and none of the facts that the server counts with. What disagrees is a defect of one of the two.
 */
import type { Database } from "../../server/db";

type Row = Readonly<Record<string, number | null>>;
export type OracleAnswer = Readonly<Record<string, Row>>;

export interface OracleQuestion {
  readonly flows: readonly string[];
  /** Null: all. */
  readonly groupIds: ReadonlySet<string> | null;
  readonly isSeen: (ticket: OracleTicket) => boolean;
  /** Days of the desk, first and last, 2026-11-27; `step` days or weeks that begin on Monday. */
  readonly from: string;
  readonly until: string;
  readonly step: "day" | "week";
  readonly offsetMinutes: number;
  readonly now: number;
  readonly everything: boolean;
}

export interface OracleTicket {
  readonly id: string;
  readonly flow: string;
  readonly stage: string;
  readonly outcome: string | null;
  readonly groupId: string | null;
  readonly restricted: boolean;
  readonly directScopes: readonly string[];
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly code: string | null;
  readonly recurs: boolean;
  readonly lines: readonly OracleLine[];
}

export interface OracleLine {
  readonly type: string;
  readonly actorId: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly at: number;
  readonly arrivedAt: number;
}

export interface OracleDesk {
  readonly tickets: readonly OracleTicket[];
  readonly returned: readonly { readonly ticketId: string | null; readonly at: number }[];
}

const [minuteMs, dayMs] = [60_000, 86_400_000];
const linesAtOnce = 20_000;

/** All there is, by the plain models; a desk of some ten thousand tickets fits in memory. */
export async function readOracleDesk(database: Database): Promise<OracleDesk> {
  const linesByTicket = new Map<string, OracleLine[]>();
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof database.activity.findMany>> = await database.activity.findMany({
      orderBy: { id: "asc" },
      take: linesAtOnce,
      ...(after === null ? {} : { where: { id: { gt: after } } }),
    });
    for (const row of page) {
      const lines = linesByTicket.get(row.ticketId) ?? [];
      linesByTicket.set(row.ticketId, lines);
      lines.push({
        type: row.type,
        actorId: row.actorId,
        from: row.fromStage,
        to: row.toStage,
        at: row.occurredAt.getTime(),
        arrivedAt: row.arrivedAt.getTime(),
      });
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < linesAtOnce) break;
  }
  const tickets = (await database.ticket.findMany()).map((row) => ({
    id: row.id,
    flow: row.flow,
    stage: row.stage,
    outcome: row.outcome,
    groupId: row.assignedGroupId,
    restricted: row.restricted,
    directScopes: row.directScopes,
    openedAt: row.openedAt.getTime(),
    closedAt: row.closedAt?.getTime() ?? null,
    code: (row.closure as { code?: string } | null)?.code ?? null,
    recurs: row.recurrence.length > 0,
    // Those of one moment stand as they arrived.
    lines: (linesByTicket.get(row.id) ?? []).sort((a, b) => a.at - b.at || a.arrivedAt - b.arrivedAt),
  }));
  const outcomes = await database.actionOutcome.findMany({
    select: { ticketId: true, arrivedAt: true, outcome: true },
  });
  const returned = outcomes
    .filter(({ outcome }) => (outcome as { kind?: string }).kind === "returned")
    .map(({ ticketId, arrivedAt }) => ({ ticketId, at: arrivedAt.getTime() }));
  return { tickets, returned };
}

/** Of each figure but `sla`, whose clocks are core's own: values by key, `total` for the whole; only where something is. */
export function countAll(desk: OracleDesk, question: OracleQuestion): Readonly<Record<string, OracleAnswer>> {
  const seen = desk.tickets.filter((ticket) => question.isSeen(ticket));
  const asked = seen.filter(
    ({ flow, groupId }) =>
      question.flows.includes(flow) &&
      (question.groupIds === null || (groupId !== null && question.groupIds.has(groupId))),
  );
  const inPeriod = stepsOf(question);
  return {
    open: countOpen(asked, question.now),
    times: countTimes(asked, inPeriod),
    reopened: countReopened(asked, inPeriod),
    recurrence: countRecurring(asked, inPeriod),
    changes: countChanges(asked, inPeriod),
    reviews: countReviews(asked, inPeriod),
    offline: countOffline(desk, asked, inPeriod, question.everything),
  };
}

/** The key of the step that a moment lies in; null outside of the period. */
type StepOf = (at: number) => string | null;

function stepsOf({ from, until, step, offsetMinutes }: OracleQuestion): StepOf {
  return (at) => {
    const local = new Date(at + offsetMinutes * minuteMs);
    const day = local.toISOString().slice(0, 10);
    if (day < from || day > until) return null;
    if (step === "day") return day;
    const sinceMonday = (local.getUTCDay() + 6) % 7;
    const monday = new Date(local.getTime() - sinceMonday * dayMs).toISOString().slice(0, 10);
    return monday < from ? from : monday;
  };
}

/** Collects what happened under its step and under `total`. */
class Steps<Thing> {
  readonly #byKey = new Map<string, Thing[]>();
  add(key: string | null, thing: Thing): void {
    if (key === null) return;
    for (const each of [key, "total"]) this.#byKey.set(each, [...(this.#byKey.get(each) ?? []), thing]);
  }
  map(count: (things: readonly Thing[]) => Row): OracleAnswer {
    return Object.fromEntries([...this.#byKey].map(([key, things]) => [key, count(things)]));
  }
}

function countOpen(tickets: readonly OracleTicket[], now: number): OracleAnswer {
  const steps = new Steps<number>();
  for (const { stage, closedAt, openedAt } of tickets)
    if (closedAt === null) steps.add(stage, (now - openedAt) / dayMs);
  return steps.map((days) => ({
    day: days.filter((age) => age < 1).length,
    threeDays: days.filter((age) => age >= 1 && age < 3).length,
    week: days.filter((age) => age >= 3 && age < 7).length,
    month: days.filter((age) => age >= 7 && age < 30).length,
    older: days.filter((age) => age >= 30).length,
  }));
}

const answers = ["assignHandler", "claim", "assignInvestigator", "resolveNow"];

function countTimes(tickets: readonly OracleTicket[], stepOf: StepOf): OracleAnswer {
  const steps = new Steps<{ kind: "answer" | "resolve" | "work"; ms: number }>();
  for (const { outcome, openedAt, closedAt, lines } of tickets) {
    if (outcome === "cancelled") continue;
    const answeredAt = lines.find((line) => answers.includes(line.type))?.at;
    if (answeredAt !== undefined)
      steps.add(stepOf(answeredAt), { kind: "answer", ms: Math.max(0, answeredAt - openedAt) });
    if (closedAt === null) continue;
    const ms = closedAt - openedAt;
    steps.add(stepOf(closedAt), { kind: "resolve", ms: Math.max(0, ms) });
    steps.add(stepOf(closedAt), { kind: "work", ms: Math.max(0, ms - heldMs(lines)) });
  }
  return steps.map((things) => {
    const of = (kind: string) => things.filter((thing) => thing.kind === kind).map(({ ms }) => ms);
    const [answer, resolve, work] = [of("answer"), of("resolve"), of("work")];
    return {
      answered: answer.length,
      answerMedianMs: median(answer),
      answerMeanMs: mean(answer),
      resolved: resolve.length,
      resolveMedianMs: median(resolve),
      resolveMeanMs: mean(resolve),
      workMedianMs: median(work),
      workMeanMs: mean(work),
    };
  });
}

/** Walks the lines: on hold from a hold on, until it is resumed or goes to another stage. */
function heldMs(lines: readonly OracleLine[]): number {
  let sum = 0;
  let since: number | null = null;
  for (const { type, from, to, at } of lines) {
    const ends = type === "resume" || from !== to;
    if (type === "hold") since ??= at;
    else if (ends && since !== null) {
      sum += at - since;
      since = null;
    }
  }
  return sum;
}

function countReopened(tickets: readonly OracleTicket[], stepOf: StepOf): OracleAnswer {
  const steps = new Steps<"closed" | "reopened">();
  for (const { lines } of tickets) {
    for (const { type, from, to, at } of lines) {
      const isClosing = to === "closed" && from !== "closed" && type !== "cancel" && type !== "withdraw";
      if (isClosing) steps.add(stepOf(at), "closed");
      if (type === "reopen") steps.add(stepOf(at), "reopened");
    }
  }
  return steps.map((things) => ({
    closed: things.filter((thing) => thing === "closed").length,
    reopened: things.filter((thing) => thing === "reopened").length,
  }));
}

function countRecurring(tickets: readonly OracleTicket[], stepOf: StepOf): OracleAnswer {
  const steps = new Steps<boolean>();
  for (const { openedAt, recurs } of tickets) steps.add(stepOf(openedAt), recurs);
  return steps.map((things) => ({ opened: things.length, recurring: things.filter(Boolean).length }));
}

function countChanges(tickets: readonly OracleTicket[], stepOf: StepOf): OracleAnswer {
  const steps = new Steps<string | null>();
  for (const { flow, outcome, closedAt, code } of tickets)
    if (outcome === "completed" && closedAt !== null && stepOf(closedAt) !== null) steps.add(flow, code);
  return steps.map((found) =>
    Object.fromEntries(
      ["successful", "partial", "failed", "rolledBack"].map((code) => [
        code,
        found.filter((one) => one === code).length,
      ]),
    ),
  );
}

function countReviews(tickets: readonly OracleTicket[], stepOf: StepOf): OracleAnswer {
  const steps = new Steps<number>();
  for (const { lines } of tickets) {
    for (const decision of lines) {
      if (decision.from === decision.to || !["approve", "reject"].includes(decision.type)) continue;
      const entries = lines.filter(
        ({ from, to, at }) => to === decision.from && from !== to && at <= decision.at,
      );
      const entered = entries.at(-1)?.at;
      if (entered !== undefined) steps.add(stepOf(decision.at), decision.at - entered);
    }
  }
  return steps.map((waits) => ({
    decided: waits.length,
    waitMedianMs: median(waits),
    waitMeanMs: mean(waits),
    waitMaxMs: Math.max(...waits),
  }));
}

function countOffline(
  desk: OracleDesk,
  tickets: readonly OracleTicket[],
  stepOf: StepOf,
  everything: boolean,
): OracleAnswer {
  const stints = new Map<string, { actorId: string; at: number; waitMs: number; late: number }>();
  for (const { actorId, at, arrivedAt } of tickets.flatMap(({ lines }) => lines)) {
    const waitMs = arrivedAt - at;
    if (actorId === null || waitMs <= minuteMs || waitMs > 31 * dayMs || stepOf(arrivedAt) === null) continue;
    const minute = Math.floor(arrivedAt / minuteMs) * minuteMs;
    const key = `${actorId} ${minute}`;
    const known = stints.get(key) ?? { actorId, at: minute, waitMs: 0, late: 0 };
    stints.set(key, { ...known, waitMs: Math.max(known.waitMs, waitMs), late: known.late + 1 });
  }
  const steps = new Steps<{ actorId: string; waitMs: number; late: number } | "returned">();
  for (const stint of stints.values()) steps.add(stepOf(stint.at), stint);
  const ids = new Set(tickets.map(({ id }) => id));
  const known = new Set(desk.tickets.map(({ id }) => id));
  for (const { ticketId, at } of desk.returned) {
    const isOfNone = ticketId === null || !known.has(ticketId);
    if (isOfNone ? everything : ids.has(ticketId)) steps.add(stepOf(at), "returned");
  }
  return steps.map((things) => {
    const found = things.filter((thing) => thing !== "returned");
    return {
      offlineMs: found.reduce((sum, { waitMs }) => sum + waitMs, 0),
      people: new Set(found.map(({ actorId }) => actorId)).size,
      late: found.reduce((sum, { late }) => sum + late, 0),
      returned: things.length - found.length,
    };
  });
}

function mean(values: readonly number[]): number | null {
  return values.length === 0
    ? null
    : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [lower, upper] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return lower === undefined || upper === undefined ? null : Math.round((lower + upper) / 2);
}
