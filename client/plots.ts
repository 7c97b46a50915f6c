/** 圖表 over tRPC's HTTP form: online only. A refusal comes as AdminError, like administration's. */
import type { AccountId, GroupId } from "../core/ids";
import type { FigureAnswer, FigureName, FlowFilter } from "../core/plots/figures";
import type { PeriodChoice } from "../core/plots/period";
import type { ListChoice, ListPosition, TicketPage } from "../core/plots/ticket-list";
import { ask } from "./admin";

export interface PlotFilter {
  readonly period: PeriodChoice;
  /** With all groups below it; null: all there are. */
  readonly groupId: GroupId | null;
  readonly flow: FlowFilter;
}

export interface Plots {
  read<Name extends FigureName>(figure: Name, filter: PlotFilter): Promise<FigureAnswer<Name>>;
  /** `after`: where the page before ended; null for the first. */
  list(filter: PlotFilter, of: ListChoice, after: ListPosition | null): Promise<TicketPage>;
}

/** `accountId`: whose session it must be (C6). */
export function createPlots(
  accountId: AccountId,
  fetcher: typeof fetch = (...input) => fetch(...input),
): Plots {
  const get = <Answer>(path: string, input: object): Promise<Answer> => {
    const query = encodeURIComponent(JSON.stringify({ accountId, ...input }));
    return ask<Answer>(fetcher, `/api/trpc/plots.${path}?input=${query}`, {});
  };
  return {
    read: (figure, filter) => get(figure, filter),
    list: (filter, of, after) => get("tickets", { ...filter, of, after }),
  };
}
