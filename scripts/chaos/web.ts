/** Several web processes as `npm start` runs one, each on a port of its own: killed here, and started again. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../failure";

export interface WebProcesses {
  readonly ports: readonly number[];
  /** `kill -9`; it is started again a moment later. */
  kill(index: number): void;
  /** All of them answer, with the database. */
  healthy(): Promise<void>;
  /** What they complained of last. */
  complaints(): readonly string[];
  stop(): Promise<void>;
}

const restartMs = 300;
const healthyTimeoutMs = 60_000;
const complaintsMax = 60;

/** Needs a finished build. `env` is what `npm start` would give them. */
export function startWebProcesses(
  ports: readonly number[],
  env: Readonly<Record<string, string>>,
): WebProcesses {
  const complaints: string[] = [];
  const children: ChildProcess[] = [];
  let isStopping = false;

  const launch = (index: number): void => {
    const next = join("node_modules", "next", "dist", "bin", "next");
    const child = spawn(
      process.execPath,
      ["--import", "./scripts/lifeline.mjs", next, "start", "-H", "127.0.0.1", "-p", String(ports[index])],
      { env: { ...process.env, ...env }, stdio: ["pipe", "ignore", "pipe"], detached: true },
    );
    children[index] = child;
    createInterface(child.stderr as NodeJS.ReadableStream).on("line", (line) => {
      complaints.push(`web ${index}: ${line}`);
      if (complaints.length > complaintsMax) complaints.shift();
    });
    child.once("exit", () => {
      if (!isStopping) setTimeout(() => isStopping || launch(index), restartMs);
    });
  };
  const kill = (index: number): void => {
    const { pid } = children[index] ?? {};
    if (pid === undefined) return;
    try {
      // Its whole group: Next may have children of its own.
      process.kill(-pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  ports.forEach((_, index) => {
    launch(index);
  });
  return {
    ports,
    kill,
    healthy: async () => {
      const deadline = performance.now() + healthyTimeoutMs;
      for (const port of ports) {
        while (!(await isHealthy(port))) {
          if (performance.now() > deadline)
            throw new Failure(`A web process does not answer:\n${complaints.join("\n")}`);
          await delay(100);
        }
      }
    },
    complaints: () => complaints,
    stop: async () => {
      isStopping = true;
      const ended = children.map(
        (child) =>
          new Promise<void>((resolve) => {
            if (child.exitCode !== null || child.signalCode !== null) resolve();
            else child.once("exit", () => resolve());
          }),
      );
      children.forEach((_, index) => {
        kill(index);
      });
      await Promise.all(ended);
    },
  };
}

async function isHealthy(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/health`, {
    signal: AbortSignal.timeout(3_000),
  }).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok === true;
}
