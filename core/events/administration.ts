/** What administrators do about events, as the server takes and answers it and the screens show it. */
import type { AssetId, EpochMs, EventRuleId, EventSourceId, TicketId } from "../ids";
import type { MonitorEvent } from "./event";
import type { EventVerdict } from "./judge-event";
import type { EventRule, RuleDefinition } from "./rule";

/** The forms of events that a source may send. */
export const eventKinds = ["json", "cloudevents", "alertmanager"] as const;
export type EventKind = (typeof eventKinds)[number];

export interface SourceRecord {
  readonly id: EventSourceId;
  readonly name: string;
  readonly active: boolean;
  readonly kinds: readonly EventKind[];
  /** Its requests must be signed. */
  readonly signed: boolean;
  /** Until when the former key, and the former secret with it, is good too; null: there is none. */
  readonly formerKeyUntil: EpochMs | null;
  /** When it was last let in, to the minute; null: never. */
  readonly heardAt: EpochMs | null;
  readonly createdAt: EpochMs;
}

/** Shown once: the server keeps what it can check and not the key. */
export interface SourceKey {
  readonly id: EventSourceId;
  readonly key: string;
  /** `whsec_…`, of one that signs. */
  readonly secret: string | null;
}

export interface RuleDraft {
  readonly name: string;
  readonly active: boolean;
  readonly definition: RuleDefinition;
}
export interface RuleRecord extends EventRule {
  /** What an editor began with; another one by now is `changed.meanwhile`. */
  readonly changedAt: EpochMs;
}

export interface WindowDraft {
  readonly name: string;
  readonly assetIds: readonly AssetId[];
  readonly from: EpochMs;
  readonly until: EpochMs;
}
export interface WindowRecord extends WindowDraft {
  readonly id: string;
}

/** An event as it came, and what it did. */
export interface EventRecord extends MonitorEvent {
  readonly arrivedAt: EpochMs;
  readonly ruleId: EventRuleId | null;
  readonly incidentId: TicketId | null;
  readonly verdict: EventVerdict;
}
export type EventPosition = Pick<MonitorEvent, "at" | "sourceId" | "id">;
export interface EventPage {
  readonly events: readonly EventRecord[];
  /** Where the next page begins; null at the end. */
  readonly next: EventPosition | null;
}

export interface PreviewAnswer {
  /** Events of the period that were looked at, the newest `previewEventsMax`; whether there were more. */
  readonly looked: number;
  readonly isCut: boolean;
  readonly matched: number;
  /** What they would have done, all of them counted. */
  readonly verdicts: Readonly<Partial<Record<EventVerdict, number>>>;
  /** The newest `previewShownMax` of them. */
  readonly matches: readonly {
    readonly event: MonitorEvent;
    readonly verdict: EventVerdict;
  }[];
  readonly incidents: number;
  /** Of the incidents: silent children of a storm. */
  readonly children: number;
}

export const eventPageSize = 50;
export const previewEventsMax = 5_000;
export const previewShownMax = 100;
export const previewDaysMax = 90;
export const windowAssetsMax = 200;
export const windowDaysMax = 366;
export const windowsShownMax = 200;
