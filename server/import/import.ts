/**
 * Bringing in a file (docs/decisions/0045-import-and-export.md): one transaction, so all of it or nothing. A trial is the
 * same work, rolled back. Done twice under one id it answers what was done, and does nothing.
 */
import type { AccountId } from "../../core/ids";
import { type ImportKind, type ImportReport, problemsShown, type RowProblem } from "../../core/import/import";
import { type DeskNames, deskNames } from "../../core/import/names";
import { type Administration, administer, type Terms } from "../admin/administer";
import { allowSilence, type Database } from "../db";
import { type Directory, readDesk } from "../directory/directory";
import { importAssets } from "./assets";
import { importGroups, importPeople, readEmails } from "./directory";
import { type CsvRow, readCsv } from "./read-csv";
import { importLog, isServiceNowLog } from "./service-now/import-log";
import { importTickets } from "./tickets";

export type ImportOrder = {
  /** The sender's own, so that a request whose answer was lost can be made again. */
  readonly id: string;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly isTrial: boolean;
};

export type Counts = { readonly created: number; readonly changed: number; readonly unchanged: number };

/** What the import of one kind works on. Rows are read once, from `rows`. */
export type ImportWork = {
  readonly rows: AsyncIterable<CsvRow>;
  readonly directory: Directory;
  readonly names: DeskNames;
  /** Grows; the first one that is there means that nothing is stored. */
  readonly problems: RowProblem[];
  /** What was left out and does not stop the rest. */
  readonly notes: RowProblem[];
  readonly isTrial: boolean;
  readonly onRow: () => void;
};

const terms: Terms = { maxWait: 10_000, timeout: 15 * 60_000, lock: 72_707_373 };
/** Tickets take minutes: they wait for each other, and nobody's administration for them. */
const ticketTerms: Terms = { ...terms, lock: 72_707_374 };

/** What ends the transaction of a trial, or of a file with problems. */
class NotStored extends Error {
  constructor(readonly report: ImportReport) {
    super("not stored");
  }
}

/** `onProgress`: rows read so far. Throws Refusal: `session.none`, `admin.only`. */
export async function importFile(
  database: Database,
  actorId: AccountId,
  order: ImportOrder,
  bytes: Uint8Array,
  onProgress: (rows: number) => void,
): Promise<ImportReport> {
  try {
    return await administer(
      database,
      actorId,
      "admin",
      (administration) => importOnce(administration, order, bytes, onProgress),
      order.kind === "tickets" ? ticketTerms : terms,
    );
  } catch (error) {
    if (error instanceof NotStored) return error.report;
    throw error;
  }
}

async function importOnce(
  administration: Administration,
  order: ImportOrder,
  bytes: Uint8Array,
  onProgress: (rows: number) => void,
): Promise<ImportReport> {
  const { transaction } = administration;
  // A file is read to its end before much is asked of the database.
  await allowSilence(transaction);
  const done = await transaction.adminChange.findUnique({ where: { id: order.id } });
  if (done !== null) return reportOf(done.after as unknown as Stored);
  const directory = await readDesk(transaction);
  const problems: RowProblem[] = [];
  const notes: RowProblem[] = [];
  let rows = 0;
  const onRow = () => {
    rows += 1;
    onProgress(rows);
  };
  const names = deskNames(directory, await readEmails(transaction));
  const { isTrial } = order;
  const read = counted(readCsv(order.kind, bytes, problems), onRow);
  const work = { rows: read, directory, names, problems, notes, isTrial, onRow };
  const counts = await bringIn(administration, order.kind, work, bytes);
  const report = {
    kind: order.kind,
    rows,
    ...counts,
    problems: problems.slice(0, problemsShown),
    problemCount: problems.length,
    notes: notes.slice(0, problemsShown),
    isStored: !isTrial && problems.length === 0,
  };
  if (!report.isStored) throw new NotStored(report);
  await administration.record({
    id: order.id,
    kind: "import.done",
    subjectId: null,
    subjectName: order.fileName,
    before: {},
    after: { importKind: order.kind, rows, ...counts } satisfies Stored,
  });
  return report;
}

/** What the history keeps of it. */
type Stored = Counts & { readonly importKind: ImportKind; readonly rows: number };

function reportOf({ importKind, ...counts }: Stored): ImportReport {
  return { ...counts, kind: importKind, problems: [], problemCount: 0, notes: [], isStored: true };
}

async function* counted(rows: AsyncIterable<CsvRow>, onRow: () => void): AsyncGenerator<CsvRow> {
  for await (const row of rows) {
    onRow();
    yield row;
  }
}

async function bringIn(
  administration: Administration,
  kind: ImportKind,
  work: ImportWork,
  bytes: Uint8Array,
): Promise<Counts> {
  switch (kind) {
    case "people":
      return importPeople(administration, work);
    case "groups":
      return importGroups(administration, work);
    case "assets":
      return importAssets(administration, work);
    case "tickets":
      return (await isServiceNowLog(bytes))
        ? importLog(administration, work, bytes)
        : importTickets(administration, work);
  }
}
