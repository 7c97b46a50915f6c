import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BadRow, checkLogFile, readIncidents } from "./log-reader";

const header =
  "number,ident_state,opened_by,opened_at,sys_updated_by,sys_updated_at,location,category,category,impact,urgency";
const rowOf = (number: number, by = "8") =>
  `${number},New,${by},29/2/2016 01:16,21,29/2/2016 01:23,143,55,170,2,2`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "genba-test-log-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(bytes: Buffer | string): string {
  const path = join(folder, "log.csv.gz");
  writeFileSync(path, bytes);
  return path;
}

async function readAll(path: string, limit = 1_000_000) {
  const bad: BadRow[] = [];
  const numbers: number[] = [];
  for await (const rows of readIncidents(path, limit, (row) => bad.push(row))) {
    numbers.push(Number(rows[0]?.number));
  }
  return { numbers, bad };
}

test("a log is read to its end, or to the incident asked for", async () => {
  const path = write(gzipSync([header, rowOf(1), rowOf(1), rowOf(2), rowOf(3), ""].join("\n")));
  expect(await checkLogFile(path)).toBe("whole");
  expect(await readAll(path)).toEqual({ numbers: [1, 2, 3], bad: [] });
  expect((await readAll(path, 2)).numbers).toEqual([1, 2]);
});

test("what cannot be opened or is no gzip says so", async () => {
  const missing = join(folder, "missing.csv.gz");
  mkdirSync(join(folder, "folder"));
  const plain = write([header, rowOf(1)].join("\n"));
  for (const [path, words] of [
    [missing, "ENOENT"],
    [join(folder, "folder"), "EISDIR"],
    [plain, "no gzip"],
  ] as const) {
    await expect(checkLogFile(path)).rejects.toThrow(words);
    await expect(readAll(path)).rejects.toThrow();
  }
});

test.each([
  ["nothing", ""],
  ["another table", gzipSync("a,b\n1,2\n")],
  ["one endless line", gzipSync("x".repeat(300_000))],
])("a file with %s in it is no log", async (_name, bytes) => {
  await expect(readAll(write(bytes))).rejects.toThrow();
});

test("a file that was cut off is read up to the cut", async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => rowOf(index + 1, `${(index * 7_919) % 9_973}`));
  const whole = gzipSync([header, ...rows].join("\n"));
  const path = write(whole.subarray(0, Math.floor(whole.length / 2)));
  expect(await checkLogFile(path)).toBe("cut");
  const { numbers, bad } = await readAll(path);
  expect(numbers.length).toBeGreaterThan(5_000);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  // The row at the cut itself.
  expect(bad.length).toBeLessThanOrEqual(1);
});

test("a bad row is reported with its line and left out, a stray quote too", async () => {
  const lines = [
    header,
    rowOf(1),
    rowOf(2, '"8'),
    rowOf(3, '8"x'),
    "4,New",
    rowOf(5).replace("New", "?"),
    rowOf(6),
  ];
  const { numbers, bad } = await readAll(write(gzipSync(lines.join("\n"))));
  expect(numbers).toEqual([1, 6]);
  expect(bad.map(({ line, number }) => [line, number])).toEqual([
    [3, "2"],
    [4, "3"],
    [5, "4"],
    [6, "5"],
  ]);
  expect(bad[0]?.reason).toContain("quote");
  expect(bad[2]?.reason).toContain("columns");
});
