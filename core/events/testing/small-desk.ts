/** Events and what people do meanwhile, played through `judgeEvent` on a desk of incidents that are nothing but facts. */
import type { EpochMs, EventSourceId, TicketId } from "../../ids";
import type { EventStatus, MonitorEvent, Severity } from "../event";
import { type FingerprintState, initialState } from "../fingerprint-state";
import { type IncidentFacts, judgeEvent, passTime, type Step } from "../judge-event";
import type { Threshold } from "../rule";
import { noStorm } from "../storm";

/** In the order of arrival; `now` never goes back. */
export type Happening =
  | {
      readonly kind: "event";
      readonly now: EpochMs;
      readonly of: string;
      readonly at: EpochMs;
      readonly status: EventStatus;
      readonly severity: Severity;
      readonly inMaintenance: boolean;
    }
  /** To the newest incident of the fingerprint, where it is open; `look` is the job process. */
  | { readonly kind: "touch" | "resolve" | "cancel" | "look"; readonly now: EpochMs; readonly of: string };

/** What became of one incident, told in order. */
export type Story = readonly string[];
type Incident = { facts: IncidentFacts; story: string[] };

export type Played = {
  readonly stories: Readonly<Record<string, Story>>;
  readonly told: readonly { readonly id: string; readonly now: EpochMs; readonly why: string }[];
  readonly states: ReadonlyMap<string, FingerprintState>;
};

export const start = 1_800_000_000_000;

export function eventOf(given: Partial<MonitorEvent> = {}): MonitorEvent {
  return {
    sourceId: "source" as EventSourceId,
    id: "e",
    at: start,
    status: "firing",
    severity: "major",
    fingerprint: "f",
    asset: null,
    title: "Link down",
    text: "",
    labels: {},
    ...given,
  };
}

export function play(happenings: readonly Happening[], threshold: Threshold): Played {
  const incidents = new Map<string, Incident>();
  const states = new Map<string, FingerprintState>();
  const told: { id: string; now: EpochMs; why: string }[] = [];
  let storm = noStorm;
  for (const one of happenings) {
    const state = states.get(one.of) ?? initialState;
    const incident = state.incidentId === null ? undefined : incidents.get(state.incidentId);
    const facts = incident?.facts ?? { kind: "over" };
    const take = (next: FingerprintState, steps: readonly Step[]) => {
      states.set(one.of, next);
      for (const step of steps) told.push(...does(step, one.now, incidents));
    };
    if (one.kind === "event") {
      const judged = judgeEvent(state, eventOf({ at: one.at, status: one.status, severity: one.severity }), {
        now: one.now,
        threshold,
        inMaintenance: one.inMaintenance,
        incident: facts,
        storm,
        isOpen: (id) => incidents.get(id)?.facts.kind === "open",
        newId: `i${incidents.size + 1}` as TicketId,
      });
      storm = judged.storm;
      take(judged.state, judged.steps);
    } else if (one.kind === "look") {
      const passed = passTime(state, one.now, facts);
      take(passed.state, passed.steps);
    } else if (incident !== undefined && incident.facts.kind === "open") {
      if (one.kind === "touch") incident.facts = { kind: "open", touched: true };
      if (one.kind === "resolve") incident.facts = { kind: "resolved", at: one.now, touched: true };
      if (one.kind === "cancel") incident.facts = { kind: "over" };
      incident.story.push(one.kind);
    }
  }
  const stories = Object.fromEntries([...incidents].map(([id, { story }]) => [id, story]));
  return { stories, told, states };
}

function does(step: Step, now: EpochMs, incidents: Map<string, Incident>): Played["told"][number][] {
  const { id } = step;
  if (step.kind === "open")
    incidents.set(id, { facts: { kind: "open", touched: false }, story: [`open ${step.parentId}`] });
  const incident = incidents.get(id);
  if (incident === undefined) throw new Error(`${step.kind} of no incident`);
  const touched = incident.facts.kind !== "over" && incident.facts.touched;
  switch (step.kind) {
    case "open":
      return step.parentId === null ? [{ id, now, why: "open" }] : [];
    case "reopen":
      if (incident.facts.kind !== "resolved") throw new Error("reopened what was not resolved");
      incident.facts = { kind: "open", touched };
      incident.story.push(`reopen ${step.parentId}`);
      return step.parentId === null ? [{ id, now, why: "reopen" }] : [];
    case "raise":
      incident.story.push(`raise ${step.severity}`);
      return [];
    case "update":
      return [{ id, now, why: step.isFlapping ? "flapping" : "update" }];
    case "resolve":
      if (incident.facts.kind !== "open" || touched) throw new Error("resolved what a person has");
      incident.facts = { kind: "resolved", at: step.at, touched: false };
      incident.story.push(`recovered ${step.at - start}`);
      return [];
    case "note":
      incident.story.push(`note ${step.at - start}`);
      return [];
  }
}
