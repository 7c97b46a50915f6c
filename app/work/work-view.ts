/** 我的工作: the lists of the replica as sections, each ticket in the first one that fits it. */
import type { TicketRow } from "../../client/replica/rows";
import type { MyWork } from "../../client/views/my-work";

export type WorkSectionName = "toReview" | "mine" | "toAssign" | "recurring" | "opened";
export interface WorkSection {
  readonly name: WorkSectionName;
  readonly rows: readonly TicketRow[];
}

/** Sections without rows are left out. */
export function workSections(work: MyWork): readonly WorkSection[] {
  const taken = new Set<string>();
  const take = (name: WorkSectionName, rows: readonly TicketRow[]): WorkSection => {
    const fresh = rows.filter((row) => !taken.has(row.id));
    for (const row of fresh) taken.add(row.id);
    return { name, rows: fresh };
  };
  return [
    take("toReview", work.waitingForMe.filter(isReview)),
    take("mine", work.waitingForMe),
    take("toAssign", work.unassigned),
    take("recurring", work.recurring),
    take("opened", work.mine),
  ].filter((section) => section.rows.length > 0);
}

/** Waits for votes, not for a holder. */
export function isReview({ ticket }: TicketRow): boolean {
  return ticket.review !== null && ticket.review.stage === ticket.stage;
}
