/** A PostgreSQL of the bench's own, in a temporary folder: as `npm start` runs it, every COMMIT on the disk. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "../database/embedded";

/** Said, though they are PostgreSQL's defaults: without them a bench measures nothing that anybody may promise. */
const durable = { fsync: "on", synchronous_commit: "on", full_page_writes: "on" };

export async function withTemporaryDatabase<Result>(
  use: (server: Pick<EmbeddedDatabase, "urlOf">) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "genba-bench-"));
  // PostgreSQL does not run as root; its account must reach its files.
  chmodSync(folder, 0o711);
  try {
    const server = await startEmbeddedDatabase(folder, durable);
    try {
      return await use(server);
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
