/**
 * What judging events locks, in the order in which everybody takes it: the ids of events, fingerprints by rule and
 * fingerprint, storms by rule, incidents by id, and last the counter (S1). Push and administration begin at the
 * tickets and never ask for anything before those, so no ring can close. A statement that waits for a lock sees all other
 * rows as they were before the wait (READ COMMITTED), so what is read besides what is locked is read by the next one.
 */

import { type FingerprintState, initialState } from "../../core/events/fingerprint-state";
import type { IncidentFacts } from "../../core/events/judge-event";
import type { EventRule } from "../../core/events/rule";
import type { StormState } from "../../core/events/storm";
import type { EventRuleId, TicketId } from "../../core/ids";
import type { ClosedOutcome, Stage } from "../../core/workflow/vocabulary";
import type { SqlRunner } from "../db";
import { ask, readSql, run } from "../sql";

export type StateKey = { readonly ruleId: EventRuleId; readonly fingerprint: string };

export type LockedState = StateKey & {
  readonly state: FingerprintState;
  /** Before its incident was locked. */
  readonly isOpen: boolean;
};

export type Arrival = {
  /** The database's clock, epoch ms. */
  readonly now: number;
  readonly freshIds: readonly string[];
  readonly directoryVersion: string;
  /** The active ones. */
  readonly rules: readonly EventRule[];
};

type LockedIncident = {
  readonly id: TicketId;
  readonly stage: Stage;
  readonly outcome: ClosedOutcome | null;
  readonly closedAt: number | null;
  readonly touched: boolean;
};

const arriveSql = readSql("events/sql/arrive.sql");
const createStatesSql = readSql("events/sql/create-states.sql");
const lockStatesSql = readSql("events/sql/lock-states.sql");
const lockStormsSql = readSql("events/sql/lock-storms.sql");
const openOfStormsSql = readSql("events/sql/open-of-storms.sql");
const lockIncidentsSql = readSql("events/sql/lock-incidents.sql");
const incidentFactsSql = readSql("events/sql/incident-facts.sql");

/** `events`: each with its id, time and payload. */
export async function arrive(
  transaction: SqlRunner,
  sourceId: string,
  events: readonly { readonly id: string; readonly at: number; readonly payload: unknown }[],
): Promise<Arrival> {
  const arrival = await ask<Arrival>(transaction, arriveSql, sourceId, JSON.stringify(events));
  if (arrival === null) throw new Error("arrive.sql answers always");
  return arrival;
}

/** Those that nothing was heard of are created first, so that there is a row to lock. */
export async function lockStates(
  transaction: SqlRunner,
  keys: readonly StateKey[],
): Promise<{ readonly now: number; readonly states: readonly LockedState[] }> {
  const ruleIds = keys.map(({ ruleId }) => ruleId);
  const fingerprints = keys.map(({ fingerprint }) => fingerprint);
  await run(transaction, createStatesSql, ruleIds, fingerprints, JSON.stringify(initialState));
  const locked = await ask<{ readonly now: number; readonly states: readonly LockedState[] }>(
    transaction,
    lockStatesSql,
    ruleIds,
    fingerprints,
  );
  if (locked === null) throw new Error("lock-states.sql answers always");
  return locked;
}

export type LockedStorms = {
  readonly stormByRule: Readonly<Record<string, StormState>>;
  /** Which of the incidents that they name are open. */
  readonly openIds: readonly TicketId[];
};
export const noStorms: LockedStorms = { stormByRule: {}, openIds: [] };

export async function lockStorms(
  transaction: SqlRunner,
  ruleIds: readonly EventRuleId[],
): Promise<LockedStorms> {
  if (ruleIds.length === 0) return noStorms;
  const stormByRule = (await ask<LockedStorms["stormByRule"]>(transaction, lockStormsSql, ruleIds)) ?? {};
  const named = Object.values(stormByRule).flatMap(({ openings, firstId }) => [
    ...openings.map(({ id }) => id),
    ...(firstId === null ? [] : [firstId]),
  ]);
  if (named.length === 0) return { stormByRule, openIds: [] };
  const openIds = await ask<readonly TicketId[]>(transaction, openOfStormsSql, [...new Set(named)]);
  return { stormByRule, openIds: openIds ?? [] };
}

/** `reopens`: whether the desk lets resolved incidents be reopened at all. */
export async function lockIncidents(
  transaction: SqlRunner,
  ids: readonly TicketId[],
  reopens: boolean,
): Promise<Map<TicketId, IncidentFacts>> {
  if (ids.length === 0) return new Map();
  await ask(transaction, lockIncidentsSql, ids);
  const locked = (await ask<readonly LockedIncident[]>(transaction, incidentFactsSql, ids)) ?? [];
  return new Map(locked.map((incident) => [incident.id, factsOf(incident, reopens)]));
}

function factsOf({ stage, outcome, closedAt, touched }: LockedIncident, reopens: boolean): IncidentFacts {
  if (stage !== "closed") return { kind: "open", touched };
  if (outcome !== "resolved" || closedAt === null || !reopens) return { kind: "over" };
  return { kind: "resolved", at: closedAt, touched };
}
