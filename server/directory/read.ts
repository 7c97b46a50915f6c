/** Reads the directory as phones replicate it and as `decide` is told of it. */
import type { DirectoryKind, DirectoryRow, Parameters } from "../../core/directory/directory";
import type { SqlRunner } from "../db";
import { ask, readSql } from "../sql";

/** What an unset parameter means (WORKFLOWS.md, Parameters). */
export const defaultParameters: Parameters = {
  default_inc_group_id: null,
  default_pro_group_id: null,
  default_cha_group_id: null,
  default_cha_review_group_id: null,
  inc_owner_group_ids: [],
  reopen_days: 3,
  pro_recurrence_count: 1,
  pro_recurrence_days: 30,
  review_rules: {},
};

export type DirectoryKey = { readonly kind: DirectoryKind; readonly id: string };

const readDirectorySql = readSql("directory/sql/read.sql");

/** The wanted rows that exist; all rows when `keys` is null. */
export async function readDirectory(
  on: SqlRunner,
  keys: readonly DirectoryKey[] | null,
  withKnownErrors: boolean,
): Promise<readonly DirectoryRow[]> {
  const wanted = keys?.map((key) => `${key.kind}:${key.id}`) ?? null;
  const rows = await ask<DirectoryRow[]>(on, readDirectorySql, wanted, withKnownErrors);
  return (rows ?? []).map((row) =>
    row.kind === "parameters" ? { ...row, value: { ...defaultParameters, ...row.value } } : row,
  );
}
