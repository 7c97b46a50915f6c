/** What administrators chose before a cell had a stage holds for every stage that it covered. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "../scripts/database/migrate";
import { createTestDatabase, execute, type TestDatabase } from "../scripts/testing/database";

const migrations = join("prisma", "migrations");

let database: TestDatabase;
let before: string;
beforeEach(async () => {
  database = await createTestDatabase();
  await execute(database.url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  before = mkdtempSync(join(tmpdir(), "genba-migrations-"));
});
afterEach(async () => {
  await database.drop();
  rmSync(before, { recursive: true });
});

const stored = [
  "incident raiseProblem assignedGroup",
  "incident resolve holder",
  "problem reopen leads",
  "problem reopen opener",
  "standard transfer holder",
  "normal submitForReview reviewers",
  "normal approve changeGroup",
  "normal approve opener",
  "normal reject implementer",
  "emergency submitForReview reviewers",
  "emergency cancel opener",
];
const carried = [
  "incident raiseProblem assign assignedGroup",
  "incident resolve closed holder",
  "problem reopen assign leads",
  "problem reopen assign opener",
  "problem reopen investigate opener",
  "standard transfer plan holder",
  "standard transfer scheduled holder",
  "normal submitForReview closingReview reviewers",
  "normal submitForReview preDevReview reviewers",
  "normal submitForReview preLaunchReview reviewers",
  "normal approve scheduled changeGroup",
  "normal approve closed opener",
  "normal reject done implementer",
  "normal reject new implementer",
  "normal reject plan implementer",
  "emergency submitForReview closingReview reviewers",
  "emergency submitForReview preLaunchReview reviewers",
  "emergency cancel closed opener",
];

test("a rule is carried over to each stage entry that it covered, with its channels and its author", async () => {
  const names = readdirSync(migrations).filter((name) => !name.endsWith(".toml"));
  const target = names.find((name) => name.endsWith("_notification_stage")) ?? "";
  for (const name of names.filter((one) => one < target)) {
    cpSync(join(migrations, name), join(before, name), { recursive: true });
  }
  await migrate(database.url, before);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query("INSERT INTO account (name, email, role) VALUES ('admin', 'a@desk.example', 'admin')");
    for (const cell of stored) {
      await client.query(
        `INSERT INTO notify_rule (flow, action, told, inbox, push, mail, changed_by_id, changed_at)
         SELECT $1, $2, $3, true, false, true, id, '2026-11-25T00:00Z' FROM account`,
        cell.split(" "),
      );
    }
    expect(await migrate(database.url)).toContain(target);
    const { rows } = await client.query<{ cell: string; rest: unknown[] }>(
      `SELECT concat_ws(' ', flow, action, stage, told) AS cell,
         jsonb_build_array(inbox, push, mail, changed_at = '2026-11-25T00:00Z', changed_by_id IS NOT NULL) AS rest
       FROM notify_rule`,
    );
    expect(rows.map(({ cell }) => cell).sort()).toEqual([...carried].sort());
    for (const { rest } of rows) expect(rest).toEqual([true, false, true, true, true]);
  } finally {
    await client.end();
  }
});
