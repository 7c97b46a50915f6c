/**
 * Statements that matter have a file of their own, named by their verb. Each answers one row with one jsonb column
 * `answer`, so that what a statement returns is a type of ours and not a driver's guess.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SqlRunner } from "./db";

export type Sql = { readonly text: string };

/**
 * Reads server/PATH once. From the project's root, where every command of ours runs: the bundles of Next and
 * esbuild lie elsewhere than the sources.
 */
export function readSql(path: string): Sql {
  let text: string | undefined;
  return {
    get text() {
      text ??= readFileSync(join(process.cwd(), "server", path), "utf8");
      return text;
    },
  };
}

/** The answer of the statement's one row; null when it has none. */
export async function ask<Answer>(
  on: SqlRunner,
  sql: Sql,
  ...parameters: readonly unknown[]
): Promise<Answer | null> {
  const rows = await on.$queryRawUnsafe<{ readonly answer: Answer }[]>(sql.text, ...parameters);
  return rows[0]?.answer ?? null;
}

/** Runs a statement that answers nothing; the number of rows it touched. */
export async function run(on: SqlRunner, sql: Sql, ...parameters: readonly unknown[]): Promise<number> {
  return on.$executeRawUnsafe(sql.text, ...parameters);
}
