/** Vitest's global setup for .db.test.ts: a server in a temporary folder and the migrated template database. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedDatabase } from "../database/embedded";
import { migrate } from "../database/migrate";
import { execute, templateName } from "./database";

/** Nothing here must survive a crash, so nothing waits for the disk. */
const volatile = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };

export default async function setup(): Promise<() => Promise<void>> {
  const dataFolder = mkdtempSync(join(tmpdir(), "genba-test-database-"));
  chmodSync(dataFolder, 0o711);
  const server = await startEmbeddedDatabase(dataFolder, volatile);
  const serverUrl = server.urlOf("postgres");
  await execute(serverUrl, `CREATE DATABASE ${templateName}`);
  await migrate(server.urlOf(templateName));
  process.env.GENBA_TEST_DATABASE_SERVER = serverUrl;
  return async () => {
    await server.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
}
