/**
 * npm run agree -- incident_event_log.csv.gz
 *
 * Brings the whole ServiceNow log (UCI 498, doi 10.24432/C57S4H) into a database of its own as the page of administration
 * does, and holds every figure of 圖表 over it against the oracle of scripts/plots, which reads rows and shares no SQL with
 * the server; what the log itself says of openings is counted from its bytes by a third hand. Ends with a failure at the
 * first number that differs.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { gunzipSync } from "node:zlib";
import type { AccountId, GroupId } from "../core/ids";
import { type FigureName, type FlowFilter, figureColumns, figureNames, flowsOf } from "../core/plots/figures";
import { type PeriodChoice, periodOf } from "../core/plots/period";
import { clocksOf } from "../core/sla/clock";
import type { Ticket } from "../core/tickets/ticket";
import type { SessionAccount } from "../server/auth/account";
import { createDatabase, type Database } from "../server/db";
import { readDesk } from "../server/directory/directory";
import { importFile } from "../server/import/import";
import { readFigure } from "../server/plots/figures";
import { judgeClocks } from "../server/plots/judge";
import { migrate } from "./database/migrate";
import { startTemporaryDatabase } from "./database/temporary";
import { Failure, runCommand } from "./failure";
import { countAll, type OracleDesk, type OracleQuestion, readOracleDesk } from "./plots/oracle";
import { execute } from "./testing/database";

const offsetMinutes = 480;
const wholeLog = { from: "2016-02-29", until: "2017-02-17" } as const;
const periods: readonly PeriodChoice[] = [
  wholeLog,
  { from: "2016-03-01", until: "2016-03-31" },
  { from: "2016-05-16", until: "2016-08-14" },
];
const flows: readonly FlowFilter[] = ["all", "problem"];
const judgedAtOnce = 1_000;
/** The largest ones, each by itself. */
const groupsAsked = 3;

/** Of the questions before, the last few: figures of the same flows are counted together. */
const countedBefore = new Map<string, ReturnType<typeof countAll>>();
const keptMax = 8;

await runCommand(async () => {
  const [file = ""] = process.argv.slice(2);
  if (file === "") throw new Failure("npm run agree -- incident_event_log.csv.gz");
  const bytes = readLog(file);
  const postgres = await startTemporaryDatabase("agree", {});
  try {
    await execute(postgres.urlOf("postgres"), "CREATE DATABASE agree");
    await migrate(postgres.urlOf("agree"));
    const database = createDatabase(postgres.urlOf("agree"), 4);
    try {
      await compare(database, bytes);
    } finally {
      await database.$disconnect();
    }
  } finally {
    await postgres.stop();
  }
});

function readLog(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    throw new Failure(`${file} cannot be read.`);
  }
}

async function compare(database: Database, bytes: Uint8Array): Promise<void> {
  const data = { name: "agree", email: "agree@desk.example", role: "admin" };
  const { id } = await database.account.create({ data });
  const account = { id: id as AccountId, role: "admin", active: true } as unknown as SessionAccount;
  const order = { id: randomUUID(), kind: "tickets", fileName: "log", isTrial: false } as const;
  const began = performance.now();
  const report = await importFile(database, account.id, order, bytes, () => undefined);
  if (!report.isStored) throw new Failure(`The log was not brought in: ${report.problemCount} problems.`);
  console.log(
    `${report.created} incidents of ${report.rows} rows brought in, ${report.notes.length} rows left out, ` +
      `${((performance.now() - began) / 1_000).toFixed(1)} s`,
  );
  const now = Date.now();
  while ((await judgeClocks(database, judgedAtOnce, now)) > 0);
  const read = await readOracleDesk(database);
  let numbers = 0;
  for (const groupId of [null, ...(await largestGroups(database))]) {
    for (const flow of flows) {
      for (const period of periods) {
        const filter = { period, groupId, flow };
        for (const figure of figureNames.filter((name) => name !== "sla")) {
          numbers += await compareFigure(database, account, read, figure, filter, now);
        }
      }
    }
  }
  const year = { period: wholeLog, groupId: null, flow: "all" } as const;
  numbers += await compareSla(database, account, year, now);
  await compareOpenings(database, account, bytes, year, now);
  for (const figure of figureNames) {
    const { total } = await readFigure(database, account, figure, year, now);
    console.log(`${figure}: ${JSON.stringify(total)}`);
  }
  console.log(`${numbers} numbers agree, none differs`);
}

async function largestGroups(database: Database): Promise<readonly GroupId[]> {
  const groups = await database.ticket.groupBy({
    by: ["assignedGroupId"],
    _count: true,
    orderBy: { _count: { assignedGroupId: "desc" } },
    take: groupsAsked,
  });
  return groups.flatMap(({ assignedGroupId }) =>
    assignedGroupId === null ? [] : [assignedGroupId as GroupId],
  );
}

