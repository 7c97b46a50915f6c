/** Bundles one of our own programs with esbuild and puts it in place in one step. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type BuildOptions, build, stop } from "esbuild";
import { Failure } from "../failure";

/** For Node: packages stay in node_modules. */
export const nodeBundle: BuildOptions = {
  platform: "node",
  format: "esm",
  target: "node20.19",
  packages: "external",
  sourcemap: "inline",
};

export async function bundle(entry: string, outfile: string, options: BuildOptions): Promise<void> {
  const result = await build({
    ...options,
    entryPoints: [entry],
    outfile,
    bundle: true,
    write: false,
    logLevel: "error",
  }).catch(() => {
    throw new Failure(`${entry} could not be bundled: see the lines above.`);
  });
  // Else esbuild's own process stays for as long as ours.
  await stop();
  mkdirSync(dirname(outfile), { recursive: true });
  for (const file of result.outputFiles ?? []) {
    const temporary = `${file.path}.${process.pid}`;
    writeFileSync(temporary, file.contents);
    renameSync(temporary, file.path);
  }
}
