/**
 * What one event does (WORKFLOWS.md, Events 事件): from the state of its fingerprint under its rule, and what is known of
 * the present incident, to the next state and the steps on the desk. The server does the steps by `decide`, as `system`.
 *
 * Pure: known ids were dropped before, times are event times but for `now`. In order: what maintenance silences · what is
 * late · what time alone brought since · the event itself. A fingerprint is firing or recovered; its incident is open,
 * resolved under an hour ago (then it reopens) or over (then a new one opens, once the threshold is reached).
 */
import type { EpochMs, TicketId } from "../ids";
import { isWorse, type MonitorEvent, type Severity } from "./event";
import {
  dueAt,
  type FingerprintState,
  isReached,
  latenessMs,
  updateEveryMs,
  withCounted,
  withIncident,
  withStatus,
} from "./fingerprint-state";
import type { Threshold } from "./rule";
import { placeInStorm, type StormState } from "./storm";

/** The state's incident, as it is now; `over` is cancelled, or none. `touched`: a person did anything at all to it. */
export type IncidentFacts =
  | { readonly kind: "open"; readonly touched: boolean }
  | { readonly kind: "resolved"; readonly at: EpochMs; readonly touched: boolean }
  | { readonly kind: "over" };

export interface EventFacts {
  /** The server's clock. */
  readonly now: EpochMs;
  readonly threshold: Threshold;
  /** Its asset is in a maintenance window or an approved change's, at event time. */
  readonly inMaintenance: boolean;
  readonly incident: IncidentFacts;
  readonly storm: StormState;
  /** Whether an incident of the storm is. */
  readonly isOpen: (id: TicketId) => boolean;
  /** The id of an incident that opens now. */
  readonly newId: TicketId;
}

/** `parentId`: silently, as a child of the first of a storm. `at` is event time. */
export type Step =
  | { readonly kind: "open"; readonly id: TicketId; readonly parentId: TicketId | null }
  | { readonly kind: "reopen"; readonly id: TicketId; readonly parentId: TicketId | null }
  | { readonly kind: "raise"; readonly id: TicketId; readonly severity: Severity }
  | { readonly kind: "update"; readonly id: TicketId; readonly isFlapping: boolean }
  | { readonly kind: "resolve"; readonly id: TicketId; readonly at: EpochMs }
  | { readonly kind: "note"; readonly id: TicketId; readonly at: EpochMs };

export const verdicts = [
  /** No rule takes it. */
  "unmatched",
  "maintenance",
  /** Older than the last one applied. */
  "late",
  "counted",
  "opened",
  "openedSilently",
  "appended",
  "reopened",
  "reopenedSilently",
  /** A recovery that changes nothing. */
  "recovered",
  "resolved",
  "noted",
  /** A recovery while flapping: the incident stays open. */
  "flapping",
  /** The desk refused the incident: its rule names what is gone. */
  "refused",
] as const;
export type EventVerdict = (typeof verdicts)[number];

export interface Judgement {
  readonly state: FingerprintState;
  readonly storm: StormState;
  readonly verdict: EventVerdict;
  readonly steps: readonly Step[];
}

/** Resolved this long ago, an incident reopens. */
const reopenMs = 60 * 60_000;

export function judgeEvent(state: FingerprintState, event: MonitorEvent, facts: EventFacts): Judgement {
  const isFiring = event.status === "firing";
  if (isFiring && facts.inMaintenance) return unchanged(state, facts, "maintenance");
  if (state.lastAt !== null && event.at < state.lastAt) return judgeLate(state, event, facts);
  const passed = passTime(state, event.at, facts.incident);
  const after = { ...facts, incident: passed.incident };
  const judged = isFiring ? fire(passed.state, event, after) : recover(passed.state, event, after);
  return { ...judged, steps: [...passed.steps, ...judged.steps] };
}

/** What time alone brought by `at`: one that flapped has been quiet, and whether it is well shows now. */
export function passTime(
  state: FingerprintState,
  at: EpochMs,
  incident: IncidentFacts,
): {
  readonly state: FingerprintState;
  readonly steps: readonly Step[];
  readonly incident: IncidentFacts;
} {
  const due = dueAt(state);
  if (due === null || at < due) return { state, steps: [], incident };
  const quiet = { ...state, flapping: "quiet" } as const;
  const { incidentId: id } = state;
  if (state.status !== "recovered" || incident.kind !== "open" || id === null)
    return { state: quiet, steps: [], incident };
  if (incident.touched) return { state: quiet, steps: [{ kind: "note", id, at: due }], incident };
  const resolved = { kind: "resolved", at: due, touched: false } as const;
  return { state: quiet, steps: [{ kind: "resolve", id, at: due }], incident: resolved };
}

