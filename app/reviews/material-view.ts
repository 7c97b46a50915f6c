/** What changed of a change since a reviewer read it, in words (SYNC A6). Pure. */
import type { DirectoryView } from "../../client/genba";
import type { AccountId } from "../../core/ids";
import type { Messages } from "../../core/messages/messages";
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { Activity, Material, Ticket } from "../../core/tickets/ticket";
import { changedSince, type MaterialField } from "../../core/workflow/material";
import { momentText } from "../locale/time-text";

export interface DifferenceLine {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

export interface MaterialContext {
  readonly t: Messages;
  readonly locale: Locale;
  readonly now: number;
  readonly directory: Pick<DirectoryView, "people" | "assets">;
}

/** `activities` of the ticket in any order. */
export function differenceLines(
  ticket: Ticket,
  activities: readonly Activity[],
  revision: number,
  context: MaterialContext,
): readonly DifferenceLine[] {
  return changedSince(ticket, activities, revision).map(({ field, from, to }) => ({
    label: fieldLabel(field, context.t),
    from: valueText(field, from, context),
    to: valueText(field, to, context),
  }));
}

/** The newest revision that this person voted on before the present one; null when they never did. */
export function votedRevision(ticket: Ticket, activities: readonly Activity[], me: AccountId): number | null {
  const mine = activities.filter(
    ({ type, actorId, details }) =>
      actorId === me &&
      (type === "approve" || type === "reject") &&
      (details.revision ?? 0) < ticket.revision,
  );
  return mine.reduce<number | null>(
    (newest, { details }) => Math.max(newest ?? 0, details.revision ?? 0),
    null,
  );
}

function fieldLabel(field: MaterialField, t: Messages): string {
  return field === "assetIds" ? t.form.asset : t.arg[field];
}

function valueText<Field extends MaterialField>(
  field: Field,
  value: Material[Field],
  { t, locale, now, directory }: MaterialContext,
): string {
  const empty = t.reviews.nothing;
  if (value === null || value === "") return empty;
  if (typeof value === "string") {
    if (field === "implementerId") return directory.people.get(value as AccountId)?.name ?? "…";
    return field === "risk" ? t.level[value as Material["risk"]] : value;
  }
  if ("from" in value)
    return `${momentText(locale, value.from, now)} – ${momentText(locale, value.until, now)}`;
  const tags = value.map((id) => directory.assets.get(id)?.tag ?? "…");
  return tags.length === 0 ? empty : tags.join(t.app.join);
}
