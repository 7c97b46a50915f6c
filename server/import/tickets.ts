/** Tickets of a file: each row a history that `decide` judges, in the order of the file. */
import { createRowReader } from "../../core/import/row-reader";
import { readHistory } from "../../core/import/ticket-history";
import type { Administration } from "../admin/administer";
import { createBook } from "./book";
import type { Counts, ImportWork } from "./import";

/** Of times without a zone where the desk has no calendar: Taipei's. */
const usualOffsetMinutes = 480;

export async function importTickets(administration: Administration, work: ImportWork): Promise<Counts> {
  const { directory, names, problems, rows } = work;
  const { now } = administration;
  const calendar = [...directory.calendars.values()].find(({ isDefault }) => isDefault);
  const desk = { names, now, offsetMinutes: calendar?.offsetMinutes ?? usualOffsetMinutes };
  const book = await createBook(administration, work);
  const seen = new Set<string>();
  for await (const { fields, line } of rows) {
    const before = problems.length;
    const row = createRowReader(fields, line, problems);
    const history = readHistory(row, desk);
    if (history === null || problems.length > before) continue;
    if (seen.has(history.reference)) row.say("reference", "twice");
    else await book.add(history);
    seen.add(history.reference);
  }
  return book.close();
}