/** It applies to nothing, but what is only a little late counts where a threshold is being counted. */
function judgeLate(state: FingerprintState, event: MonitorEvent, facts: EventFacts): Judgement {
  const isCounting = state.counted.length > 0;
  const isTooLate = (state.lastAt ?? event.at) - event.at > latenessMs;
  if (event.status === "recovered" || !isCounting || isTooLate) return unchanged(state, facts, "late");
  const counted = withCounted(state, event.at, facts.threshold);
  const isFiring = state.status === "firing";
  if (isFiring && isReached(counted, event.at, facts.threshold)) return open(state, event, facts);
  return { ...unchanged(state, facts, "counted"), state: { ...state, counted } };
}

function fire(before: FingerprintState, event: MonitorEvent, facts: EventFacts): Judgement {
  const state = withStatus(before, "firing", event.at);
  const { incident } = facts;
  const { incidentId } = state;
  if (incidentId !== null && incident.kind === "open") {
    return append(state, incidentId, event, facts, isFlapping(state) && !isFlapping(before));
  }
  if (incidentId !== null && incident.kind === "resolved" && event.at - incident.at < reopenMs) {
    const { storm, parentId } = placeInStorm(facts.storm, event.at, incidentId, facts.isOpen);
    const raised = raise(state, incidentId, event);
    return {
      state: { ...state, ...raised.more, parentId, count: state.count + 1, toldAt: facts.now },
      storm,
      verdict: parentId === null ? "reopened" : "reopenedSilently",
      steps: [{ kind: "reopen", id: incidentId, parentId }, ...raised.steps],
    };
  }
  const counted = withCounted(state, event.at, facts.threshold);
  if (isReached(counted, event.at, facts.threshold)) return open(state, event, facts);
  return { ...unchanged(state, facts, "counted"), state: { ...state, counted } };
}

function open(state: FingerprintState, event: MonitorEvent, facts: EventFacts): Judgement {
  const { newId: id, now } = facts;
  const { storm, parentId } = placeInStorm(facts.storm, event.at, id, facts.isOpen);
  const count = state.counted.length + 1;
  return {
    state: { ...withIncident(state, id), parentId, count, severity: event.severity, toldAt: now },
    storm,
    verdict: parentId === null ? "opened" : "openedSilently",
    steps: [{ kind: "open", id, parentId }],
  };
}

function append(
  state: FingerprintState,
  id: TicketId,
  event: MonitorEvent,
  facts: EventFacts,
  beganFlapping: boolean,
): Judgement {
  const raised = raise(state, id, event);
  const isTold = isToldOf(state, facts, beganFlapping);
  return {
    state: {
      ...state,
      ...raised.more,
      count: state.count + 1,
      toldAt: isTold ? facts.now : state.toldAt,
    },
    storm: facts.storm,
    verdict: "appended",
    steps: [
      ...raised.steps,
      ...(isTold ? [{ kind: "update", id, isFlapping: isFlapping(state) } as const] : []),
    ],
  };
}

/** Of a child never; of flapping once, when it begins; else once a quarter of an hour. */
function isToldOf(state: FingerprintState, { now }: EventFacts, beganFlapping: boolean): boolean {
  if (state.parentId !== null) return false;
  if (isFlapping(state)) return beganFlapping;
  return state.toldAt === null || now - state.toldAt >= updateEveryMs;
}

function raise(
  { severity }: FingerprintState,
  id: TicketId,
  event: MonitorEvent,
): { readonly more: Pick<FingerprintState, "severity">; readonly steps: readonly Step[] } {
  if (severity !== null && !isWorse(event.severity, severity)) return { more: { severity }, steps: [] };
  const steps: readonly Step[] = [{ kind: "raise", id, severity: event.severity }];
  return { more: { severity: event.severity }, steps };
}

function recover(before: FingerprintState, event: MonitorEvent, facts: EventFacts): Judgement {
  const state = withStatus(before, "recovered", event.at);
  const { incident, storm, now } = facts;
  const { incidentId: id } = state;
  const isNews = before.status === "firing";
  if (id === null || incident.kind !== "open" || !isNews)
    return { state, storm, verdict: "recovered", steps: [] };
  if (isFlapping(state)) {
    const isTold = !isFlapping(before) && isToldOf(state, facts, true);
    const steps: readonly Step[] = isTold ? [{ kind: "update", id, isFlapping: true }] : [];
    return { state: isTold ? { ...state, toldAt: now } : state, storm, verdict: "flapping", steps };
  }
  if (incident.touched)
    return { state, storm, verdict: "noted", steps: [{ kind: "note", id, at: event.at }] };
  return { state, storm, verdict: "resolved", steps: [{ kind: "resolve", id, at: event.at }] };
}

function isFlapping({ flapping }: FingerprintState): boolean {
  return flapping === "yes";
}

function unchanged(state: FingerprintState, { storm }: EventFacts, verdict: EventVerdict): Judgement {
  return { state, storm, verdict, steps: [] };
}
