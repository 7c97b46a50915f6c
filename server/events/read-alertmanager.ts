/**
 * Prometheus Alertmanager's webhook, version 4, as it is. It gives up what is answered 4xx, so that an alert which says too
 * much is cut and not refused. Identity: fingerprint + startsAt + status; its repeats every few hours change nothing.
 */
import { z } from "zod";
import { alertsMax, eventBounds, type Severity } from "../../core/events/event";
import { clip } from "../../core/events/rule";
import { isStorable } from "../../core/sync/protocol";
import { check, type PostedEvent } from "./read-events";
import { malformed } from "./refusal";

const words = z.record(z.string(), z.string()).default({});
/** To the nanosecond; it is part of the identity. */
const moment = z.iso.datetime({ offset: true }).max(40);
const webhook = z.object({ version: z.literal("4"), alerts: z.unknown() });
const alert = z.object({
  status: z.enum(["firing", "resolved"]),
  labels: words,
  annotations: words,
  startsAt: moment,
  endsAt: moment,
  fingerprint: z.string().min(1).max(eventBounds.fingerprint).refine(isStorable),
});
type Alert = z.output<typeof alert>;
/** All of it as it is sent; it is checked in parts, so that an alert that cannot be read is named by its place. */
export const alertmanagerSchema = webhook.extend({ alerts: z.array(alert) });

/** Throws EventRefusal. */
export function readAlertmanager(body: unknown): readonly PostedEvent[] {
  const { alerts } = check(webhook, body, null);
  if (!Array.isArray(alerts)) throw malformed(null, "alerts");
  if (alerts.length > alertsMax) console.error(`events: of ${alerts.length} alerts ${alertsMax} were taken`);
  return alerts.slice(0, alertsMax).map((one, index) => eventOf(check(alert, one, index)));
}

function eventOf({ status, labels, annotations, startsAt, endsAt, fingerprint }: Alert): PostedEvent {
  const isFiring = status === "firing";
  const title = annotations.summary ?? labels.alertname ?? fingerprint;
  const asset = storable(labels.asset ?? withoutPort(labels.instance ?? ""), eventBounds.asset);
  return {
    id: `${fingerprint}:${startsAt}:${status}`,
    at: Date.parse(isFiring ? startsAt : endsAt),
    status: isFiring ? "firing" : "recovered",
    severity: severityOf(labels.severity ?? ""),
    fingerprint,
    asset: asset === "" ? null : asset,
    title: storable(title, eventBounds.title) || fingerprint,
    text: storable(annotations.description ?? annotations.message ?? "", eventBounds.text),
    labels: labelsOf(labels),
  };
}

/** What people write there, by what it means. */
const severityByWord: Readonly<Record<string, Severity>> = {
  critical: "critical",
  page: "critical",
  emergency: "critical",
  fatal: "critical",
  disaster: "critical",
  major: "major",
  high: "major",
  error: "major",
  minor: "minor",
  average: "minor",
  warning: "warning",
  warn: "warning",
  info: "info",
  informational: "info",
  none: "info",
};

function severityOf(word: string): Severity {
  const known = word.trim().toLowerCase();
  return Object.hasOwn(severityByWord, known) ? (severityByWord[known] ?? "warning") : "warning";
}

/** web-1:9100 is the machine web-1, whatever port it was asked at. */
function withoutPort(instance: string): string {
  return instance.replace(/:\d{1,5}$/, "");
}

function labelsOf(labels: Alert["labels"]): PostedEvent["labels"] {
  const entries = Object.entries(labels)
    .slice(0, eventBounds.labels)
    .map(([name, value]) => [storable(name, eventBounds.labelName), storable(value, eventBounds.labelValue)]);
  return Object.fromEntries(entries);
}

/** Cut, and without what PostgreSQL cannot store. */
function storable(text: string, max: number): string {
  return clip(text.replaceAll(/\0|\p{Surrogate}/gu, ""), max).trim();
}
