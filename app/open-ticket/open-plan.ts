/** Which fields the form of a new ticket shows, in the order in which a person thinks of them. */
import type { ActionArgs, ArgName } from "../../core/sync/protocol";
import { openingNeeds } from "../../core/workflow/available";
import type { Flow } from "../../core/workflow/vocabulary";

/** What a person chooses to open; a change then has one of three flows. */
export type OpenKind = "incident" | "problem" | "change";
export const openKinds: readonly OpenKind[] = ["incident", "problem", "change"];

export interface OpenPlan {
  readonly main: readonly ArgName[];
  /** Seldom said: behind a tap. */
  readonly more: readonly ArgName[];
}

/** Requesters open incidents only and choose no groups: `forStaff` false. */
export function openPlan(flow: Flow, forStaff: boolean): OpenPlan {
  const more = forStaff ? morePlan(flow) : [];
  switch (flow) {
    case "incident":
      return {
        main: [
          "title",
          "categoryId",
          "impact",
          "urgency",
          "assetIds",
          "siteId",
          "description",
          "reportedById",
        ],
        more,
      };
    case "problem":
      return {
        main: [
          "title",
          "categoryId",
          "description",
          "linkedIds",
          "proactive",
          "assetIds",
          "impact",
          "urgency",
        ],
        more,
      };
    case "standard":
      return { main: ["flow", "templateId", "title", "description", "assetIds", "risk"], more };
    case "normal":
      return { main: ["flow", "title", "description", "assetIds", "risk"], more };
    case "emergency":
      return { main: ["flow", "title", "description", "whyUrgent", "assetIds", "risk"], more };
  }
}

function morePlan(flow: Flow): readonly ArgName[] {
  if (flow === "incident") return ["groupId", "restricted"];
  if (flow === "problem") return ["siteId", "groupId", "restricted"];
  return ["groupId", "reviewGroupId", "linkedIds", "categoryId", "siteId", "restricted"];
}

export function kindOfFlow(flow: Flow): OpenKind {
  return flow === "incident" || flow === "problem" ? flow : "change";
}

/** The needed fields that are still empty, in the form's order. */
export function emptyNeeds(flow: Flow, args: ActionArgs): readonly ArgName[] {
  const needed = openingNeeds(flow).filter((arg) => arg !== "linkedIds" || args.proactive !== true);
  const { main, more } = openPlan(flow, true);
  return [...main, ...more].filter((arg) => needed.includes(arg) && isEmpty(args[arg]));
}

function isEmpty(value: ActionArgs[ArgName]): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === "string") return value.trim() === "";
  return Array.isArray(value) && value.length === 0;
}

/** What is said: the fields that this flow's form shows, filled in. What was typed for another flow stays behind. */
export function openingArgs(flow: Flow, forStaff: boolean, args: ActionArgs): ActionArgs {
  const { main, more } = openPlan(flow, forStaff);
  const said: Record<string, unknown> = {};
  for (const arg of [...main, ...more]) {
    const value = args[arg];
    if (!isEmpty(value) && value !== false) said[arg] = typeof value === "string" ? value.trim() : value;
  }
  return { ...(said as ActionArgs), flow };
}
