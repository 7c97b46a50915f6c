/**
 * A database of its own for one test file, cloned from a migrated template in some 50 ms. The server is started
 * by database-setup.ts, vitest's global setup of the .db.test.ts project.
 */
import { randomUUID } from "node:crypto";
import pg from "pg";

export type TestDatabase = {
  readonly url: string;
  drop(): Promise<void>;
};

export const templateName = "genba_template";

/** A fresh copy of the migrated, empty database; `drop` cuts whoever is still connected. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env.GENBA_TEST_DATABASE_SERVER;
  if (!serverUrl) throw new Error("createTestDatabase() works in files named .db.test.ts only.");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await execute(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${templateName}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
