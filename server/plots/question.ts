/** What a person asks of the plots, as the statements take it: their sight, the groups, the days. */
import type { EpochMs, GroupId } from "../../core/ids";
import type { FlowFilter } from "../../core/plots/figures";
import { type Period, type PeriodChoice, periodOf } from "../../core/plots/period";
import type { Flow } from "../../core/workflow/vocabulary";
import type { SessionAccount } from "../auth/account";
import type { Database } from "../db";
import { Refusal } from "../refusal";
import { ask, readSql, type Sql } from "../sql";
import { readViewer } from "../tickets/viewer";
import { transact } from "../transact";

export interface PlotFilter {
  readonly period: PeriodChoice;
  /** With all groups below it; null: all there are. */
  readonly groupId: GroupId | null;
  readonly flow: FlowFilter;
}

export interface Question {
  readonly period: Period;
  readonly now: EpochMs;
  /** The first five parameters of every statement: what is in the asker's sight, of these groups and flows. */
  sightOf(flows: readonly Flow[]): readonly unknown[];
}

const aboutSql = readSql("plots/sql/about.sql");

/** Refuses a period that is none. */
export async function readQuestion(
  database: Database,
  account: SessionAccount,
  filter: PlotFilter,
  now: EpochMs,
): Promise<Question> {
  const [{ viewer, scopes }, about] = await Promise.all([
    readViewer(database, account),
    ask<{ groupIds: readonly GroupId[] | null; offsetMinutes: number }>(database, aboutSql, filter.groupId),
  ]);
  const { groupIds, offsetMinutes } = about ?? { groupIds: null, offsetMinutes: 480 };
  const period = periodOf(filter.period, now, offsetMinutes);
  if (period === null) throw new Refusal("input.malformed");
  return { period, now, sightOf: (flows) => [viewer.id, viewer.role, scopes, groupIds, flows] };
}

/** As PostgreSQL reads it. */
export function toTimestamp(at: EpochMs): string {
  return new Date(at).toISOString();
}

/**
 * Asks a statement of the plots. They sort a year in memory, and gain nothing by being compiled: PostgreSQL would, as it
 * takes who may see the restricted for more than it is.
 */
export function askPlot<Answer>(
  database: Database,
  sql: Sql,
  parameters: readonly unknown[],
): Promise<Answer | null> {
  return transact(database, "snapshot", async (on) => {
    await on.$executeRawUnsafe("SET LOCAL work_mem = '48MB'");
    await on.$executeRawUnsafe("SET LOCAL jit = off");
    return ask<Answer>(on, sql, ...parameters);
  });
}
