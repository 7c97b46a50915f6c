/** Vitest's global setup for .db.test.ts: a server in a temporary folder and the migrated template database. */
import { migrate } from "../database/migrate";
import { startTemporaryDatabase } from "../database/temporary";
import { execute, templateName } from "./database";

/** Nothing here must survive a crash, so nothing waits for the disk. */
const volatile = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };

export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTemporaryDatabase("test-database", volatile);
  const serverUrl = server.urlOf("postgres");
  await execute(serverUrl, `CREATE DATABASE ${templateName}`);
  await migrate(server.urlOf(templateName));
  process.env.GENBA_TEST_DATABASE_SERVER = serverUrl;
  return server.stop;
}