type Filter = { readonly period: PeriodChoice; readonly groupId: GroupId | null; readonly flow: FlowFilter };

/** How many numbers were compared. */
async function compareFigure(
  database: Database,
  account: SessionAccount,
  read: OracleDesk,
  figure: FigureName,
  { period, groupId, flow }: Filter,
  now: number,
): Promise<number> {
  const about = periodOf(period, now, offsetMinutes);
  if (about === null) throw new Failure("No period.");
  const answer = await readFigure(database, account, figure, { period, groupId, flow }, now);
  const oracle = countOnce(read, {
    flows: flowsOf(figure, flow),
    groupIds: groupId === null ? null : new Set([groupId]),
    isSeen: () => true,
    from: about.from,
    until: about.until,
    step: about.step,
    offsetMinutes,
    now,
    everything: groupId === null && flow === "all",
  })[figure];
  const wanted = oracle ?? {};
  let numbers = 0;
  for (const [key, values] of [
    ["total", answer.total],
    ...answer.rows.map((row) => [row.key, row.values]),
  ] as const) {
    const others = wanted[key as string];
    for (const name of figureColumns[figure]) {
      const mine = (values as Readonly<Record<string, number | null>>)[name] ?? null;
      const theirs = others?.[name] ?? null;
      // The oracle has no row where it counted nothing; a number that it has is the same, null too.
      if (others === undefined ? (mine ?? 0) !== 0 : mine !== theirs) {
        throw new Failure(`${figure}, ${key}, ${name}: ${mine} here and ${theirs} by the oracle.`);
      }
      numbers += 1;
    }
  }
  const unknown = Object.keys(wanted).filter(
    (key) => key !== "total" && !answer.rows.some((row) => row.key === key),
  );
  if (unknown.length > 0) throw new Failure(`${figure}: only the oracle has ${unknown.join(", ")}.`);
  return numbers;
}

function countOnce(read: OracleDesk, question: OracleQuestion): ReturnType<typeof countAll> {
  const key = JSON.stringify({ ...question, groupIds: [...(question.groupIds ?? [])] });
  const before = countedBefore.get(key);
  if (before !== undefined) return before;
  const [oldest] = countedBefore.size < keptMax ? [] : countedBefore.keys();
  if (oldest !== undefined) countedBefore.delete(oldest);
  const counted = countAll(read, question);
  countedBefore.set(key, counted);
  return counted;
}

/** Each incident's clocks, one by one. */
async function compareSla(
  database: Database,
  account: SessionAccount,
  filter: Filter,
  now: number,
): Promise<number> {
  const directory = await readDesk(database);
  const about = periodOf(filter.period, now, offsetMinutes);
  const [first = 0, last = 0] = [about?.edges[0], about?.edges.at(-1)];
  const rows = await database.$queryRaw<{ ticket: Ticket }[]>`
    SELECT ticket_json(ticket) AS ticket FROM ticket WHERE flow = 'incident' AND outcome = 'resolved'`;
  const counted = { responseCount: 0, responseMet: 0, resolutionCount: 0, resolutionMet: 0 };
  for (const { ticket } of rows) {
    if (ticket.closedAt === null || ticket.closedAt < first || ticket.closedAt >= last) continue;
    const clocks = clocksOf(ticket, directory, now);
    if (clocks === null) continue;
    counted.resolutionCount += 1;
    if (clocks.resolution.state === "met") counted.resolutionMet += 1;
    if (clocks.response.endedAt === null) continue;
    counted.responseCount += 1;
    if (clocks.response.state === "met") counted.responseMet += 1;
  }
  const { total } = await readFigure(database, account, "sla", filter, now);
  if (!isDeepStrictEqual({ ...total }, counted)) {
    throw new Failure(`sla: ${JSON.stringify(total)} here and ${JSON.stringify(counted)} one by one.`);
  }
  return Object.keys(counted).length;
}

/** The numbers of the log's incidents by the bytes of the file alone. */
async function compareOpenings(
  database: Database,
  account: SessionAccount,
  bytes: Uint8Array,
  filter: Filter,
  now: number,
): Promise<void> {
  const [, ...lines] = gunzipSync(bytes).toString("utf8").split("\n");
  const numbers = new Set(
    lines.flatMap((line) => (line.includes(",-100,") || line === "" ? [] : [line.split(",")[0]])),
  );
  const { total } = await readFigure(database, account, "recurrence", filter, now);
  if (total.opened !== numbers.size) {
    throw new Failure(`${numbers.size} incidents in the file, ${total.opened} in the plot.`);
  }
  console.log(`${numbers.size} incidents in the bytes of the file, and as many in the plot`);
}
