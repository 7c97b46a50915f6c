/** A process that plays seeds, one after the other, each in a database of its own. Its parent sends them. */
import pg from "pg";
import { sessionOptions } from "./desk";
import { takeGlobals } from "./globals";
import { runSeed } from "./run";
import { takePools } from "./statements";

export interface SeedOrder {
  readonly seed: number;
  readonly actions: number;
  /** Of the server, its database `postgres`. */
  readonly serverUrl: string;
  readonly template: string;
}

takeGlobals();
takePools();

process.on("message", (order: SeedOrder) => {
  play(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.({ ready: true });

async function play({ seed, actions, serverUrl, template }: SeedOrder) {
  const name = `sim_${process.pid}_${seed}`;
  await execute(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await execute(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  url.searchParams.set("options", sessionOptions);
  const result = await runSeed(seed, url.href, actions);
  // This process is ended by its parent after a failure; what stands still would not survive the cut.
  if (!result.isStanding) await execute(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return result;
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
