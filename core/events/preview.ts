/**
 * What a rule would have made of events that are there: the same judgement, on a desk where nobody does anything. So an
 * administrator sees what a draft takes and how often it would have alarmed, before it is saved.
 */
import type { EpochMs, TicketId } from "../ids";
import type { MonitorEvent } from "./event";
import { type FingerprintState, initialState } from "./fingerprint-state";
import { type EventVerdict, type IncidentFacts, judgeEvent } from "./judge-event";
import { ruleFor } from "./match";
import { fingerprintOf, type PreviewDefinition } from "./rule";
import { noStorm } from "./storm";

export interface RulePreview {
  readonly matches: readonly { readonly event: MonitorEvent; readonly verdict: EventVerdict }[];
  /** Of which so many are silent children of a storm. */
  readonly incidents: number;
  readonly children: number;
}

/** `events` in the order of their time. The rule is taken as active, and as the only one. */
export function previewRule(
  draft: PreviewDefinition,
  events: readonly MonitorEvent[],
  isSilenced: (event: MonitorEvent) => boolean,
  now: EpochMs,
): RulePreview {
  const rule = { ...draft, active: true, order: 1 };
  const states = new Map<string, FingerprintState>();
  const incidents = new Map<TicketId, IncidentFacts>();
  const matches: { event: MonitorEvent; verdict: EventVerdict }[] = [];
  let storm = noStorm;
  let children = 0;
  for (const event of events) {
    if (ruleFor(event, [rule]) === null) continue;
    const fingerprint = fingerprintOf(event, rule);
    const state = states.get(fingerprint) ?? initialState;
    const judged = judgeEvent(state, event, {
      now,
      threshold: rule.threshold,
      inMaintenance: isSilenced(event),
      incident: (state.incidentId !== null && incidents.get(state.incidentId)) || { kind: "over" },
      storm,
      isOpen: (id) => incidents.get(id)?.kind === "open",
      newId: `${incidents.size + 1}` as TicketId,
    });
    states.set(fingerprint, judged.state);
    storm = judged.storm;
    matches.push({ event, verdict: judged.verdict });
    for (const step of judged.steps) {
      if (step.kind === "open" && step.parentId !== null) children += 1;
      if (step.kind === "open" || step.kind === "reopen")
        incidents.set(step.id, { kind: "open", touched: false });
      if (step.kind === "resolve") incidents.set(step.id, { kind: "resolved", at: step.at, touched: false });
    }
  }
  return { matches, incidents: incidents.size, children };
}
