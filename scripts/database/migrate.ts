/**
 * Applies prisma/migrations, in place of Prisma's engine, which is downloaded and cannot be had everywhere.
 *
 * It keeps Prisma's own table, checksums and advisory lock, so `prisma migrate deploy` and this may be used on
 * one database in turn. One difference, on purpose: a migration and its row are one transaction, so a crash or a
 * failure leaves nothing behind and the next start tries again. Hence a migration holds no BEGIN or COMMIT.
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { Failure } from "../failure";

type Migration = { readonly name: string; readonly script: string; readonly checksum: string };
type AppliedRow = { migration_name: string; checksum: string; finished_at: Date | null; logs: string | null };

/** The number that Prisma's own engine locks. */
const advisoryLock = 72_707_369;
const lockTimeoutMs = 60_000;

const createTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

/**
 * Brings the database to the newest migration of `folder` and returns the names applied now. A changed, failed or
 * unknown migration is a Failure and changes nothing; so is a role that may not migrate, and another program that does
 * for longer than `waitMs`.
 */
export async function migrate(
  url: string,
  folder = join("prisma", "migrations"),
  waitMs = lockTimeoutMs,
): Promise<string[]> {
  const migrations = readMigrations(folder);
  const client = new pg.Client({ connectionString: url, options: "-c TimeZone=UTC" });
  await client.connect();
  try {
    await client.query(`SET lock_timeout = ${waitMs}`);
    await client.query("SELECT pg_advisory_lock($1)", [advisoryLock]);
    await client.query("SET lock_timeout = 0");
    await client.query("SET client_min_messages = warning");
    await client.query(createTable);
    const pending = findPending(migrations, await readApplied(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } catch (error) {
    throw explainRefusal(error) ?? error;
  } finally {
    await client.end();
  }
}

/** What PostgreSQL refuses us for reasons that lie outside of our migrations. */
function explainRefusal(error: unknown): Failure | null {
  const { code, message } = error as { code?: string; message?: string };
  if (code === "55P03") {
    return new Failure(
      "Another program is migrating this database and does not end: stop it, then start again.",
    );
  }
  // Not permitted; or no schema in sight, which is the same from without.
  if (code !== "42501" && code !== "3F000") return null;
  return new Failure(
    `The role of DATABASE_URL may not migrate this database (${message}): make it the database's owner.`,
  );
}

function readMigrations(folder: string): Migration[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name, "migration.sql"));
      return { name, script: bytes.toString(), checksum: createHash("sha256").update(bytes).digest("hex") };
    });
}

async function readApplied(client: pg.Client): Promise<AppliedRow[]> {
  const { rows } = await client.query<AppliedRow>(
    `SELECT migration_name, checksum, finished_at, logs FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

function findPending(migrations: readonly Migration[], applied: readonly AppliedRow[]): Migration[] {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const name = row.migration_name;
    const migration = byName.get(name);
    if (!row.finished_at) {
      throw new Failure(
        `Migration ${name} failed or was cut off under Prisma: repair it, then run \`prisma migrate resolve\`.`,
      );
    }
    if (!migration) {
      throw new Failure(
        `The database knows migration ${name}, this program does not: start a newer program.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new Failure(
        `Migration ${name} was changed after it was applied: put the file back and add a new migration.`,
      );
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function apply(client: pg.Client, { name, script, checksum }: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(script);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    const { message, position } = error as { message: string; position?: string };
    const line = position ? ` (line ${script.slice(0, Number(position)).split("\n").length})` : "";
    throw new Failure(`Migration ${name} failed and was undone: ${message}${line}.`);
  }
}
