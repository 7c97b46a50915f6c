/** 變更行事曆: what lies in a span of days, as a phone holds it and as the server answers it. */
import type { AccountId, AssetId, EpochMs, GroupId, SiteId, TicketId } from "../ids";
import type { Ticket } from "../tickets/ticket";
import type { ChangeFlow, ClosedOutcome, Risk, Stage, Window } from "../workflow/vocabulary";

/** How far one question reaches; a question of a whole year would be a report. */
export const rangeDaysMax = 100;
/** The changes of one answer; `more` says that there are others. */
export const changesMax = 500;
/** The maintenance windows of one answer. */
export const maintenanceMax = 200;

/** A change that has a window. */
export interface CalendarChange {
  readonly id: TicketId;
  readonly flow: ChangeFlow;
  readonly number: number | null;
  readonly title: string;
  readonly stage: Stage;
  readonly outcome: ClosedOutcome | null;
  readonly risk: Risk;
  readonly holderId: AccountId | null;
  readonly assignedGroupId: GroupId | null;
  readonly siteId: SiteId | null;
  readonly assetIds: readonly AssetId[];
  /** `until` is never before `from`: an end that is unknown, or lies before, is the beginning. */
  readonly window: Window;
}

export interface MaintenanceSpan extends Window {
  readonly id: string;
  readonly name: string;
  readonly assetIds: readonly AssetId[];
}

export interface CalendarAnswer {
  readonly changes: readonly CalendarChange[];
  /** None for requesters. */
  readonly maintenance: readonly MaintenanceSpan[];
  readonly more: boolean;
}

/** When the person made their private link; null: they have none. */
export interface FeedLink {
  readonly createdAt: EpochMs | null;
}

/** Null for what has no window. */
export function calendarChangeOf(ticket: Ticket): CalendarChange | null {
  const { id, flow, number, title, stage, outcome, change, holderId, assignedGroupId, siteId, assetIds } =
    ticket;
  if (flow === "incident" || flow === "problem" || change === null || change.window === null) return null;
  const window = orderedWindow(change.window);
  const { risk } = change;
  return {
    id,
    flow,
    number,
    title,
    stage,
    outcome,
    risk,
    holderId,
    assignedGroupId,
    siteId,
    assetIds,
    window,
  };
}

function orderedWindow({ from, until }: { readonly from: EpochMs; readonly until?: EpochMs | null }): Window {
  return { from, until: Math.max(from, until ?? from) };
}

/** Whether it lies in from ≤ t < until; a moment lies where it is. */
export function isWithin(span: Window, range: Window): boolean {
  return span.from < range.until && (span.until > range.from || span.from >= range.from);
}

const occupying: ReadonlySet<Stage> = new Set<Stage>(["plan", "preLaunchReview", "scheduled"]);

/** Whether others are planned around it: as the server compares them (server/sync/sql/windows.sql). */
export function isOccupying({ stage }: Pick<CalendarChange, "stage">): boolean {
  return occupying.has(stage);
}
