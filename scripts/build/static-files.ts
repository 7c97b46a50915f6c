/**
 * A tab that was open during an update still asks for files of the build before: those of the last build are
 * kept beside the new ones. Older ones go.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { listFiles } from "./source-hash";

const served = join(".next", "static");
const kept = join("build", "previous-static");
/** The files of the build itself, without those carried forward. */
const ownList = join("build", "static-files.json");

/** Before a build, which empties .next: keeps the files of the last finished build. */
export function keepStaticFiles(): void {
  if (!existsSync(ownList)) return;
  const files = JSON.parse(readFileSync(ownList, "utf8")) as string[];
  if (!files.every((file) => existsSync(file))) return;
  rmSync(kept, { recursive: true, force: true });
  for (const file of files) {
    const copy = join(kept, file.slice(served.length));
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(file, copy);
  }
}

/** After a build: notes its own files, and puts the kept ones beside them. */
export function restoreStaticFiles(): void {
  mkdirSync(dirname(ownList), { recursive: true });
  writeFileSync(ownList, JSON.stringify(listFiles(served)));
  if (existsSync(kept)) cpSync(kept, served, { recursive: true, force: false });
}
