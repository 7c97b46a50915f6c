/** Runs a program of node_modules and waits for its end. */
import { spawn } from "node:child_process";
import { join } from "node:path";

export type ProgramResult = { readonly code: number; readonly output: string; readonly seconds: number };

export type ProgramOptions = {
  readonly env?: Readonly<Record<string, string>>;
  /** Also shows the output while it appears. */
  readonly show?: boolean;
};

/** Runs `command` with its arguments; the output is stdout and stderr in the order they came. */
export async function runProgram(
  command: string,
  programArguments: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const start = performance.now();
  const child = spawn(command, programArguments, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      if (options.show) process.stdout.write(chunk);
    });
  }
  const code = await new Promise<number>((resolve) => {
    child.once("error", (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      resolve(127);
    });
    child.once("close", (exitCode) => resolve(exitCode ?? 1));
  });
  return { code, output: Buffer.concat(chunks).toString(), seconds: (performance.now() - start) / 1000 };
}

/** The command line of a package's program, started by this Node: [command, ...arguments]. */
export function nodeProgram(script: string, ...programArguments: string[]): [string, string[]] {
  return [process.execPath, [join("node_modules", script), ...programArguments]];
}
