/** What the calendar draws: changes with what is in their way, blackouts and maintenance windows, by day. Pure. */
import {
  type CalendarChange,
  isOccupying,
  isWithin,
  type MaintenanceSpan,
} from "../../core/calendar/calendar";
import { type Blackout, blackoutsIn, sitesOf } from "../../core/directory/blackout";
import type { Asset } from "../../core/directory/directory";
import type { AccountId, GroupId } from "../../core/ids";
import type { Window } from "../../core/workflow/vocabulary";
import { addDays, type Day, spanOf } from "./days";
import { type Overlap, overlapsIn, rivalsOf } from "./overlaps";

export type CalendarItem =
  | {
      readonly kind: "change";
      readonly key: string;
      readonly span: Window;
      readonly change: CalendarChange;
      readonly overlaps: readonly Overlap[];
      readonly blackouts: readonly Blackout[];
    }
  | { readonly kind: "blackout"; readonly key: string; readonly span: Window; readonly blackout: Blackout }
  | {
      readonly kind: "maintenance";
      readonly key: string;
      readonly span: Window;
      readonly maintenance: MaintenanceSpan;
    };

export interface CalendarFacts {
  readonly changes: readonly CalendarChange[];
  readonly blackouts: readonly Blackout[];
  readonly maintenance: readonly MaintenanceSpan[];
  readonly assets: ReadonlyMap<string, Asset>;
}

/** In order of their beginning; what closes a span of time stands before what is done in it. */
export function calendarItems(facts: CalendarFacts, range: Window): readonly CalendarItem[] {
  const { assets } = facts;
  const changes = facts.changes.filter(({ window }) => isWithin(window, range));
  const items: readonly CalendarItem[] = [
    ...facts.blackouts.map((blackout) => {
      const { id, from, until } = blackout;
      return { kind: "blackout", key: id, span: { from, until }, blackout } as const;
    }),
    ...facts.maintenance.map((maintenance) => {
      const { id, from, until } = maintenance;
      return { kind: "maintenance", key: id, span: { from, until }, maintenance } as const;
    }),
    ...changes.map((change) => changeItem(change, changes, facts.blackouts, assets)),
  ];
  return items
    .filter(({ span }) => isWithin(span, range))
    .sort((one, other) => one.span.from - other.span.from);
}

/** What is over, or not planned yet, is in nobody's way. */
function changeItem(
  change: CalendarChange,
  changes: readonly CalendarChange[],
  blackouts: readonly Blackout[],
  assets: CalendarFacts["assets"],
): Extract<CalendarItem, { kind: "change" }> {
  const { window } = change;
  const isJudged = isOccupying(change);
  const beside = isJudged ? changes.filter((other) => isWithin(other.window, window)) : [];
  return {
    kind: "change",
    key: change.id,
    span: window,
    change,
    overlaps: overlapsIn(rivalsOf(change, beside, assets), window),
    blackouts: isJudged ? blackoutsIn(blackouts, window, sitesOf(change, assets)) : [],
  };
}

export interface CalendarFilter {
  readonly scope: "all" | "mine" | "groups";
  readonly groupId: GroupId | null;
}
export const wholeCalendar: CalendarFilter = { scope: "all", groupId: null };

interface Viewer {
  readonly id: AccountId;
  readonly groupIds: readonly GroupId[];
}

/** Blackouts and maintenance are for everybody. */
export function filterItems(
  items: readonly CalendarItem[],
  { scope, groupId }: CalendarFilter,
  me: Viewer,
): readonly CalendarItem[] {
  return items.filter((item) => {
    if (item.kind !== "change") return true;
    const { holderId, assignedGroupId } = item.change;
    if (groupId !== null && assignedGroupId !== groupId) return false;
    if (scope === "mine") return holderId === me.id;
    return scope === "all" || (assignedGroupId !== null && me.groupIds.includes(assignedGroupId));
  });
}

export function itemsOn(items: readonly CalendarItem[], day: Day): readonly CalendarItem[] {
  const today = spanOf(day, 1);
  return items.filter(({ span }) => isWithin(span, today));
}

/** The days from `day` on, of `count`, that have something. */
export function agendaOf(
  items: readonly CalendarItem[],
  day: Day,
  count: number,
): readonly { readonly day: Day; readonly items: readonly CalendarItem[] }[] {
  return Array.from({ length: count }, (_, index) => addDays(day, index))
    .map((one) => ({ day: one, items: itemsOn(items, one) }))
    .filter((one) => one.items.length > 0);
}

/** How a span lies in one of its days. */
export type Part = "within" | "moment" | "begins" | "ends" | "through";

export function partOf({ from, until }: Window, day: Day): Part {
  const end = addDays(day, 1);
  if (from >= day && until <= end) return from === until ? "moment" : "within";
  if (from >= day) return "begins";
  return until <= end ? "ends" : "through";
}

export function hasConflict(item: CalendarItem): boolean {
  return item.kind === "change" && item.overlaps.length + item.blackouts.length > 0;
}

/** How far a change has come, for its mark. */
export type MarkState = "planned" | "booked" | "done" | "gone";

export function markOf({ stage, outcome }: Pick<CalendarChange, "stage" | "outcome">): MarkState {
  if (outcome === "withdrawn" || outcome === "cancelled") return "gone";
  if (stage === "scheduled") return "booked";
  return stage === "done" || stage === "closing" || stage === "closingReview" || stage === "closed"
    ? "done"
    : "planned";
}

/** What the phone holds, newest of all, and what only the server knows. */
export function mergeChanges(
  held: readonly CalendarChange[],
  answered: readonly CalendarChange[],
): readonly CalendarChange[] {
  const ids = new Set(held.map(({ id }) => id));
  return [...held, ...answered.filter(({ id }) => !ids.has(id))];
}
