/** What is asked, in the screen's address, so that it can be kept and sent to somebody. Pure. */
import type { PlotFilter } from "../../client/plots";
import { type GroupId, isUuid } from "../../core/ids";
import { flowFilters } from "../../core/plots/figures";
import { periodLengths, periodOf } from "../../core/plots/period";

/** What an address that says something else, or nothing, is taken for. */
const usual: PlotFilter = { period: { days: 30 }, groupId: null, flow: "all" };

export function readFilter(search: string): PlotFilter {
  const asked = new URLSearchParams(search);
  const days = periodLengths.find((length) => String(length) === asked.get("days"));
  const span = { from: asked.get("from") ?? "", until: asked.get("until") ?? "" };
  const groupId = asked.get("group") ?? "";
  return {
    period: days !== undefined ? { days } : isPeriod(span) ? span : usual.period,
    groupId: isUuid(groupId) ? (groupId as GroupId) : null,
    flow: flowFilters.find((flow) => flow === asked.get("flow")) ?? usual.flow,
  };
}

export function writeFilter({ period, groupId, flow }: PlotFilter): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(period)) said.set(name, String(value));
  if (groupId !== null) said.set("group", groupId);
  if (flow !== usual.flow) said.set("flow", flow);
  return said.toString();
}

/** Two days in order, a year apart at most; where they lie does not matter. */
export function isPeriod(span: { readonly from: string; readonly until: string }): boolean {
  return periodOf(span, 0, 0) !== null;
}
