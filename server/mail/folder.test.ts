import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFolderPost } from "./folder";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "genba-test-mail-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const mailOf = (id: string, raw = id) => ({
  id,
  from: "a@b.example",
  to: "c@d.example",
  raw: Buffer.from(raw),
});
const at = Date.UTC(2026, 10, 26, 4, 5, 6, 7);

test("a mail is a file for its owner's eyes, named by time", async () => {
  const folder = join(data, "mail");
  expect(await createFolderPost(folder, () => at)(mailOf("m/../1", "Subject: x"))).toEqual({ kind: "taken" });
  expect(readdirSync(folder)).toEqual(["20261126T040506007Z-m----1.eml"]);
  expect(readFileSync(join(folder, "20261126T040506007Z-m----1.eml"), "utf8")).toBe("Subject: x");
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "20261126T040506007Z-m----1.eml")).mode & 0o777).toBe(0o600);
});

test("the newest are kept, and what is no mail is left alone", async () => {
  const folder = join(data, "mail");
  let now = at;
  const post = createFolderPost(folder, () => now, 3);
  await post(mailOf("first"));
  writeFileSync(join(folder, "notes.txt"), "mine");
  for (let n = 0; n < 5; n += 1) {
    now += 1;
    await post(mailOf(String(n)));
  }
  expect(readdirSync(folder).map((name) => name.replace(/^.*-/, ""))).toEqual([
    "2.eml",
    "3.eml",
    "4.eml",
    "notes.txt",
  ]);
});

test("several at once are all whole", async () => {
  const folder = join(data, "mail");
  const post = createFolderPost(folder, () => at, 20);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => post(mailOf(`m${n}`, "x".repeat(50_000)))),
  );
  expect(answers.every(({ kind }) => kind === "taken")).toBe(true);
  const files = readdirSync(folder);
  expect(files).toHaveLength(20);
  for (const file of files) expect(statSync(join(folder, file)).size).toBe(50_000);
});

test("a folder that cannot be written takes nobody's mail, and says so", async () => {
  writeFileSync(join(data, "mail"), "a file");
  expect(await createFolderPost(join(data, "mail"), () => at)(mailOf("m"))).toMatchObject({
    kind: "away",
    alarm: expect.stringContaining(join(data, "mail")),
  });
});
