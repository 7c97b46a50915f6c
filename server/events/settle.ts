/**
 * What no event brings but time, or the closing of another incident: one that flapped is quiet, a storm is over. Looked
 * for by the job process; each look takes what nobody else has in hand, so any number of them may run.
 */
import type { FingerprintState } from "../../core/events/fingerprint-state";
import { type IncidentFacts, passTime } from "../../core/events/judge-event";
import { type StormState, succeed } from "../../core/events/storm";
import type { EventRuleId, TicketId } from "../../core/ids";
import { incidentClosureCodes } from "../../core/workflow/vocabulary";
import type { Database } from "../db";
import { readDesk } from "../directory/directory";
import { ask, readSql, type Sql } from "../sql";
import { isRolledBackForAnother } from "../sync/failure";
import { transact } from "../transact";
import type { Deed } from "./do-steps";
import { type LockedStorms, lockIncidents, lockStorms, noStorms, type StateKey } from "./event-locks";
import { perform } from "./perform";
import { save } from "./save";

/** Of one look; the next takes up the rest. */
const statesMax = 200;

export type Settled = { readonly count: number; readonly told: boolean };
const none: Settled = { count: 0, told: false };

type Claimed = StateKey & { readonly state: FingerprintState; readonly rule: Deed["rule"] };
type First = { readonly closedAt: number; readonly code: string | null; readonly bySystem: boolean };
type Child = Claimed & { readonly first: First };
type Next = { readonly state: FingerprintState; readonly deeds: readonly Deed[] };

const claimQuietSql = readSql("events/sql/claim-quiet.sql");
const claimChildrenSql = readSql("events/sql/claim-children.sql");

/** Flapping that has been quiet: what is well by then is resolved, or noted where a person has it. */
export function settleQuiet(database: Database): Promise<Settled> {
  return settle<Claimed>(database, claimQuietSql, ({ state, rule }, { incident, now }) => {
    const passed = passTime(state, now, incident);
    return { state: passed.state, deeds: passed.steps.map((step) => ({ step, event: null, rule })) };
  });
}

/**
 * The first of a storm is closed: its untouched children go with it. One that a person has, or that fired again since,
 * stands for itself from then on. Where the first closed by its own recovery nobody has said that the others are well:
 * what still fires stays, silently below the earliest of it, of which people are told, at most once a quarter of an hour.
 */
export function settleChildren(database: Database): Promise<Settled> {
  return settle<Child>(database, claimChildrenSql, (child, { incident, now, storms }) => {
    const { state, rule, first } = child;
    const { incidentId: id, parentId, lastAt, status } = state;
    const alone = { ...state, parentId: null };
    const firedSince = status === "firing" && lastAt !== null && lastAt > first.closedAt;
    if (id === null || parentId === null || incident.kind !== "open" || incident.touched)
      return { state: alone, deeds: [] };
    if (stillFires(child)) {
      const { firstId, tells } = storms.succeed(child.ruleId, id, now);
      if (firstId !== id) return { state: { ...state, parentId: firstId }, deeds: [] };
      const step = { kind: "update", id, isFlapping: false } as const;
      return { state: { ...alone, toldAt: now }, deeds: tells ? [{ step, event: null, rule }] : [] };
    }
    if (firedSince) return { state: alone, deeds: [] };
    // Cancelled, there is no code: nobody found anything.
    const closureCode = incidentClosureCodes.find((code) => code === first.code) ?? "notReproducible";
    const step = { kind: "resolve", id, at: now } as const;
    return { state: alone, deeds: [{ step, event: null, rule, closedWith: { id: parentId, closureCode } }] };
  });
}

function stillFires({ state, first }: Claimed & { readonly first?: First }): boolean {
  return first?.bySystem === true && first.code === "recovered" && state.status === "firing";
}

type Means = {
  readonly incident: IncidentFacts;
  readonly now: number;
  readonly storms: ReturnType<typeof successions>;
};

/** The storms of rules, as those that are left over find their first. */
function successions({ stormByRule, openIds }: LockedStorms) {
  const storms = new Map(Object.entries(stormByRule) as [EventRuleId, StormState][]);
  const isOpen = new Set(openIds);
  return {
    /** The first that this incident, which is open, stands below from now on; itself where there is none. */
    succeed: (ruleId: EventRuleId, id: TicketId, now: number) => {
      const succession = succeed(storms.get(ruleId), { id, isOpen: (one) => isOpen.has(one), now });
      storms.set(ruleId, succession.storm);
      isOpen.add(succession.firstId);
      return succession;
    },
    all: () => [...storms].map(([ruleId, state]) => ({ ruleId, state })),
  };
}

/** Answers how many incidents it closed or noted something on. What is in the way is for the next look. */
async function settle<One extends Claimed>(
  database: Database,
  claimSql: Sql,
  judge: (claimed: One, means: Means) => Next,
): Promise<Settled> {
  try {
    return await settleOnce(database, claimSql, judge);
  } catch (error) {
    if (isRolledBackForAnother(error)) return none;
    throw error;
  }
}

function settleOnce<One extends Claimed>(
  database: Database,
  claimSql: Sql,
  judge: (claimed: One, means: Means) => Next,
): Promise<Settled> {
  return transact(database, "write", async (transaction) => {
    const claimed = await ask<{ readonly now: number; readonly states: readonly One[] }>(
      transaction,
      claimSql,
      statesMax,
    );
    if (claimed === null || claimed.states.length === 0) return none;
    const { now } = claimed;
    const directory = await readDesk(transaction);
    const stormy = new Set(claimed.states.filter(stillFires).map(({ ruleId }) => ruleId));
    const storms = successions(stormy.size === 0 ? noStorms : await lockStorms(transaction, [...stormy]));
    const ids = claimed.states.flatMap(({ state }) => state.incidentId ?? []);
    const incidents = await lockIncidents(transaction, ids, directory.parameters.reopen_days > 0);
    const judged = claimed.states.map((one) => ({
      ...judge(one, { incident: factsOf(one.state.incidentId, incidents), now, storms }),
      ruleId: one.ruleId,
      fingerprint: one.fingerprint,
    }));
    const deeds = judged.flatMap((next) => next.deeds);
    const { told } = await perform(transaction, deeds, { now, directory, past: new Map() });
    const states = judged.map(({ ruleId, fingerprint, state }) => ({ ruleId, fingerprint, state }));
    await save(transaction, { states, storms: storms.all(), verdicts: [] });
    return { count: deeds.length, told };
  });
}

function factsOf(id: TicketId | null, incidents: ReadonlyMap<TicketId, IncidentFacts>): IncidentFacts {
  return (id !== null && incidents.get(id)) || { kind: "over" };
}
