/** The kinds of notices about clocks, by themselves: the worker and the inbox need no clock to word them. */
export const slaAlarmKinds = ["slaResponseWarning", "slaResponseBreach", "slaWarning", "slaBreach"] as const;
export type SlaAlarmKind = (typeof slaAlarmKinds)[number];

export function isOfResponse(kind: SlaAlarmKind): boolean {
  return kind === "slaResponseWarning" || kind === "slaResponseBreach";
}

export function isSlaAlarm(kind: string): kind is SlaAlarmKind {
  return slaAlarmKinds.some((known) => known === kind);
}
