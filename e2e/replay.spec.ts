/** kill -9 of everything while the log is replayed: no acknowledged action is missing, none is there twice. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "playwright/test";
import { findRunningDesk } from "../scripts/running-desk";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { writeSmallLog } from "./fixtures/small-log";

const incidents = 80;
const kills = 1;

let server: GenbaServer;
let folder: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  folder = mkdtempSync(join(tmpdir(), "genba-replay-"));
  server = await createGenbaServer();
  await server.start();
});
test.afterAll(async () => {
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("[P1, S3] replay goes on through kill -9 of everything, and started again repeats itself", async () => {
  test.setTimeout(300_000);
  const log = join(folder, "log.csv.gz");
  const acknowledged = join(folder, "acknowledged.txt");
  writeSmallLog(log, incidents);

  const run = startReplay(log, acknowledged);
  for (let kill = 1; kill <= kills; kill += 1) {
    await expect.poll(() => linesOf(acknowledged).length, { timeout: 60_000 }).toBeGreaterThan(kill * 60);
    expect(run.process.exitCode, "the replay must still be at work when everything is killed").toBeNull();
    await server.kill9();
    await server.start();
  }
  expect(await run.ended, run.output()).toBe(0);
  expect(run.output()).toContain(`${incidents} incidents`);
  expect(run.output()).toContain(`${incidents / 10} bad rows left out`);
  const [, sent, applied, superseded, returned] =
    /sent (\d+) · applied (\d+) · superseded (\d+) · returned (\d+) · held 0/.exec(run.output()) ?? [];
  expect(Number(applied) + Number(superseded) + Number(returned)).toBe(Number(sent));

  const acknowledgements = linesOf(acknowledged);
  expect(acknowledgements).toHaveLength(Number(sent));
  const stored = await readStored();
  expect(stored.outcomes.size).toBe(Number(sent));
  for (const line of acknowledgements) {
    const [actionId = "", kind] = line.split(" ");
    expect(stored.outcomes.get(actionId), actionId).toBe(kind);
    // Applied: its one line of the timeline is there.
    if (kind === "applied") expect(stored.activities.has(actionId), actionId).toBe(true);
  }
  expect(stored.twice).toEqual([]);

  // The same words again: everything is answered with what was stored, nothing is added.
  const again = startReplay(log, join(folder, "again.txt"));
  expect(await again.ended, again.output()).toBe(0);
  expect(linesOf(join(folder, "again.txt")).sort()).toEqual([...acknowledgements].sort());
  const after = await readStored();
  expect(after.outcomes.size).toBe(stored.outcomes.size);
  expect(after.activities.size).toBe(stored.activities.size);
});

function startReplay(log: string, acknowledged: string) {
  const child = spawn(
    process.execPath,
    ["scripts/bootstrap.mjs", "replay", log, "--incidents", String(incidents), "--devices", "12"].concat([
      "--acknowledged",
      acknowledged,
    ]),
    {
      env: { ...process.env, PORT: String(server.port), GENBA_DATA: server.dataFolder },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = once(child, "exit").then(([code]) => code as number | null);
  return { process: child, ended, output: () => output };
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
}

interface Stored {
  readonly outcomes: ReadonlyMap<string, string>;
  readonly activities: ReadonlySet<string>;
  /** Tickets with the same human number, activities of one action on one ticket: there must be none. */
  readonly twice: readonly string[];
}

async function readStored(): Promise<Stored> {
  const { databaseUrl } = findRunningDesk({ GENBA_DATA: server.dataFolder });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const outcomes = await client.query<{ id: string; kind: string }>(
      `select action_id as id, outcome ->> 'kind' as kind from action_outcome
       join account on account.id = account_id where email like 'replay-%'`,
    );
    const activities = await client.query<{ id: string }>(
      `select activity.id from activity join account on account.id = actor_id where email like 'replay-%'`,
    );
    const twice = await client.query<{ what: string }>(
      `select flow || ' ' || number as what from ticket group by flow, number having count(*) > 1
       union all
       select ticket_id || ' ' || type || ' ' || occurred_at from activity
       where type = 'open' group by ticket_id, type, occurred_at having count(*) > 1`,
    );
    return {
      outcomes: new Map(outcomes.rows.map(({ id, kind }) => [id, kind])),
      activities: new Set(activities.rows.map(({ id }) => id)),
      twice: twice.rows.map(({ what }) => what),
    };
  } finally {
    await client.end();
  }
}
