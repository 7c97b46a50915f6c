/** The facts of a ticket as label and value, only those that have one. */
import type { DirectoryView } from "../../client/genba";
import { type AccountId, type EpochMs, type GroupId, systemOpenerId } from "../../core/ids";
import type { Messages } from "../../core/messages/messages";
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { Ticket } from "../../core/tickets/ticket";
import { momentText } from "../locale/time-text";
import { categoryName } from "./directory-options";

export interface Fact {
  readonly label: string;
  readonly value: string;
}
export interface FactsContext {
  readonly t: Messages;
  readonly locale: Locale;
  readonly me: AccountId;
  readonly directory: DirectoryView;
  readonly now: EpochMs;
}

export function ticketFacts(ticket: Ticket, context: FactsContext): readonly Fact[] {
  const { t, locale, now, directory } = context;
  const isChange = ticket.flow !== "incident" && ticket.flow !== "problem";
  const kind = isChange ? "change" : ticket.flow === "problem" ? "problem" : "incident";
  const moment = (at: EpochMs): string => momentText(locale, at, now);
  const groups = (ids: readonly GroupId[]): string =>
    ids.map((id) => groupName(directory, id)).join(t.app.join);
  const facts: (Fact | null)[] = [
    fact(t.ticket.holder[kind], personName(ticket.holderId, context)),
    fact(
      isChange ? t.ticket.assignedGroup.change : t.ticket.assignedGroup.ticket,
      ticket.assignedGroupId ? groupName(directory, ticket.assignedGroupId) : t.ticket.pendingGroup,
    ),
    fact(t.form.asset, assetNames(ticket, directory)),
    fact(t.form.site, ticket.siteId ? (directory.sites.get(ticket.siteId)?.name ?? "") : ""),
    fact(t.form.category, categoryName(directory, ticket.categoryId) ?? ""),
    ticket.impact && ticket.urgency
      ? fact(`${t.form.impact} · ${t.form.urgency}`, `${t.level[ticket.impact]} · ${t.level[ticket.urgency]}`)
      : null,
    ...changeFacts(ticket, context),
    ticket.problem?.reviewDate ? fact(t.arg.reviewDate, moment(ticket.problem.reviewDate)) : null,
    fact(
      t.ticket.opener,
      ticket.openerId === systemOpenerId ? t.ticket.system : personName(ticket.openerId, context),
    ),
    ticket.reportedById ? fact(t.form.reportedBy, personName(ticket.reportedById, context)) : null,
    fact(t.ticket.ownerGroups, groups(ticket.ownerGroupIds)),
    fact(t.ticket.opened, moment(ticket.openedAt)),
    ticket.closedAt === null ? null : fact(t.ticket.closedAt, moment(ticket.closedAt)),
    ticket.closure ? fact(t.ticket.closure, closureText(ticket, t)) : null,
    ticket.closure?.restoredAt ? fact(t.arg.restoredAt, moment(ticket.closure.restoredAt)) : null,
  ];
  return facts.filter((one): one is Fact => one !== null && one.value !== "");
}

/** Template, review group, and when it was really done. */
function changeFacts(
  { change }: Ticket,
  { t, locale, now, directory }: FactsContext,
): readonly (Fact | null)[] {
  if (!change) return [];
  const { window, templateId, reviewGroupId, actualStart, actualEnd } = change;
  const moment = (at: EpochMs): string => momentText(locale, at, now);
  const span = window
    ? `${momentText(locale, window.from, now)} – ${momentText(locale, window.until, now)}`
    : "";
  return [
    templateId ? fact(t.arg.templateId, directory.templates.get(templateId)?.name ?? "") : null,
    fact(t.arg.risk, t.level[change.risk]),
    fact(t.arg.window, span),
    reviewGroupId ? fact(t.arg.reviewGroupId, groupName(directory, reviewGroupId)) : null,
    actualStart ? fact(t.arg.actualStart, moment(actualStart)) : null,
    actualEnd ? fact(t.arg.actualEnd, moment(actualEnd)) : null,
  ];
}

/** The long words of a problem or change, each under its own heading. */
export function ticketWords({ problem, change }: Ticket, t: Messages): readonly Fact[] {
  const words: Fact[] = [];
  const add = (label: string, value: string): void => {
    if (value.trim() !== "") words.push({ label, value });
  };
  if (problem) {
    add(t.arg.analysis, problem.analysis);
    add(t.arg.rootCause, problem.rootCause);
    add(t.arg.workaround, problem.workaround);
    add(t.arg.permanentFix, problem.permanentFix);
    add(t.arg.whyNotEradicated, problem.whyNotEradicated);
  }
  if (change) {
    add(t.arg.whyUrgent, change.whyUrgent);
    add(t.arg.scope, change.scope);
    add(t.arg.riskAssessment, change.riskAssessment);
    add(t.arg.steps, change.steps);
    add(t.arg.rollbackPlan, change.rollbackPlan);
    add(t.arg.conflictReason, change.conflictReason);
    add(t.arg.result, change.result);
    add(t.arg.evidence, change.evidence);
  }
  return words;
}

function fact(label: string, value: string): Fact {
  return { label, value };
}

function personName(id: AccountId | null, { t, me, directory }: FactsContext): string {
  if (id === null) return t.ticket.nobody;
  const name = directory.people.get(id)?.name ?? "…";
  return id === me ? t.ticket.meIs(name) : name;
}

function groupName(directory: DirectoryView, id: GroupId): string {
  return directory.groups.get(id)?.name ?? "…";
}

/** Each asset of a ticket on a line of its own: label, name, place. */
export function assetNames(ticket: Ticket, directory: DirectoryView): string {
  return ticket.assetIds
    .map((id) => directory.assets.get(id))
    .filter((asset) => asset !== undefined)
    .map((asset) => [`${asset.tag} ${asset.name}`, asset.location].filter(Boolean).join(" · "))
    .join("\n");
}

/** How it was closed, in words. */
export function closureText({ closure }: Ticket, t: Messages): string {
  if (!closure) return "";
  const codes: Readonly<Record<string, string>> = { ...t.closureCode, ...t.resolution };
  return [closure.code ? codes[closure.code] : null, closure.notes].filter(Boolean).join(" · ");
}
