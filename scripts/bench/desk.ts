/**
 * npm run bench -- desk [--json] [--tickets N] [--events N] [--rounds R]
 *
 * A desk of years: 100,000 tickets with some 600,000 lines and 1,000,000 events of monitoring in the database, served as
 * `npm start` serves it. How long each page takes that a server answers, by HTTP, from the question to the last byte, and
 * then how many events a second it takes beside all that. The last line is `{ pageMedianMs, eventsPerSecond }`. It needs a
 * finished `npm run build`.
 */
import { hashPassword } from "better-auth/crypto";
import { createGenbaServer, type GenbaServer } from "../../e2e/fixtures/genba-server";
import { createDatabase, type Database } from "../../server/db";
import { judgeClocks } from "../../server/plots/judge";
import { migrate } from "../database/migrate";
import { startTemporaryDatabase } from "../database/temporary";
import { Failure } from "../failure";
import { execute } from "../testing/database";
import { type Bench, medianOf, percentileOf } from "./bench";
import { fillEvents, findAdministrators } from "./desk/million-events";
import { type Known, type Page, pagesOf } from "./desk/pages";
import { measureEvents } from "./events";
import { fillHistory } from "./history";

type Options = { readonly tickets: number; readonly events: number; readonly rounds: number };

const usage = "npm run bench -- desk [--json] [--tickets N] [--events N] [--rounds R]";
const baseName = "bench_desk";
/** As `npm start` runs it, every COMMIT on the disk. */
const durable = { fsync: "on", synchronous_commit: "on", full_page_writes: "on" };
const judgedAtOnce = 1_000;
const password = "bench-desk-password";
const warmUps = 3;
/** They ask in turn: one alone would soon be told to wait. */
const administrators = 6;

export const deskBench: Bench = async (words, say) => {
  const options = readOptions(words);
  const postgres = await startTemporaryDatabase("bench", durable);
  try {
    await execute(postgres.urlOf("postgres"), `CREATE DATABASE ${baseName}`);
    const url = postgres.urlOf(baseName);
    await migrate(url);
    const database = createDatabase(url, 4);
    const known = await fill(database, options, say).finally(() => database.$disconnect());
    const server = await createGenbaServer({ DATABASE_URL: url }, { fresh: true });
    try {
      await server.start();
      const pageMedianMs = await measurePages(server, known, options.rounds, say);
      const { eventsPerSecond } = await measureEvents(
        url,
        postTo(server),
        { measuredMs: 10_000, warmUpMs: 3_000, batch: 500, senders: 2 },
        say,
      );
      return { pageMedianMs, eventsPerSecond };
    } finally {
      await server.remove();
    }
  } finally {
    await postgres.stop();
  }
};

async function fill(database: Database, options: Options, say: (line: string) => void): Promise<Known> {
  const began = performance.now();
  await fillHistory(database, options.tickets);
  while ((await judgeClocks(database, judgedAtOnce, Date.now())) > 0);
  await database.$executeRaw`
    INSERT INTO ticket_search (ticket_id, pairs)
    SELECT id, search_pairs(title || ' ' || description) FROM ticket ON CONFLICT DO NOTHING`;
  await fillEvents(database, options.events);
  for (const table of ["ticket_search", "ticket_fact"])
    await database.$executeRawUnsafe(`VACUUM ANALYZE ${table}`);
  const accountIds = await findAdministrators(database, administrators, await hashPassword(password));
  const middle = await database.monitorEvent.findFirstOrThrow({
    orderBy: [{ at: "desc" }, { sourceId: "asc" }, { eventId: "asc" }],
    skip: Math.floor(options.events / 2),
  });
  const ofIncident = await database.monitorEvent.findFirstOrThrow({ where: { incidentId: { not: null } } });
  const lines = await database.activity.count();
  const seconds = Math.round((performance.now() - began) / 1_000);
  say(`${options.tickets} tickets, ${lines} lines, ${options.events} events filled in ${seconds} s`);
  return {
    accountIds,
    categoryId: (await database.category.findFirstOrThrow()).id,
    incidentId: ofIncident.incidentId ?? "",
    eventPosition: { at: middle.at.getTime(), sourceId: middle.sourceId, id: middle.eventId },
    now: Date.now(),
  };
}

/** Every page once a round, so that what else the machine does falls on all of them. */
async function measurePages(
  server: GenbaServer,
  known: Known,
  rounds: number,
  say: (line: string) => void,
): Promise<Record<string, number>> {
  const askers: { readonly cookie: string; readonly pages: readonly Page[] }[] = [];
  for (const [index, accountId] of known.accountIds.entries()) {
    askers.push({ cookie: await signIn(server, index), pages: pagesOf(known, accountId) });
  }
  const times = new Map<string, number[]>();
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const asker = askers[round % askers.length];
    for (const page of asker?.pages ?? []) {
      const took = await timeOf(server, asker?.cookie ?? "", page);
      if (round >= warmUps) times.set(page.name, [...(times.get(page.name) ?? []), took]);
    }
  }
  const medians: Record<string, number> = {};
  for (const [name, all] of times) {
    medians[name] = Math.round(medianOf(all) * 10) / 10;
    say(`${name}: ${medians[name]} ms (p95 ${Math.round(percentileOf(all, 0.95))})`);
  }
  return medians;
}

async function timeOf({ port }: GenbaServer, cookie: string, page: Page): Promise<number> {
  const { path, input, isMutation = false } = page;
  const text = JSON.stringify(input);
  const url = `http://localhost:${port}/api/trpc/${path}`;
  const headers = { cookie, "content-type": "application/json", "sec-fetch-site": "same-origin" };
  const began = performance.now();
  const answer = await (isMutation
    ? fetch(url, { method: "POST", headers, body: text })
    : fetch(`${url}?input=${encodeURIComponent(text)}`, { headers }));
  const body = await answer.text();
  const took = performance.now() - began;
  if (!answer.ok) throw new Failure(`${page.name} was answered ${answer.status}: ${body.slice(0, 200)}`);
  return took;
}

async function signIn({ port }: GenbaServer, person: number): Promise<string> {
  const origin = `http://localhost:${port}`;
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email: `person-${person}@desk.example`, password }),
  });
  if (!answer.ok) throw new Failure(`The bench could not sign in: ${answer.status}.`);
  return answer.headers
    .getSetCookie()
    .map((text) => text.split(";")[0])
    .join("; ");
}

function postTo({ port }: GenbaServer) {
  return async (key: string, body: string): Promise<number> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
    const answer = await fetch(`http://localhost:${port}/api/events`, { method: "POST", headers, body });
    await answer.body?.cancel();
    return answer.status;
  };
}

function readOptions(words: readonly string[]): Options {
  const given = new Map<string, number>();
  for (let index = 0; index < words.length; index += 2) {
    const [name = "", value = ""] = words.slice(index, index + 2);
    const number = Math.round(Number(value));
    if (!["--tickets", "--events", "--rounds"].includes(name) || !(number >= 1)) throw new Failure(usage);
    given.set(name, number);
  }
  return {
    tickets: given.get("--tickets") ?? 100_000,
    events: given.get("--events") ?? 1_000_000,
    rounds: given.get("--rounds") ?? 15,
  };
}
