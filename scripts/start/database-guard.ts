/**
 * Holds one connection to the embedded database for as long as `npm start` runs. Its advisory lock keeps a second
 * `npm start` off the same data folder (and dies with us, so it is never stale); its end tells that the server
 * ended, which is then started again.
 */
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import type { EmbeddedDatabase } from "../database/embedded";
import { Failure } from "../failure";

const advisoryLock = 72_707_370;
/** The connection of a killed `npm start` goes within moments. */
const lockTimeoutMs = 5_000;
const retryMs = 1_000;

export type DatabaseGuard = { release(): Promise<void> };

export async function guardDatabase(database: EmbeddedDatabase, dataFolder: string): Promise<DatabaseGuard> {
  let released = false;
  let client: pg.Client;

  const hold = async () => {
    client = new pg.Client({ connectionString: database.url, application_name: "genba start" });
    client.on("error", () => undefined);
    await client.connect();
    await lock(client, dataFolder);
    client.once("end", () => {
      if (!released) void recover();
    });
  };
  const recover = async () => {
    console.error("database: ended; starting it again");
    while (!released) {
      try {
        await database.revive();
        await hold();
        return;
      } catch (error) {
        console.error(`database: ${(error as Error).message}`);
        await delay(retryMs);
      }
    }
  };

  await hold();
  return {
    release: async () => {
      released = true;
      await client.end().catch(() => undefined);
    },
  };
}

async function lock(client: pg.Client, dataFolder: string): Promise<void> {
  await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
  try {
    await client.query("SELECT pg_advisory_lock($1)", [advisoryLock]);
  } catch {
    await client.end().catch(() => undefined);
    throw new Failure(
      `Another \`npm start\` runs on ${dataFolder}: stop it, or set GENBA_DATA to another folder.`,
    );
  }
}
