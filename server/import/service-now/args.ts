/** What a planned action of the log says (SYNC A1); ids of groups, sites and categories are made from the log's names. */
import type { AccountId, CategoryId, GroupId, SiteId, TicketId } from "../../../core/ids";
import type { ActionArgs } from "../../../core/sync/protocol";
import type { IncidentClosureCode } from "../../../core/workflow/vocabulary";
import { idOf, sharedRun } from "./names";
import type { LogPerson, PlannedAction } from "./plan";

/** When the log begins; the time inside ids of things that have none of their own. */
export const logBegin = Date.UTC(2016, 1, 29);
const holdMs = 7 * 86_400_000;
const title = "ServiceNow";

export const groupIdOf = (group: string): GroupId => idOf(sharedRun, `group/${group}`, logBegin);
export const siteIdOf = (location: string | null): SiteId =>
  idOf(sharedRun, `site/${location ?? "?"}`, logBegin);
export const categoryIdOf = (category: string | null, subcategory: string | null): CategoryId =>
  idOf(
    sharedRun,
    subcategory === null ? `category/${category ?? "?"}` : `category/${category ?? "?"}/${subcategory}`,
    logBegin,
  );

export interface LogIds {
  readonly personId: (person: LogPerson) => AccountId;
  /** The problem that an incident of this number waits for. */
  readonly problemId: (number: string) => TicketId;
}

export function logArgs({ verb, number, at }: PlannedAction, ids: LogIds): ActionArgs {
  const reason = `${title} ${number}`;
  switch (verb.type) {
    case "open":
      return {
        flow: "incident",
        title: `${title} ${number} · ${verb.row.symptom === null ? `category ${verb.row.category ?? "?"}` : `symptom ${verb.row.symptom}`}`,
        description: `Incident ${number} of the log (doi 10.24432/C57S4H)`,
        categoryId: categoryIdOf(verb.row.category, verb.row.subcategory),
        siteId: siteIdOf(verb.row.location),
        impact: verb.impact,
        urgency: verb.urgency,
        groupId: groupIdOf(verb.group),
      };
    case "assignHandler":
    case "transfer":
      return { personId: ids.personId(verb.person) };
    case "returnToAssign":
    case "reopen":
      return { reason };
    case "reassign":
      return { groupId: groupIdOf(verb.group), reason };
    case "hold":
      return {
        holdReason: verb.reason,
        until: at + holdMs,
        ...(verb.reason === "problem" ? { holdTicketId: ids.problemId(number) } : {}),
      };
    case "resume":
      return {};
    case "raiseProblem":
      return { problemId: ids.problemId(number) };
    case "resolveNow":
    case "resolve":
      return { closureCode: closureCodeOf(number), notes: reason, restoredAt: at };
  }
}

/** The log's codes are numbers without meaning: spread them over ours, by incident. */
function closureCodeOf(number: string): IncidentClosureCode {
  const codes: readonly IncidentClosureCode[] = ["fixed", "workaround", "userGuidance", "notReproducible"];
  return codes[Number(number) % codes.length] ?? "fixed";
}
