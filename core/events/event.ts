/**
 * 事件: one signal from monitoring, as it is judged and stored, whatever form it was posted in. It is no incident; a
 * rule 觸發條件 may make one of it.
 */
import type { EpochMs, EventSourceId } from "../ids";

export const eventStatuses = ["firing", "recovered"] as const;
export type EventStatus = (typeof eventStatuses)[number];

/** The worst first. */
export const severities = ["critical", "major", "minor", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

export interface MonitorEvent {
  readonly sourceId: EventSourceId;
  /** The source's own, unique there: what comes twice under one id came once. */
  readonly id: string;
  /** When it happened, as the source says; never after the arrival. */
  readonly at: EpochMs;
  readonly status: EventStatus;
  readonly severity: Severity;
  /** What it is about, as the source says; null: a rule's fields, or else asset and title say it. */
  readonly fingerprint: string | null;
  /** The label on the thing itself: A-DR-017. */
  readonly asset: string | null;
  readonly title: string;
  readonly text: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Characters. */
export const eventBounds = {
  id: 300,
  fingerprint: 200,
  asset: 100,
  title: 200,
  text: 4_000,
  labels: 40,
  labelName: 100,
  labelValue: 200,
} as const;

/** Of one request. */
export const eventsMax = 1_000;
export const eventBodyMaxBytes = 1_000_000;
/**
 * Alertmanager says all of a group in one request, however large, and gives up what is refused: a failure that is large
 * enough would open nothing. More than this many alerts are cut.
 */
export const alertsMax = 10_000;
export const alertBodyMaxBytes = 16_000_000;

/** Kept this long, counted from their arrival. */
export const eventAgeMaxMs = 90 * 86_400_000;

export function isWorse(one: Severity, than: Severity): boolean {
  return severities.indexOf(one) < severities.indexOf(than);
}

/** What a filter, a fingerprint or a title reads: a field of the event, or one of its labels as `label.NAME`. */
export const eventFields = ["title", "text", "asset", "severity", "status", "fingerprint"] as const;
export type EventField = (typeof eventFields)[number] | `label.${string}`;

export function isEventField(text: string): text is EventField {
  return eventFields.some((field) => field === text) || /^label\..{1,100}$/su.test(text);
}

/** "" where the event does not say. */
export function fieldOf(event: MonitorEvent, field: EventField): string {
  switch (field) {
    case "title":
    case "text":
    case "severity":
    case "status":
      return event[field];
    case "asset":
    case "fingerprint":
      return event[field] ?? "";
    default: {
      const name = field.slice("label.".length);
      return Object.hasOwn(event.labels, name) ? (event.labels[name] ?? "") : "";
    }
  }
}
