/**
 * A PostgreSQL of the bench's own, in a temporary folder: as `npm start` runs it, every COMMIT on the disk. It is in a
 * session of its own, so a keeper ends it where the bench was killed and could not.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "../database/embedded";
import { findPostmaster } from "../database/postmaster";

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
    const keeper = startKeeper(folder);
    try {
      return await use(server);
    } finally {
      keeper?.kill("SIGKILL");
      await server.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Its input ends with us, however we end: SIGQUIT needs nobody's patience, and what is left behind is thrown away. */
const keeper = `
  const [pid, folder] = process.argv.slice(1);
  process.on("SIGINT", () => {}).on("SIGTERM", () => {}).on("SIGHUP", () => {});
  process.stdin.resume().once("end", () => {
    try { process.kill(Number(pid), "SIGQUIT"); } catch {}
    setTimeout(() => require("node:fs").rmSync(folder, { recursive: true, force: true, maxRetries: 20 }), 1000);
  });`;

/** Undefined where the server has ended by itself already. */
function startKeeper(folder: string): ChildProcess | undefined {
  const postmaster = findPostmaster(join(folder, "pg"));
  if (postmaster === undefined) return undefined;
  const child = spawn(process.execPath, ["-e", keeper, String(postmaster.pid), folder], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  child.unref();
  (child.stdin as { unref?(): void } | null)?.unref?.();
  return child;
}
