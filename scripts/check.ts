/** `npm run check`: types, format, lint, import arrows and dead code. Every guard runs; one failure fails all. */
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { Failure, runCommand } from "./failure";
import { nodeProgram, runProgram } from "./run-program";

type Guard = { readonly name: string; readonly program: [string, string[]] };

const sourceFolders = ["core", "client", "worker", "app", "server", "jobs", "scripts", "e2e", "prisma"];
const typedFolders = ["scripts", ".", "server", "jobs", "client", "worker", "core"];
/** The guards write to pipes, so they cannot see it themselves. */
const hasColours = process.stdout.isTTY === true;
const parallel = Math.min(2, cpus().length);

const guards: readonly Guard[] = [
  ...typedFolders.map((folder) => ({
    name: folder === "." ? "types app" : `types ${folder}`,
    program: nodeProgram("typescript-native/bin/tsc", "-p", folder, "--pretty", String(hasColours)),
  })),
  {
    name: "format and lint",
    program: nodeProgram(
      "@biomejs/biome/bin/biome",
      "ci",
      `--colors=${hasColours ? "force" : "off"}`,
      "--max-diagnostics=50",
      ".",
    ),
  },
  {
    name: "import arrows",
    program: nodeProgram(
      "dependency-cruiser/bin/dependency-cruise.mjs",
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err-long",
      ...[...sourceFolders, "proxy.ts", "next.config.ts"].filter((path) => existsSync(path)),
    ),
  },
  {
    name: "docs/WORKFLOW.md",
    program: [process.execPath, ["scripts/bootstrap.mjs", "workflow-docs", "--check"]],
  },
  { name: "dead code", program: nodeProgram("knip/bin/knip.js", "--no-progress", "--no-config-hints") },
];

await runCommand(async () => {
  const waiting = [...guards];
  const failed: string[] = [];
  const worker = async () => {
    for (let guard = waiting.shift(); guard; guard = waiting.shift()) {
      if (!(await passes(guard))) failed.push(guard.name);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  if (failed.length > 0) throw new Failure(`check failed: ${failed.join(", ")}`);
  console.log("check passed");
});

async function passes({ name, program }: Guard): Promise<boolean> {
  const { code, output, seconds } = await runProgram(...program);
  console.log(`${code === 0 ? "✓" : "✗"} ${name} (${seconds.toFixed(1)} s)`);
  if (code !== 0) console.log(output.trimEnd());
  return code === 0;
}
