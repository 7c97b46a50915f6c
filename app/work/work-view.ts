/** 我的工作: the lists of the replica as sections, each ticket in the first one that fits it. */
import type { TicketRow } from "../../client/replica/rows";
import type { MyWork } from "../../client/views/my-work";
import type { EpochMs } from "../../core/ids";
import type { SlaDesk } from "../../core/sla/calendar";
import { clocksOf, openClock, warningShare } from "../../core/sla/clock";

export type WorkSectionName = "due" | "toReview" | "mine" | "toAssign" | "recurring" | "opened";
export interface WorkSection {
  readonly name: WorkSectionName;
  readonly rows: readonly TicketRow[];
}

/** Sections without rows are left out. */
export function workSections(work: MyWork, desk: SlaDesk, now: EpochMs): readonly WorkSection[] {
  const taken = new Set<string>();
  const take = (name: WorkSectionName, rows: readonly TicketRow[]): WorkSection => {
    const fresh = rows.filter((row) => !taken.has(row.id));
    for (const row of fresh) taken.add(row.id);
    return { name, rows: fresh };
  };
  return [
    take("due", dueRows(work, desk, now)),
    take("toReview", work.waitingForMe.filter(isReview)),
    take("mine", work.waitingForMe),
    take("toAssign", work.unassigned),
    take("recurring", work.recurring),
    take("opened", work.mine),
  ].filter((section) => section.rows.length > 0);
}

/** Mine, and those of the groups that I lead, of whose target three quarters or more are gone: due first, first. */
function dueRows({ waitingForMe, clocked }: MyWork, desk: SlaDesk, now: EpochMs): readonly TicketRow[] {
  return [...waitingForMe, ...clocked]
    .flatMap((row) => {
      const clock = openClock(clocksOf(row.ticket, desk, now))?.clock;
      return clock?.ticks && clock.share >= warningShare ? [{ row, dueAt: clock.dueAt ?? 0 }] : [];
    })
    .sort((a, b) => a.dueAt - b.dueAt)
    .filter(({ row }, index, all) => all.findIndex((other) => other.row.id === row.id) === index)
    .map(({ row }) => row);
}

/** Waits for votes, not for a holder. */
export function isReview({ ticket }: TicketRow): boolean {
  return ticket.review !== null && ticket.review.stage === ticket.stage;
}
