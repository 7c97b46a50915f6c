/**
 * A monitoring system over the same bad network, and a webhook that hears of every line: what it was told is taken, and what
 * events made of tickets, are asked of the database afterwards. It does what real ones do: whatever got no answer is sent
 * again, the same ids with new ones among them, late and out of order.
 */
import type pg from "pg";
import { eventKinds } from "../../core/events/administration";
import { type MonitorEvent, severities } from "../../core/events/event";
import { webhookEvents } from "../../core/interfaces/webhook";
import { flows } from "../../core/workflow/vocabulary";
import { createDatabase } from "../../server/db";
import { createRule, createSource } from "../../server/testing/monitor";
import type { Complain } from "../simulate/checks";
import { categoryIds } from "../simulate/desk";
import type { Dice } from "../simulate/dice";

type Posted = Omit<MonitorEvent, "sourceId">;

export interface Monitoring {
  /** Posts once: a few new events, what was not answered, and now and then what was. */
  post(origin: string, dice: Dice): Promise<void>;
  /** Everything once more, over a network that is good by now; `accepted` of those that were answered is a breach. */
  postAllAgain(origin: string, complain: Complain): Promise<void>;
  readonly counts: { events: number; posts: number; unanswered: number };
  /** Every event that was ever said. */
  ids(): ReadonlySet<string>;
}

/** So few that episodes of one meet each other, and more than a storm needs. */
const fingerprints = 30;
const newMax = 12;
const againMax = 60;
const lateMaxMs = 20_000;
const answerMaxMs = 15_000;
const batchMax = 500;

/** One source, one rule for all it sends, and a webhook for everything: nobody carries what waits for it. */
export async function createMonitoring(databaseUrl: string): Promise<Monitoring> {
  const database = createDatabase(databaseUrl, 1);
  try {
    const { key } = await createSource(database, { kinds: [...eventKinds] });
    const [category] = categoryIds;
    if (category === undefined) throw new Error("the desk has no category");
    await createRule({ database, category });
    await database.webhook.create({
      data: {
        name: "all",
        url: "https://nobody.example/",
        events: [...webhookEvents],
        flows: [...flows],
        secret: "",
      },
    });
    return monitoringWith(key);
  } finally {
    await database.$disconnect();
  }
}

function monitoringWith(key: string): Monitoring {
  const said: Posted[] = [];
  const taken = new Set<string>();
  let open: Posted[] = [];
  const counts = { events: 0, posts: 0, unanswered: 0 };

  const send = async (origin: string, events: readonly Posted[]): Promise<{ accepted: number }> => {
    const answer = await fetch(`${origin}/api/events`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ events }),
      signal: AbortSignal.timeout(answerMaxMs),
    });
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status} ${body.slice(0, 200)}`);
    return JSON.parse(body) as { accepted: number };
  };

  return {
    counts,
    ids: () => new Set(said.map(({ id }) => id)),
    post: async (origin, dice) => {
      const fresh = Array.from({ length: 1 + dice.below(newMax) }, () => happened(said.length, dice, said));
      const known = said.filter(({ id }) => taken.has(id));
      const again = dice.next() < 0.3 && known.length > 0 ? [dice.pick(known), dice.pick(known)] : [];
      const batch = [...open.splice(0, againMax), ...again, ...fresh].sort(() => dice.next() - 0.5);
      counts.posts += 1;
      try {
        await send(origin, batch);
        for (const { id } of batch) taken.add(id);
      } catch {
        counts.unanswered += 1;
        open = [...batch.filter(({ id }) => !taken.has(id)), ...open];
      }
      counts.events = said.length;
    },
    postAllAgain: async (origin, complain) => {
      for (let from = 0; from < said.length; from += batchMax) {
        const batch = said.slice(from, from + batchMax);
        const unknown = batch.filter(({ id }) => !taken.has(id)).length;
        try {
          const { accepted } = await send(origin, batch);
          if (accepted > unknown)
            complain("lost", `${accepted - unknown} events were answered, and are new now`);
          const { accepted: twice } = await send(origin, batch);
          if (twice > 0) complain("duplicated", `${twice} of ${batch.length} events are new each time`);
        } catch (error) {
          complain("stuck", `events sent again: ${String(error)}`);
        }
      }
    },
  };

  function happened(index: number, dice: Dice, all: Posted[]): Posted {
    const event: Posted = {
      id: `e-${index}`,
      at: Date.now() - (dice.next() < 0.2 ? dice.below(lateMaxMs) : 0),
      status: dice.next() < 0.25 ? "recovered" : "firing",
      severity: dice.pick(severities),
      fingerprint: `f-${dice.below(fingerprints)}`,
      asset: null,
      title: "Link down",
      text: "",
      labels: {},
    };
    all.push(event);
    return event;
  }
}

/** What the steps of events are called on the timeline, and by which verdict each of them was made. */
const steps = [
  { type: "open", code: null, verdicts: ["opened", "openedSilently"] },
  { type: "reopen", code: null, verdicts: ["reopened", "reopenedSilently"] },
  { type: "resolve", code: "recovered", verdicts: ["resolved"] },
] as const;

/** No event is missing, and each did once what its row says, in its own transaction (S1). */
export async function checkMonitoring(
  side: pg.Client,
  monitoring: Monitoring,
  complain: Complain,
): Promise<Readonly<Record<string, number>>> {
  const stored = await side.query<{ id: string; verdict: string; incident: string | null }>(
    "SELECT event_id AS id, verdict, incident_id AS incident FROM monitor_event",
  );
  const ids = new Set(stored.rows.map(({ id }) => id));
  for (const id of monitoring.ids()) if (!ids.has(id)) complain("lost", `event ${id} is not stored`);
  const verdicts: Record<string, number> = {};
  for (const { id, verdict } of stored.rows) {
    verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
    // There is one rule, and it takes everything: this is what an event is called before it is judged.
    if (verdict === "unmatched") complain("stuck", `event ${id} was taken and never judged`);
  }
  const lines = await side.query<{ type: string; code: string | null; incident: string; count: number }>(
    `SELECT type, details->>'code' AS code, ticket_id AS incident, count(*)::int AS count FROM activity
     WHERE actor_id IS NULL GROUP BY 1, 2, 3`,
  );
  for (const { type, code, verdicts: named } of steps) {
    const by = countBy(
      stored.rows
        .filter(({ verdict }) => (named as readonly string[]).includes(verdict))
        .map(({ incident }) => incident ?? "none"),
    );
    const done = new Map(
      lines.rows
        .filter((line) => line.type === type && (code === null || line.code === code))
        .map(({ incident, count }) => [incident, count]),
    );
    for (const incident of new Set([...by.keys(), ...done.keys()])) {
      const [said, found] = [by.get(incident) ?? 0, done.get(incident) ?? 0];
      if (said > found) complain("lost", `${said - found} times ${type} of ${incident} by events`);
      if (said < found) complain("duplicated", `${found - said} times ${type} of ${incident} by events`);
    }
  }
  const calls = await side.query<{ lines: number; calls: number }>(
    `SELECT (SELECT count(*)::int FROM activity WHERE type NOT IN ('workNote', 'edit', 'void')) AS lines,
       (SELECT count(*)::int FROM webhook_delivery) AS calls`,
  );
  const [row] = calls.rows;
  if (row === undefined || row.calls !== row.lines)
    complain(
      row !== undefined && row.calls > row.lines ? "duplicated" : "lost",
      `${row?.lines} lines of timelines, ${row?.calls} calls of the webhook`,
    );
  return verdicts;
}

function countBy(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
