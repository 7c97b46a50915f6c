/**
 * npm run bench -- events [--json] [--seconds S] [--batch N] [--senders N]
 *
 * How many monitoring events a second the desk takes, as `npm start` serves it: batches posted to /api/events by several
 * sources at once, each answered after its COMMIT on the disk. Of a hundred events 97 are appended to open incidents, one
 * opens another, one recovers and one is a repeat. It needs a finished `npm run build`.
 */
import { randomUUID } from "node:crypto";
import { createGenbaServer } from "../../e2e/fixtures/genba-server";
import { createDatabase, type Database } from "../../server/db";
import { createRule, createSource } from "../../server/testing/monitor";
import { findEmbeddedDatabase } from "../database/embedded";
import { Failure } from "../failure";
import { type Bench, medianOf, percentileOf } from "./bench";

export interface EventsBenchOptions {
  readonly measuredMs: number;
  readonly warmUpMs: number;
  /** Events in a request, and requests under way. */
  readonly batch: number;
  readonly senders: number;
}
export interface EventsBenchNumbers {
  readonly eventsPerSecond: number;
  readonly batchP50Ms: number;
  readonly batchP95Ms: number;
  readonly incidents: number;
}

/** Posts a body with a source's key; answers the status. */
export type Post = (key: string, body: string) => Promise<number>;

/** Of each sender; each is a rule of its own, as sites are. */
const openFingerprints = 400;
const oftenIn = 100;

export const eventsBench: Bench = async (words, say) => {
  const options = readOptions(words);
  const server = await createGenbaServer({});
  try {
    await server.start();
    const url = findEmbeddedDatabase(server.dataFolder);
    if (url === undefined) throw new Failure("The bench's PostgreSQL is not running.");
    const post: Post = async (key, body) => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
      const answer = await fetch(`http://localhost:${server.port}/api/events`, {
        method: "POST",
        headers,
        body,
      });
      await answer.body?.cancel();
      return answer.status;
    };
    return await measureEvents(url, post, options, say);
  } finally {
    await server.remove();
  }
};

function readOptions(words: readonly string[]): EventsBenchOptions {
  const given = new Map<string, number>();
  for (let index = 0; index < words.length; index += 2) {
    const [name = "", value = ""] = words.slice(index, index + 2);
    if (!["--seconds", "--batch", "--senders"].includes(name) || !(Number(value) > 0))
      throw new Failure("npm run bench -- events [--json] [--seconds S] [--batch N] [--senders N]");
    given.set(name, Number(value));
  }
  return {
    measuredMs: (given.get("--seconds") ?? 10) * 1_000,
    warmUpMs: 3_000,
    batch: given.get("--batch") ?? 500,
    senders: given.get("--senders") ?? 2,
  };
}

/** Against a server on the database at `url`, which has a category. */
export async function measureEvents(
  url: string,
  post: Post,
  options: EventsBenchOptions,
  say: (line: string) => void,
): Promise<EventsBenchNumbers> {
  const database = createDatabase(url, 2);
  try {
    const senders = await addSenders(database, options.senders);
    await sendFor(options.warmUpMs, senders, post, options.batch);
    const before = await countIncidents(database);
    const { events, tookMs, batchMs } = await sendFor(options.measuredMs, senders, post, options.batch);
    const numbers = {
      eventsPerSecond: Math.round((events * 1_000) / tookMs),
      batchP50Ms: Math.round(medianOf(batchMs)),
      batchP95Ms: Math.round(percentileOf(batchMs, 0.95)),
      incidents: (await countIncidents(database)) - before,
    };
    say(
      `${options.senders} senders, ${options.batch} events a request: ${numbers.eventsPerSecond} events a second; ` +
        `a request takes ${numbers.batchP50Ms} ms (median), ${numbers.batchP95Ms} (p95); ${numbers.incidents} incidents opened`,
    );
    return numbers;
  } finally {
    await database.$disconnect();
  }
}

type Sender = { readonly key: string; readonly area: string; sent: number; last: object | null };

async function addSenders(database: Database, count: number): Promise<readonly Sender[]> {
  const category = await database.category.findFirst();
  if (category === null) throw new Failure("The bench's desk has no category.");
  const desk = { database, category: category.id as never };
  const senders: Sender[] = [];
  for (let n = 0; n < count; n += 1) {
    const area = `area-${n}-${randomUUID()}`;
    const condition = { field: "label.area", operator: "equals", value: area } as const;
    const filter = { sourceIds: [], severities: [], assetTags: [], conditions: [condition] };
    await createRule(desk, { filter }, n);
    senders.push({ key: (await createSource(database)).key, area, sent: 0, last: null });
  }
  return senders;
}

/** Each sends batch after batch until time is up, and finishes the one that it began: all of it is counted. */
async function sendFor(durationMs: number, senders: readonly Sender[], post: Post, size: number) {
  const start = performance.now();
  const batchMs: number[] = [];
  let events = 0;
  await Promise.all(
    senders.map(async (sender) => {
      while (performance.now() - start < durationMs) {
        const body = JSON.stringify({ events: Array.from({ length: size }, () => nextEvent(sender)) });
        const from = performance.now();
        const status = await post(sender.key, body);
        if (status !== 200) throw new Failure(`events: the server answered ${status}.`);
        batchMs.push(performance.now() - from);
        events += size;
      }
    }),
  );
  return { events, tookMs: performance.now() - start, batchMs };
}

function nextEvent(sender: Sender): object {
  const n = sender.sent;
  sender.sent += 1;
  const kind = n % oftenIn;
  if (kind === 1 && sender.last !== null) return sender.last;
  const fingerprint = kind === 0 ? `new ${n}` : kind === 2 ? `new ${n - 2}` : `open ${n % openFingerprints}`;
  const event = {
    id: randomUUID(),
    at: Date.now(),
    status: kind === 2 ? "recovered" : "firing",
    severity: "warning",
    fingerprint,
    title: `Link ${fingerprint} of switch ${n % openFingerprints} is down`,
    text: "The interface has been down for more than a minute; see the runbook.",
    labels: { area: sender.area, job: "snmp", instance: `10.0.${n % 250}.1:9116`, alertname: "LinkDown" },
  };
  sender.last = event;
  return event;
}

function countIncidents(database: Database): Promise<number> {
  return database.ticket.count({ where: { openerId: "00000000-0000-0000-0000-000000000000" } });
}
