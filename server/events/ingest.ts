/**
 * 事件 → 事故: events of one request in one transaction at READ COMMITTED. Known ids are dropped, fingerprints and
 * incidents locked (event-locks.ts), each event judged in the order of event time by core/events, the steps done as the
 * system's actions, all of it written. Nothing is answered before its COMMIT, so whoever gets no answer sends the same
 * again and changes nothing by it.
 *
 * What is appended to an open incident writes no row of a ticket: it is counted in its state, or a storm would send
 * hundreds of versions of one ticket to every phone.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { MonitorEvent } from "../../core/events/event";
import { type FingerprintState, initialState } from "../../core/events/fingerprint-state";
import { type IncidentFacts, judgeEvent } from "../../core/events/judge-event";
import { ruleFor } from "../../core/events/match";
import { type EventRule, fingerprintOf } from "../../core/events/rule";
import { noStorm, type StormState } from "../../core/events/storm";
import type { EventRuleId, EventSourceId, TicketId } from "../../core/ids";
import { createId } from "../admin/administer";
import type { Database, Transaction } from "../db";
import { directoryAt } from "../directory/directory";
import { notifyCommitted } from "../live/notify";
import { isRolledBackForAnother } from "../sync/failure";
import { StartOver } from "../sync/start-over";
import { transact } from "../transact";
import type { Deed } from "./do-steps";
import {
  arrive,
  type LockedStorms,
  lockIncidents,
  lockStates,
  lockStorms,
  type StateKey,
} from "./event-locks";
import { perform } from "./perform";
import { save, type Verdict } from "./save";
import { readSilences } from "./silences";

export type Ingested = {
  readonly accepted: number;
  /** Known before, or twice in the request. */
  readonly repeated: number;
};

/** An incident was closed between the look and the lock: now something has to be opened. */
class MustOpen extends StartOver {
  override readonly name = "MustOpen";
}

const triesMax = 6;
const backOffMs = 10;

/** `events` are bounded (server/events/read-*.ts). Throws what the database threw; nothing was written then. */
export async function ingest(
  database: Database,
  sourceId: EventSourceId,
  events: readonly Omit<MonitorEvent, "sourceId">[],
): Promise<Ingested> {
  for (let attempt = 1, opensAny = false; ; attempt += 1) {
    try {
      return await ingestOnce(database, sourceId, events, opensAny);
    } catch (error) {
      const isWorthTrying = error instanceof StartOver || isRolledBackForAnother(error);
      if (attempt === triesMax || !isWorthTrying) throw error;
      opensAny ||= error instanceof MustOpen;
    }
    await delay(Math.random() * backOffMs * 2 ** attempt);
  }
}

async function ingestOnce(
  database: Database,
  sourceId: EventSourceId,
  given: readonly Omit<MonitorEvent, "sourceId">[],
  opensAny: boolean,
): Promise<Ingested> {
  const byId = new Map<string, (typeof given)[number]>();
  for (const event of given) if (!byId.has(event.id)) byId.set(event.id, event);
  const done = await transact(database, "write", async (transaction) => {
    const rows = [...byId.values()].map(({ id, at, ...payload }) => ({ id, at, payload }));
    const arrival = await arrive(transaction, sourceId, rows);
    const fresh = new Set(arrival.freshIds);
    const events = [...byId.values()]
      .filter(({ id }) => fresh.has(id))
      .map((event): MonitorEvent => ({ ...event, sourceId, at: Math.min(event.at, arrival.now) }));
    const matters = matched(events, arrival.rules);
    const made =
      matters.length === 0 ? nothingMade : await judge(database, transaction, matters, arrival, opensAny);
    return { accepted: fresh.size, ...made };
  });
  if (done.wrote) notifyCommitted(database, done.told);
  return { accepted: done.accepted, repeated: given.length - done.accepted };
}

const nothingMade = { wrote: false, told: false };

type Matter = { readonly event: MonitorEvent; readonly rule: EventRule; readonly fingerprint: string };

/** In the order in which they happened; those that happened at once, as they were sent. */
function matched(events: readonly MonitorEvent[], rules: readonly EventRule[]): readonly Matter[] {
  return events
    .flatMap((event) => {
      const rule = ruleFor(event, rules);
      return rule === null ? [] : [{ event, rule, fingerprint: fingerprintOf(event, rule) }];
    })
    .sort((a, b) => a.event.at - b.event.at);
}

