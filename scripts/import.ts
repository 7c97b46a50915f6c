/**
 * npm run import -- people|groups|assets|tickets FILE.csv[.gz] --as EMAIL [--trial]
 *
 * Brings a file into the desk that `npm start` runs, as the page of administration does, by the administrator of that
 * address: all of it or nothing. --trial says what it would do. Tickets may be the ServiceNow log as it is.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { AccountId } from "../core/ids";
import { type ImportKind, type ImportReport, importKinds } from "../core/import/import";
import { importFile } from "../server/import/import";
import { Failure, runCommand } from "./failure";
import { connectToDesk, findRunningDesk } from "./running-desk";

const usage = `npm run import -- ${importKinds.join("|")} FILE.csv[.gz] --as EMAIL [--trial]`;

await runCommand(async () => {
  const { kind, file, email, isTrial } = readWords(process.argv.slice(2));
  const bytes = readFile(file);
  const database = connectToDesk(findRunningDesk());
  try {
    const actor = await database.account.findUnique({ where: { email } });
    if (actor?.role !== "admin" || !actor.active) throw new Failure(`${email} is no administrator here.`);
    const began = performance.now();
    const order = { id: randomUUID(), kind, fileName: basename(file), isTrial };
    const report = await importFile(database, actor.id as AccountId, order, bytes, () => undefined);
    print(report, (performance.now() - began) / 1_000);
    if (report.problemCount > 0) throw new Failure("Nothing was brought in.");
  } finally {
    await database.$disconnect();
  }
});

function readWords(words: readonly string[]) {
  const [kind = "", file = "", ...rest] = words;
  const at = rest.indexOf("--as");
  const email = at < 0 ? undefined : rest[at + 1];
  const isKind = (word: string): word is ImportKind => (importKinds as readonly string[]).includes(word);
  if (!isKind(kind) || file === "" || email === undefined) throw new Failure(usage);
  return { kind, file, email, isTrial: rest.includes("--trial") };
}

function readFile(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    throw new Failure(`${file} cannot be read.`);
  }
}

function print(report: ImportReport, seconds: number): void {
  for (const { line, column, code, value, refusal } of [...report.problems, ...report.notes]) {
    console.log([`line ${line}`, column, code, refusal, value].filter(Boolean).join(" · "));
  }
  const { rows, created, changed, unchanged, problemCount, isStored } = report;
  console.log(
    `${rows} rows: ${created} added, ${changed} changed, ${unchanged} there already, ${problemCount} problems, ` +
      `${isStored ? "stored" : "nothing stored"}, ${seconds.toFixed(1)} s`,
  );
}
