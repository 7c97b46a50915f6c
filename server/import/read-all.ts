/** Rows of a file about people, groups and assets: each by the key that it is known by. */
import { createRowReader, type RowReader } from "../../core/import/row-reader";
import type { Counts, ImportWork } from "./import";

/** Each row read, the same key twice said. */
export async function readAll<Row>(
  { rows, problems }: ImportWork,
  column: string,
  read: (reader: RowReader) => Row | null,
  keyOf: (row: Row) => string,
): Promise<readonly Row[]> {
  const found = new Map<string, Row>();
  for await (const { fields, line } of rows) {
    const reader = createRowReader(fields, line, problems);
    const row = read(reader);
    if (row === null) continue;
    if (found.has(keyOf(row))) reader.say(column, "twice");
    else found.set(keyOf(row), row);
  }
  return [...found.values()];
}

export const noCounts: Counts = { created: 0, changed: 0, unchanged: 0 };
