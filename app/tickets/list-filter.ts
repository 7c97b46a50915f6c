/** The filter of the list of tickets, and which queries of the replica it is. */
import type { TicketFilter } from "../../client/views/tickets";
import type { AccountId, GroupId, SiteId } from "../../core/ids";
import { type Flow, type Priority, type Stage, stages, stagesByFlow } from "../../core/workflow/vocabulary";

export type ListScope = "all" | "mine" | "groups";
export interface ListFilter {
  readonly scope: ListScope;
  readonly flow: Flow | null;
  readonly stage: Stage | null;
  readonly priority: Priority | null;
  readonly siteId: SiteId | null;
}
export const emptyFilter: ListFilter = {
  scope: "all",
  flow: null,
  stage: null,
  priority: null,
  siteId: null,
};

/** How many parts besides the scope are set: the number on the filter button. */
export function filterCount(filter: ListFilter): number {
  return [filter.flow, filter.stage, filter.priority, filter.siteId].filter((part) => part !== null).length;
}

/** One query a group for "my groups", else one; closed tickets only when that stage is asked for. */
export function ticketFilters(
  filter: ListFilter,
  me: AccountId,
  groups: readonly GroupId[],
): readonly TicketFilter[] {
  const base: TicketFilter = {
    open: filter.stage !== "closed",
    ...(filter.flow ? { flow: filter.flow } : {}),
    ...(filter.stage ? { stage: filter.stage } : {}),
    ...(filter.priority ? { priority: filter.priority } : {}),
    ...(filter.siteId ? { siteId: filter.siteId } : {}),
  };
  switch (filter.scope) {
    case "all":
      return [base];
    case "mine":
      return [
        { ...base, holderId: me },
        { ...base, openerId: me },
      ];
    case "groups":
      return groups.map((groupId) => ({ ...base, groupId }));
  }
}

/** The stages that tickets of this flow can be in; all of them for no flow. */
export function stageChoices(flow: Flow | null): readonly Stage[] {
  return flow === null ? stages : stagesByFlow[flow];
}
