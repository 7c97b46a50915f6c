/**
 * A PostgreSQL in a temporary folder, for tests and tools. It is in a session of its own, so a keeper ends it where whoever
 * started it was killed and could not.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "./embedded";
import { findPostmaster } from "./postmaster";

export interface TemporaryDatabase extends Pick<EmbeddedDatabase, "urlOf"> {
  /** And nothing of it is left. */
  stop(): Promise<void>;
}

/** `name` is part of the folder's, `settings` are PostgreSQL's. */
export async function startTemporaryDatabase(
  name: string,
  settings: Readonly<Record<string, string>>,
): Promise<TemporaryDatabase> {
  const folder = mkdtempSync(join(tmpdir(), `genba-${name}-`));
  // PostgreSQL does not run as root; its account must reach its files.
  chmodSync(folder, 0o711);
  const server = await startEmbeddedDatabase(folder, settings);
  const keeper = startKeeper(folder);
  return {
    urlOf: server.urlOf,
    stop: async () => {
      keeper?.kill("SIGKILL");
      await server.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
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