async function judge(
  database: Database,
  transaction: Transaction,
  matters: readonly Matter[],
  { directoryVersion }: { readonly directoryVersion: string },
  opensAny: boolean,
): Promise<{ readonly wrote: boolean; readonly told: boolean }> {
  const directory = await directoryAt(database, transaction, directoryVersion);
  const isSilenced = await readSilences(
    transaction,
    matters.map(({ event }) => event),
    directory,
  );
  const keys = new Map(matters.map((matter) => [keyOf(matter), stateKeyOf(matter)]));
  const { now, states } = await lockStates(transaction, [...keys.values()]);
  const locked = new Map(states.map((one) => [textOf(one), one]));
  const mayOpen = ({ event, ...matter }: Matter) =>
    event.status === "firing" && (opensAny || locked.get(keyOf(matter))?.isOpen !== true);
  const opening = new Set(matters.filter(mayOpen).map(({ rule }) => rule.id));
  const storms = await lockStorms(transaction, [...opening]);
  const incidentIds = states.flatMap(({ state }) => state.incidentId ?? []);
  const incidents = await lockIncidents(transaction, incidentIds, directory.parameters.reopen_days > 0);
  const judged = judgeAll(matters, { now, locked, storms, incidents, isSilenced });
  const performed = await perform(transaction, judged.deeds, { now, directory, past: judged.past });
  const isRefused = (id: TicketId | null) => id !== null && performed.refusedIds.has(id);
  await save(transaction, {
    // One that the desk refused is judged anew by what comes next.
    states: judged.states.map((one) =>
      isRefused(one.state.incidentId) ? { ...one, state: { ...one.state, incidentId: null, count: 0 } } : one,
    ),
    storms: judged.storms,
    verdicts: judged.verdicts.map((one) =>
      isRefused(one.incidentId) ? { ...one, incidentId: null, verdict: "refused" } : one,
    ),
  });
  return performed;
}

type Found = {
  readonly now: number;
  readonly locked: ReadonlyMap<string, { readonly state: FingerprintState }>;
  readonly storms: LockedStorms;
  readonly incidents: Map<TicketId, IncidentFacts>;
  readonly isSilenced: (event: MonitorEvent) => boolean;
};

/** One after the other, each on what the one before left. Throws MustOpen. */
function judgeAll(matters: readonly Matter[], { now, locked, storms, incidents, isSilenced }: Found) {
  const states = new Map<string, StateKey & { readonly state: FingerprintState }>();
  const stormByRule = new Map(Object.entries(storms.stormByRule) as [EventRuleId, StormState][]);
  const isOpenElsewhere = new Set(storms.openIds);
  const deeds: Deed[] = [];
  const verdicts: Verdict[] = [];
  const past = new Map<TicketId, readonly TicketId[]>();
  for (const matter of matters) {
    const { event, rule, fingerprint } = matter;
    const key = keyOf(matter);
    const state = states.get(key)?.state ?? locked.get(key)?.state ?? initialState;
    const storm = stormByRule.get(rule.id);
    const judgement = judgeEvent(state, event, {
      now,
      threshold: rule.threshold,
      inMaintenance: event.status === "firing" && isSilenced(event),
      incident: (state.incidentId !== null && incidents.get(state.incidentId)) || { kind: "over" },
      storm: storm ?? noStorm,
      isOpen: (id) => (incidents.get(id)?.kind ?? (isOpenElsewhere.has(id) ? "open" : "over")) === "open",
      newId: createId(now) as TicketId,
    });
    const opens = judgement.steps.some(({ kind }) => kind === "open" || kind === "reopen");
    if (opens && storm === undefined) throw new MustOpen();
    states.set(key, { ruleId: rule.id, fingerprint, state: judgement.state });
    if (opens) stormByRule.set(rule.id, judgement.storm);
    for (const step of judgement.steps) {
      deeds.push({ step, event, rule });
      takeIn(step, incidents);
      if (step.kind === "open") past.set(step.id, judgement.state.past);
    }
    const { verdict } = judgement;
    const incidentId =
      judgement.steps.at(-1)?.id ?? (isOfIncident(verdict) ? judgement.state.incidentId : null);
    verdicts.push({
      sourceId: event.sourceId,
      eventId: event.id,
      ruleId: rule.id,
      fingerprint,
      incidentId,
      verdict,
    });
  }
  const changedStorms = [...stormByRule].map(([ruleId, state]) => ({ ruleId, state }));
  return { states: [...states.values()], storms: changedStorms, deeds, verdicts, past };
}

/** What an event says of the incident that is there, though it does nothing to it. */
function isOfIncident(verdict: Verdict["verdict"]): boolean {
  return verdict === "appended" || verdict === "recovered" || verdict === "flapping" || verdict === "late";
}

/** What the step makes of the incident, for the events after it. */
function takeIn(step: Deed["step"], incidents: Map<TicketId, IncidentFacts>): void {
  const before = incidents.get(step.id);
  const touched = before !== undefined && before.kind !== "over" && before.touched;
  if (step.kind === "open" || step.kind === "reopen") incidents.set(step.id, { kind: "open", touched });
  if (step.kind === "resolve") incidents.set(step.id, { kind: "resolved", at: step.at, touched });
}

function stateKeyOf({ rule, fingerprint }: Omit<Matter, "event">): StateKey {
  return { ruleId: rule.id, fingerprint };
}

function keyOf(matter: Omit<Matter, "event">): string {
  return textOf(stateKeyOf(matter));
}

function textOf({ ruleId, fingerprint }: StateKey): string {
  return `${ruleId} ${fingerprint}`;
}
