/**
 * Targets (WORKFLOWS.md, SLA): by priority, until when somebody answers and until when it is resolved. Administrators
 * change them for all incidents, or for those of a category; what nobody changed is as it stands here.
 */
import type { CategoryId, SlaTargetId } from "../ids";
import { type WorkingHours, workingDayMs } from "../time/working-time";
import type { Priority } from "../workflow/vocabulary";
import type { SlaDesk } from "./calendar";

export type ClockName = "response" | "resolution";
export const clockNames: readonly ClockName[] = ["response", "resolution"];

/** Working time: 15m, 4h, 3d. A day is as long as the calendar's own. */
export type DurationText = `${number}${"m" | "h" | "d"}`;
export type Target = Readonly<Record<ClockName, DurationText>>;

/** Of a category, or (null) of all incidents of the priority. */
export interface TargetId {
  readonly categoryId: CategoryId | null;
  readonly priority: Priority;
}

/** Another choice than the default. */
export interface SlaTarget extends Target, TargetId {
  readonly id: SlaTargetId;
}

export const defaultTargets: Readonly<Record<Priority, Target>> = {
  P1: { response: "15m", resolution: "4h" },
  P2: { response: "30m", resolution: "8h" },
  P3: { response: "4h", resolution: "3d" },
  P4: { response: "8h", resolution: "5d" },
};

/** 1 to 9999 of a unit: a target that is further away is none. */
const durationPattern = /^([1-9]\d{0,3})([mhd])$/;

export function isDuration(text: string): text is DurationText {
  return durationPattern.test(text);
}

/** Working ms. */
export function durationMs(text: DurationText, hours: WorkingHours): number {
  const amount = Number.parseInt(text, 10);
  const unitMs = { m: 60_000, h: 3_600_000, d: workingDayMs(hours) }[text.slice(-1) as "m" | "h" | "d"];
  return amount * unitMs;
}

/** Of the category, else of the one above it, else of all, else the default. */
export function targetFor(priority: Priority, categoryId: CategoryId | null, desk: SlaDesk): Target {
  if (desk.slaTargets.size === 0) return defaultTargets[priority];
  const parentId = categoryId === null ? null : (desk.categories.get(categoryId)?.parentId ?? null);
  const targets = [...desk.slaTargets.values()].filter((target) => target.priority === priority);
  for (const id of new Set([categoryId, parentId, null])) {
    const found = targets.find((target) => target.categoryId === id);
    if (found !== undefined) return found;
  }
  return defaultTargets[priority];
}
