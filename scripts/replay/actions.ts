/** A planned action of the log as the wire has it (SYNC A1), numbered by the device that sends it. */
import type { AccountId, ActionId, CategoryId, ClientId, GroupId, SiteId, TicketId } from "../../core/ids";
import type { Action, ActionArgs } from "../../core/sync/protocol";
import type { IncidentClosureCode } from "../../core/workflow/vocabulary";
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
export const accountIdOf = (device: number): AccountId => idOf(sharedRun, `account/${device}`, logBegin);
export const clientIdOf = (run: string, device: number): ClientId => idOf(run, `client/${device}`, logBegin);

export interface Numbering {
  readonly run: string;
  readonly deviceOf: (person: LogPerson) => number;
  /** Takes the device's next number. */
  readonly nextSeq: (device: number) => number;
}

/** Numbers the action; call it in the order in which the device did its actions. */
export function toWireAction(planned: PlannedAction, device: number, numbering: Numbering): Action {
  const { run } = numbering;
  const openedAt = logBegin;
  return {
    clientId: clientIdOf(run, device),
    seq: numbering.nextSeq(device),
    actionId: idOf<ActionId>(run, `action/${planned.number}/${planned.index}`, planned.at),
    type: planned.verb.type,
    typeVersion: 1,
    ticketId: idOf<TicketId>(run, `ticket/${planned.number}`, openedAt),
    baseRevision: planned.verb.type === "open" ? 0 : 1,
    args: argsOf(planned, numbering),
    occurredAt: planned.at,
    clockOffset: 0,
    uncertainTime: false,
    dependsOn: [],
  };
}

function argsOf(planned: PlannedAction, { run, deviceOf }: Numbering): ActionArgs {
  const { verb, number, at } = planned;
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
      return { personId: accountIdOf(deviceOf(verb.person)) };
    case "returnToAssign":
    case "reopen":
      return { reason };
    case "reassign":
      return { groupId: groupIdOf(verb.group), reason };
    case "hold":
      return {
        holdReason: verb.reason,
        until: at + holdMs,
        ...(verb.reason === "problem" ? { holdTicketId: problemIdOf(run, number) } : {}),
      };
    case "resume":
      return {};
    case "raiseProblem":
      return { problemId: problemIdOf(run, number) };
    case "resolveNow":
    case "resolve":
      return { closureCode: closureCodeOf(number), notes: reason, restoredAt: at };
  }
}

const problemIdOf = (run: string, number: string): TicketId => idOf(run, `problem/${number}`, logBegin);

/** The log's codes are numbers without meaning: spread them over ours, by incident. */
function closureCodeOf(number: string): IncidentClosureCode {
  const codes: readonly IncidentClosureCode[] = ["fixed", "workaround", "userGuidance", "notReproducible"];
  return codes[Number(number) % codes.length] ?? "fixed";
}
