/** Builds all that `npm start` runs, when the sources are not those of the last finished build. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../failure";
import { nodeProgram, runProgram } from "../run-program";
import { bundle, nodeBundle } from "./bundle";
import { checkFirstLoad } from "./first-load";
import { hashSources } from "./source-hash";
import { keepStaticFiles, restoreStaticFiles } from "./static-files";
import { buildWorker } from "./worker";

const stampFile = join("build", "built-from");
const products = [
  stampFile,
  join(".next", "BUILD_ID"),
  join("public", "sw.js"),
  join("public", "drain.js"),
  join("build", "jobs.js"),
];

/** Returns the build's id: the hash of its sources. */
export async function buildProduct(options: { force?: boolean } = {}): Promise<string> {
  const buildId = hashSources();
  if (!options.force && isBuilt(buildId)) return buildId;
  const start = performance.now();
  console.log("Building (about half a minute) …");
  keepStaticFiles();
  rmSync(stampFile, { force: true });
  await buildNext(buildId);
  checkFirstLoad();
  // Before the last build's files come back: the worker precaches those of this build alone.
  await buildWorker(buildId);
  restoreStaticFiles();
  await bundle(join("jobs", "main.ts"), join("build", "jobs.js"), nodeBundle);
  mkdirSync("build", { recursive: true });
  writeFileSync(stampFile, buildId);
  console.log(`Built ${buildId} in ${((performance.now() - start) / 1000).toFixed(0)} s.`);
  return buildId;
}

function isBuilt(buildId: string): boolean {
  return products.every((file) => existsSync(file)) && readFileSync(stampFile, "utf8") === buildId;
}

async function buildNext(buildId: string): Promise<void> {
  const { code, output } = await runProgram(...nodeProgram("next/dist/bin/next", "build"), {
    env: { GENBA_BUILD_ID: buildId, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
  });
  if (code !== 0) throw new Failure(`next build failed:\n${output.trimEnd()}`);
}
