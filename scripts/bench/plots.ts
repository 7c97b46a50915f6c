/**
 * npm run bench -- plots [--json] [--tickets N] [--rounds R]
 *
 * How long the server takes to answer each figure of 圖表, over a year of 100,000 tickets and some 600,000 lines, by the
 * services behind the tRPC procedures.
 */
import { figureNames, flowFilters } from "../../core/plots/figures";
import { periodLengths } from "../../core/plots/period";
import type { ListChoice } from "../../core/plots/ticket-list";
import type { SessionAccount } from "../../server/auth/account";
import { createDatabase, type Database } from "../../server/db";
import { readFigure } from "../../server/plots/figures";
import { judgeClocks } from "../../server/plots/judge";
import { listTickets } from "../../server/plots/tickets";
import { migrate } from "../database/migrate";
import { startTemporaryDatabase } from "../database/temporary";
import { Failure } from "../failure";
import { execute } from "../testing/database";
import { type Bench, medianOf } from "./bench";
import { fillHistory } from "./history";

const baseName = "bench_plots";
const judgedAtOnce = 1_000;
const lists: readonly ListChoice[] = [
  { kind: "open", stage: null, days: 7 },
  { kind: "resolved" },
  { kind: "breached", clock: "resolution" },
  { kind: "reopened" },
  { kind: "reviews", stage: null },
];

export const plotsBench: Bench = async (words, say) => {
  const { tickets, rounds } = readOptions(words);
  const server = await startTemporaryDatabase("bench", {});
  try {
    await execute(server.urlOf("postgres"), `CREATE DATABASE ${baseName}`);
    await migrate(server.urlOf(baseName));
    const database = createDatabase(server.urlOf(baseName), 4);
    try {
      await fillHistory(database, tickets);
      while ((await judgeClocks(database, judgedAtOnce, Date.now())) > 0);
      await database.$executeRawUnsafe("VACUUM ANALYZE ticket_fact");
      return await measure(database, rounds, say);
    } finally {
      await database.$disconnect();
    }
  } finally {
    await server.stop();
  }
};

async function measure(database: Database, rounds: number, say: (line: string) => void) {
  const row = await database.account.findFirstOrThrow({ where: { role: "agent" } });
  const account = row as unknown as SessionAccount;
  const medians: Record<string, number> = {};
  const time = async (name: string, question: () => Promise<unknown>): Promise<void> => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now();
      await question();
      times.push(performance.now() - start);
    }
    medians[name] = Math.round(medianOf(times) * 10) / 10;
    say(`${name}: ${medians[name]} ms (${Math.round(Math.max(...times))} at most)`);
  };
  for (const days of periodLengths) {
    for (const figure of figureNames) {
      const filter = { period: { days }, groupId: null, flow: flowFilters[0] };
      await time(`${figure} ${days} days`, () => readFigure(database, account, figure, filter, Date.now()));
    }
  }
  for (const choice of lists) {
    const filter = { period: { days: 365 }, groupId: null, flow: flowFilters[0] } as const;
    await time(`tickets ${choice.kind}`, () =>
      listTickets(database, account, filter, choice, null, Date.now()),
    );
  }
  return { medianMs: medians };
}

function readOptions(words: readonly string[]): { readonly tickets: number; readonly rounds: number } {
  const given = new Map<string, number>();
  for (let index = 0; index < words.length; index += 2) {
    const [name = "", value = ""] = words.slice(index, index + 2);
    const number = Number(value);
    if ((name !== "--tickets" && name !== "--rounds") || !(number >= 1))
      throw new Failure("npm run bench -- plots [--json] [--tickets N] [--rounds R]");
    given.set(name, Math.round(number));
  }
  return { tickets: given.get("--tickets") ?? 100_000, rounds: given.get("--rounds") ?? 11 };
}
