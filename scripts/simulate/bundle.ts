/** Bundles the worker, of the sources as they are or with a known defect planted in them. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import type { Plugin } from "esbuild";
import { bundle, nodeBundle } from "../build/bundle";
import type { Defect, Patch } from "./defects";

const migrationsFolder = join("prisma", "migrations");
const isSql = ({ file }: Patch): boolean => file.endsWith(".sql");
const isMigration = ({ file }: Patch): boolean => file.startsWith(migrationsFolder);

/** Throws when a patch does not fit: a defect that is not there would be caught by nobody. */
export async function bundleWorker(outfile: string, defect: Defect | null): Promise<void> {
  const plugins = defect === null ? [] : [plant(defect)];
  await bundle(join("scripts", "simulate", "worker.ts"), outfile, { ...nodeBundle, plugins });
}

/** The migrations with the defect in them; null when it is none of theirs. The caller removes the folder. */
export function patchMigrations({ patches }: Defect): { readonly folder: string; remove(): void } | null {
  const own = patches.filter(isMigration);
  if (own.length === 0) return null;
  const temporary = mkdtempSync(join(tmpdir(), "genba-defect-"));
  const folder = join(temporary, "migrations");
  cpSync(migrationsFolder, folder, { recursive: true });
  for (const { file, patched } of patchedFiles(own)) {
    writeFileSync(join(folder, relative(migrationsFolder, file)), patched);
  }
  return { folder, remove: () => rmSync(dirname(folder), { recursive: true, force: true }) };
}

function plant({ patches }: Defect): Plugin {
  const sources = new Map(
    patchedFiles(patches.filter((one) => !isSql(one))).map(({ file, patched }) => [resolve(file), patched]),
  );
  const statements = patchedFiles(patches.filter((one) => isSql(one) && !isMigration(one)));
  if (statements.length > 0) {
    // The server reads its statements from their files; here from what was planted.
    const texts = Object.fromEntries(
      statements.map(({ file, patched }) => [relative("server", file), patched]),
    );
    const [reader] = patchedFiles([
      {
        file: "server/sql.ts",
        find: "text ??= readFileSync(",
        put: `text ??= (${JSON.stringify(texts)} as Record<string, string>)[path] ?? readFileSync(`,
      },
    ]);
    if (reader !== undefined) sources.set(resolve(reader.file), reader.patched);
  }
  return {
    name: "plant a defect",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = sources.get(path);
        return contents === undefined ? undefined : { contents, loader: "ts" };
      });
    },
  };
}

function patchedFiles(patches: readonly Patch[]): readonly { file: string; patched: string }[] {
  const texts = new Map<string, string>();
  for (const { file, find, put } of patches) {
    const text = texts.get(file) ?? readFileSync(file, "utf8");
    if (text.split(find).length !== 2) throw new Error(`${file} does not hold once: ${find}`);
    texts.set(
      file,
      text.replace(find, () => put),
    );
  }
  return [...texts].map(([file, patched]) => ({ file, patched }));
}
