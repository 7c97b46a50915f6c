/** A process that `npm start` keeps alive: started again when it ends, later each time it ends soon. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export type ChildOptions = {
  readonly name: string;
  /** Node's own arguments: the script and what it takes. */
  readonly script: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Which lines of its stdout are shown; stderr always is. */
  readonly shows: (line: string) => boolean;
};

export type Child = {
  /** Asks it to end, then insists. It is not started again. */
  stop(): Promise<void>;
};

const firstDelayMs = 500;
const delayMaxMs = 30_000;
/** One that lived this long starts with the first delay again. */
const healthyAfterMs = 60_000;
/** Long answers (live updates) hold a server open; they are cut after this. */
const graceMs = 4_000;

const lifeline = join("scripts", "lifeline.mjs");

export function startChild(options: ChildOptions): Child {
  const { name, script, env } = options;
  let child: ChildProcess | undefined;
  let restart: NodeJS.Timeout | undefined;
  let stopping = false;
  let delayMs = firstDelayMs;

  const launch = () => {
    const startedAt = performance.now();
    // A session of its own: Ctrl-C reaches the parent alone, which ends its children in order.
    child = spawn(process.execPath, ["--enable-source-maps", "--import", `./${lifeline}`, ...script], {
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    relay(child, options);
    child.once("error", (error) => console.error(`${name}: ${error.message}`));
    child.once("close", (code, signal) => {
      if (stopping) return;
      if (performance.now() - startedAt > healthyAfterMs) delayMs = firstDelayMs;
      console.error(`${name}: ended (${signal ?? code}); starting it again in ${delayMs / 1000} s`);
      restart = setTimeout(launch, delayMs);
      delayMs = Math.min(delayMs * 2, delayMaxMs);
    });
  };

  launch();
  return {
    stop: async () => {
      stopping = true;
      clearTimeout(restart);
      if (child) await end(child);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const insist = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await ended;
  clearTimeout(insist);
}

function relay(child: ChildProcess, { name, shows }: ChildOptions): void {
  if (child.stdout) {
    createInterface(child.stdout).on("line", (line) => {
      if (shows(line)) console.log(`${name}: ${line}`);
    });
  }
  if (child.stderr) createInterface(child.stderr).on("line", (line) => console.error(`${name}: ${line}`));
}
