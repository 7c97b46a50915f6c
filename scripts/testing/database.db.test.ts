import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "./database";

test("each test database is migrated, its own, and gone after drop", async () => {
  const first = await createTestDatabase();
  const second = await createTestDatabase();
  const client = new pg.Client({ connectionString: first.url });
  await client.connect();
  await client.query("CREATE TABLE only_here ()");
  const other = new pg.Client({ connectionString: second.url });
  await other.connect();
  const { rows } = await other.query(
    "SELECT to_regclass('only_here') AS foreign_table, to_regclass('_prisma_migrations')::text AS own_table",
  );
  expect(rows).toEqual([{ foreign_table: null, own_table: "_prisma_migrations" }]);
  await client.end();
  await other.end();
  await first.drop();
  await second.drop();
  const late = new pg.Client({ connectionString: first.url });
  await expect(late.connect()).rejects.toThrow("does not exist");
});
