/**
 * What becomes of an edit, by the words of SYNC A3 and docs/decisions/0018-field-edits.md: nothing of core's `edit` and
 * `mergeText`. Long texts are judged line by line, by their places: the test's texts have as many lines before as
 * after, no two of which are alike.
 */
import type { AccountId } from "../../core/ids";
import type { ActionArgs, EditableField } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { type OracleLine, type OracleWord, oracle } from "../../core/workflow/testing/oracle";
import type { DocumentJudge, Policy } from "./document-judge";

export type EditVerdict =
  | { readonly kind: "applied"; readonly value: unknown; readonly isMerged: boolean }
  | { readonly kind: "superseded" }
  | { readonly kind: "returned"; readonly code: string };

export interface Editing {
  readonly actor: AccountId;
  /** Requesters see only what they opened. */
  readonly isRequester: boolean;
  readonly args: ActionArgs;
  readonly sites: readonly string[];
}

const words = ["title", "description", "siteId", "assetIds"] as const;
const ranked = [...words, "categoryId", "impact", "urgency"] as const;
const ofOpener: readonly string[] = [...words, "categoryId"];
const investigated = ["analysis", "rootCause", "workaround"] as const;
const planned = [...words, "risk", "scope", "riskAssessment", "steps", "rollbackPlan"] as const;
const lines: ReadonlySet<string> = new Set([
  ...["description", "whyUrgent", "scope", "riskAssessment", "steps", "rollbackPlan"],
  ...investigated,
]);
/** A6: another value makes another revision. */
const material: ReadonlySet<string> = new Set([
  "assetIds",
  "risk",
  "scope",
  "riskAssessment",
  "steps",
  "rollbackPlan",
]);

/** The fields that stand open on the ticket where it is, whoever asks. */
export function openFields({ flow, stage }: Ticket): readonly EditableField[] {
  if (stage === "closed") return [];
  if (flow === "incident") return ranked;
  if (flow === "problem") return stage === "assign" ? ranked : [...ranked, ...investigated];
  if (stage !== "new" && stage !== "plan") return [];
  return flow === "emergency" ? [...planned, "whyUrgent"] : planned;
}

/** Whether the person may put this field right, were it open. */
export function mayEdit(
  person: AccountId,
  field: EditableField,
  ticket: Ticket,
  policy: Policy,
  judge: DocumentJudge,
): boolean {
  const is = (...who: readonly OracleWord[]): boolean =>
    judge.may(person, { ...openingOf(ticket), action: "edit", who }, ticket, policy);
  switch (ticket.flow) {
    case "incident":
      return (
        is(word("member"), word("lead"), word("handler"), word("ownerLead")) ||
        (ofOpener.includes(field) && is(word("opener", "untaken")))
      );
    case "problem":
      return is(word("member"), word("lead"), word("investigator"), word("handler"));
    default:
      return is(word("opener"), word("changeGroup"));
  }
}

const word = (name: string, condition: string | null = null): OracleWord => ({
  word: name,
  condition,
  optional: false,
  bold: false,
});

/** What the edit comes to on the ticket as it is. */
export function editVerdict(
  { actor, isRequester, args, sites }: Editing,
  ticket: Ticket,
  policy: Policy,
  judge: DocumentJudge,
): EditVerdict {
  const field = fieldOf(args);
  const to = args[field];
  const back = (code: string): EditVerdict => ({ kind: "returned", code });
  if (isRequester && ticket.openerId !== actor) return back("ticket.unknown");
  if (!openFields(ticket).includes(field))
    return back(ticket.stage === "closed" ? "stage.closed" : "stage.moved");
  if (!mayEdit(actor, field, ticket, policy, judge)) return back("right.missing");
  if (textOf(to) === "" && mustBeSaid(field, ticket)) return back("needs.missing");
  const isPlanOfReviewed = ticket.flow === "normal" && ticket.stage === "plan";
  if (field === "risk" && isPlanOfReviewed && riskOf(to) < riskOf(ticket.change?.risk)) {
    return back("needs.invalid");
  }
  if (field === "siteId" && !sites.includes(String(to))) return back("site.unknown");
  const [from, now] = [args.from?.[field], saidIn(ticket, field)];
  if (textOf(now) === textOf(to)) return { kind: "superseded" };
  if (textOf(now) === textOf(from)) return { kind: "applied", value: to, isMerged: false };
  const merged = merge(field, from, to, now);
  if (merged === null) return back("edit.conflict");
  return textOf(merged) === textOf(now)
    ? { kind: "superseded" }
    : { kind: "applied", value: merged, isMerged: true };
}

