/** Stores what was judged of events: states of fingerprints, storms, and what became of each event. */

import { dueAt, type FingerprintState } from "../../core/events/fingerprint-state";
import type { EventVerdict } from "../../core/events/judge-event";
import type { StormState } from "../../core/events/storm";
import type { EventRuleId, EventSourceId, TicketId } from "../../core/ids";
import type { SqlRunner } from "../db";
import { readSql, run } from "../sql";
import type { StateKey } from "./event-locks";

export type Verdict = {
  readonly sourceId: EventSourceId;
  readonly eventId: string;
  readonly ruleId: EventRuleId;
  readonly fingerprint: string;
  readonly incidentId: TicketId | null;
  readonly verdict: EventVerdict;
};

const saveSql = readSql("events/sql/save.sql");

export async function save(
  transaction: SqlRunner,
  judged: {
    readonly states: readonly (StateKey & { readonly state: FingerprintState })[];
    readonly storms: readonly { readonly ruleId: EventRuleId; readonly state: StormState }[];
    readonly verdicts: readonly Verdict[];
  },
): Promise<void> {
  const states = judged.states.map((one) => ({ ...one, dueAt: dueAt(one.state) }));
  await run(transaction, saveSql, JSON.stringify({ ...judged, states }));
}
