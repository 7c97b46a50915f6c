/**
 * The desk that dies: a real PostgreSQL that waits for its disk, and the people of the simulated world with passwords.
 * A table keeps every state that a ticket ever had, for the checks of P3.
 */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashPassword } from "better-auth/crypto";
import type { AccountId } from "../../core/ids";
import { createDatabase } from "../../server/db";
import { loadKeys } from "../../server/keys";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "../database/embedded";
import { migrate } from "../database/migrate";
import { admin, people, prepareTemplate } from "../simulate/desk";
import { execute } from "../testing/database";

export interface ChaosDesk {
  readonly database: EmbeddedDatabase;
  readonly dataFolder: string;
  /** Of everybody, for this run only. */
  readonly password: string;
  remove(): Promise<void>;
}

/** The simulator's database with PostgreSQL's own clock and ids put back. */
const realWorld = `
  UPDATE account SET email_verified = true;
  CREATE OR REPLACE FUNCTION sim.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    $$ SELECT statement_timestamp() $$;
  CREATE OR REPLACE FUNCTION sim.gen_random_uuid() RETURNS uuid LANGUAGE sql VOLATILE AS
    $$ SELECT pg_catalog.gen_random_uuid() $$`;

export async function createDesk(): Promise<ChaosDesk> {
  const dataFolder = mkdtempSync(join(tmpdir(), "genba-chaos-"));
  chmodSync(dataFolder, 0o711);
  const database = await startEmbeddedDatabase(dataFolder);
  await migrate(database.url);
  await prepareTemplate(database.url);
  await execute(database.url, realWorld);
  loadKeys(dataFolder);
  const password = randomBytes(18).toString("base64url");
  await givePasswords(database.url, password);
  return {
    database,
    dataFolder,
    password,
    remove: async () => {
      await database.stop();
      rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function givePasswords(url: string, password: string): Promise<void> {
  const client = createDatabase(url, 1);
  const hash = await hashPassword(password);
  try {
    for (const { id } of [admin, ...people])
      await client.credential.create({
        data: { userId: id, accountId: id, providerId: "credential", password: hash },
      });
  } finally {
    await client.$disconnect();
  }
}

/** The cookies of a session of this person, from a server that answers. */
export async function signIn(
  serverPort: number,
  origin: string,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${serverPort}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email: `${name}@desk.example`, password }),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${name} could not sign in: ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}

/** Who asks for what, as a client outside of a browser must say it. */
export interface Session {
  readonly accountId: AccountId;
  readonly cookie: string;
}