/** The ticket after an edit that holds, as far as the document says: all the rest is as it was. */
export function ticketWith(field: EditableField, value: unknown, ticket: Ticket): Ticket {
  const put = <Part extends object>(part: Part): Part => (field in part ? { ...part, [field]: value } : part);
  const change = ticket.change && put(ticket.change);
  const isMaterial = ticket.change !== null && material.has(field);
  const said = { ...put(ticket), problem: ticket.problem && put(ticket.problem), change };
  return {
    ...said,
    priority: said.impact === null || said.urgency === null ? said.priority : priority(said),
    revision: ticket.revision + (isMaterial ? 1 : 0),
    version: ticket.version + 1,
  };
}

/** The one field that an edit of the test names. */
export function fieldOf(args: ActionArgs): EditableField {
  const [field] = Object.keys(args).filter((name) => name !== "from");
  return field as EditableField;
}

/** What the ticket says there; undefined where nothing. */
export function saidIn(ticket: Ticket, field: EditableField): unknown {
  const all: Record<string, unknown> = { ...ticket, ...ticket.problem, ...ticket.change };
  return all[field] ?? undefined;
}

/** Any line of the flow: the judge of people reads of it only who may. */
function openingOf({ flow }: Ticket): OracleLine {
  const line = oracle.find((one) => one.flow === flow);
  if (line === undefined) throw new Error(`The document has no ${flow}`);
  return line;
}

/** What an earlier step asked for. */
function mustBeSaid(field: EditableField, { flow, stage }: Ticket): boolean {
  const isIncident = flow === "incident";
  const isChange = !isIncident && flow !== "problem";
  const always = ["title", "categoryId", "siteId", "whyUrgent"];
  return (
    always.includes(field) ||
    (field === "description" && !isIncident) ||
    (field === "assetIds" && isChange) ||
    ((field === "scope" || field === "riskAssessment") && flow === "normal" && stage === "plan") ||
    (field === "analysis" && stage === "handle")
  );
}

function merge(field: EditableField, from: unknown, to: unknown, now: unknown): unknown {
  if (field === "assetIds") {
    const setOf = (list: unknown) => new Set((list ?? []) as readonly string[]);
    const [before, mine, theirs] = [setOf(from), setOf(to), setOf(now)];
    const isIn = (id: string): boolean => (mine.has(id) === before.has(id) ? theirs : mine).has(id);
    return [...new Set([...theirs, ...mine])].filter(isIn);
  }
  if (!lines.has(field)) return null;
  return textOf(from) === textOf(to) ? now : mergeLines(textOf(from), textOf(to), textOf(now));
}

/** Null where both wrote in one place, or side by side, and not the same. */
function mergeLines(from: string, to: string, now: string): string | null {
  const [before, mine, theirs] = [from.split("\n"), to.split("\n"), now.split("\n")];
  if (before.length !== mine.length || before.length !== theirs.length) return null;
  const merged: string[] = [];
  for (let at = 0; at < before.length; ) {
    const isUntouched = (one: number) => mine[one] === before[one] && theirs[one] === before[one];
    let end = at + 1;
    while (!isUntouched(at) && end < before.length && !isUntouched(end)) end += 1;
    const [was, ours, others] = [before.slice(at, end), mine.slice(at, end), theirs.slice(at, end)];
    const isOurs = ours.join() !== was.join();
    if (isOurs && others.join() !== was.join() && ours.join() !== others.join()) return null;
    merged.push(...(isOurs ? ours : others));
    at = end;
  }
  return merged.join("\n");
}

/** Nothing and an empty text are the same; lists are sets. */
function textOf(value: unknown): string {
  return Array.isArray(value) ? [...value].sort().join(" ") : String(value ?? "").trim();
}

const riskOf = (level: unknown): number => ["low", "medium", "high"].indexOf(String(level));

function priority({ impact, urgency }: Pick<Ticket, "impact" | "urgency">): NonNullable<Ticket["priority"]> {
  const both = [impact, urgency].sort().join(" ");
  if (both === "high high") return "P1";
  if (both === "high medium") return "P2";
  return both === "high low" || both === "medium medium" ? "P3" : "P4";
}
