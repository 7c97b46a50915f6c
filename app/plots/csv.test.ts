import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CsvCell, toCsv } from "./csv";

/** Read by another library than the one that writes. */
const read = (csv: string): string[][] =>
  parse(csv, { bom: true, relax_column_count: true, record_delimiter: "\r\n" });

const signs = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"];
const text = fc.oneof(
  fc.string({ unit: "binary" }).filter((value) => !value.includes("\ufeff")),
  fc.tuple(fc.constantFrom(...signs, '"', ",", " ", "'", "圖"), fc.string()).map((parts) => parts.join("")),
);
const cell: fc.Arbitrary<CsvCell> = fc.oneof(
  text,
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(null),
);

test("what is read back is what was written, and no text begins a formula", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
      (rows) => {
        const back = read(toCsv(rows));
        expect(back).toHaveLength(rows.length);
        rows.forEach((cells, row) => {
          cells.forEach((value, column) => {
            const found = back[row]?.[column] ?? "";
            if (typeof value === "string") {
              expect(signs.some((sign) => found.startsWith(sign))).toBe(false);
              expect(signs.some((sign) => value.startsWith(sign)) ? `'${value}` : value).toBe(found);
            } else expect(found).toBe(value === null ? "" : String(value));
          });
        });
      },
    ),
    { numRuns: 500 },
  );
});

test("a text of several lines is guarded too, a negative number stays a number", () => {
  expect(toCsv([["=1\n2", -5, null]])).toBe('\ufeff"\'=1\n2",-5,\r\n');
});
