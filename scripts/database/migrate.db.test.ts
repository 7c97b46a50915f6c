import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestDatabase, execute, type TestDatabase } from "../testing/database";
import { migrate } from "./migrate";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  await execute(database.url, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  folder = mkdtempSync(join(tmpdir(), "genba-migrations-"));
});

afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

test("migrations are applied once, in the order of their names", async () => {
  add("2_fill", "INSERT INTO a VALUES (1); INSERT INTO a VALUES (2);");
  add("1_make", "CREATE TABLE a (n int);");
  expect(await migrate(database.url, folder)).toEqual(["1_make", "2_fill"]);
  expect(await migrate(database.url, folder)).toEqual([]);
  expect(await rows("SELECT n FROM a ORDER BY n")).toEqual([{ n: 1 }, { n: 2 }]);
});

test("two programs that start together apply each migration once", async () => {
  add("1_make", "CREATE TABLE a (n int); SELECT pg_sleep(0.2);");
  const applied = await Promise.all([migrate(database.url, folder), migrate(database.url, folder)]);
  expect(applied.flat()).toEqual(["1_make"]);
});

test("a migration that fails leaves nothing, names its line, and is tried again", async () => {
  add("1_make", "CREATE TABLE a (n int);\nINSERT INTO nowhere VALUES (1);");
  await expect(migrate(database.url, folder)).rejects.toThrow(
    /^Migration 1_make failed.*nowhere.*\(line 2\)/,
  );
  expect(await rows("SELECT to_regclass('a') AS a")).toEqual([{ a: null }]);
  add("1_make", "CREATE TABLE a (n int);");
  expect(await migrate(database.url, folder)).toEqual(["1_make"]);
});

test("a migration that was changed after it was applied is refused", async () => {
  add("1_make", "CREATE TABLE a (n int);");
  await migrate(database.url, folder);
  add("1_make", "CREATE TABLE a (n bigint);");
  await expect(migrate(database.url, folder)).rejects.toThrow("Migration 1_make was changed");
});

test("a database of a newer program is refused", async () => {
  add("1_make", "CREATE TABLE a (n int);");
  await migrate(database.url, folder);
  rmSync(join(folder, "1_make"), { recursive: true });
  await expect(migrate(database.url, folder)).rejects.toThrow("start a newer program");
});

test("what Prisma itself left unfinished is refused; what it rolled back is applied", async () => {
  add("1_make", "CREATE TABLE a (n int);");
  await migrate(database.url, folder);
  await execute(database.url, "UPDATE _prisma_migrations SET finished_at = NULL, logs = 'broken'");
  await expect(migrate(database.url, folder)).rejects.toThrow("prisma migrate resolve");
  await execute(database.url, "UPDATE _prisma_migrations SET rolled_back_at = now(); DROP TABLE a");
  expect(await migrate(database.url, folder)).toEqual(["1_make"]);
});

test("a role that may not create, and another program that migrates for ever, are one line", async () => {
  const role = `reader_${randomUUID().replaceAll("-", "")}`;
  await execute(database.url, `CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
  const url = new URL(database.url);
  url.username = role;
  url.password = "x";
  const refused = /^The role of DATABASE_URL may not migrate[^\n]+$/;
  await expect(migrate(url.href, folder)).rejects.toThrow(refused);
  await execute(database.url, `GRANT USAGE ON SCHEMA public TO ${role}`);
  await expect(migrate(url.href, folder)).rejects.toThrow(refused);
  await execute(database.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);

  const holder = new pg.Client({ connectionString: database.url });
  await holder.connect();
  try {
    await holder.query("SELECT pg_advisory_lock(72707369)");
    await expect(migrate(database.url, folder, 1)).rejects.toThrow(/^Another program is migrating[^\n]+$/);
  } finally {
    await holder.end();
  }
});

function add(name: string, script: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), script);
}

async function rows(query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}
