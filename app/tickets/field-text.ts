/** The fields of a ticket and their values in words: for what was edited, and what reviewers compare. Pure. */
import type { DirectoryView } from "../../client/genba";
import type { Messages } from "../../core/messages/messages";
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { ArgName } from "../../core/sync/protocol";
import type { Material } from "../../core/tickets/ticket";
import type { Flow } from "../../core/workflow/vocabulary";
import { momentText } from "../locale/time-text";
import { categoryName } from "./directory-options";

export interface FieldTextContext {
  readonly t: Messages;
  readonly locale: Locale;
  readonly now: number;
  readonly directory: Pick<DirectoryView, "people" | "assets" | "sites" | "categories">;
}

export function fieldLabel(field: ArgName, flow: Flow, t: Messages): string {
  const kind = flow === "incident" || flow === "problem" ? flow : "change";
  const labels: Readonly<Record<string, string>> = {
    ...t.arg,
    title: t.form.title,
    description: t.form.descriptions[kind],
    categoryId: t.form.category,
    impact: t.form.impact,
    urgency: t.form.urgency,
    siteId: t.form.site,
    assetIds: t.form.asset,
  };
  return labels[field] ?? t.arg.other;
}

/** `value` as the ticket or an action holds it. */
export function fieldText(field: string, value: unknown, context: FieldTextContext): string {
  const { t, locale, now, directory } = context;
  const names: Readonly<Record<string, (id: string) => string | null | undefined>> = {
    implementerId: (id) => directory.people.get(id)?.name,
    siteId: (id) => directory.sites.get(id)?.name,
    categoryId: (id) => categoryName(directory, id as never),
    impact: (level) => t.level[level as keyof Messages["level"]],
    urgency: (level) => t.level[level as keyof Messages["level"]],
    risk: (level) => t.level[level as keyof Messages["level"]],
  };
  if (typeof value === "string" && value !== "")
    return field in names ? (names[field]?.(value) ?? "…") : value;
  if (Array.isArray(value) && value.length > 0)
    return value.map((id: string) => directory.assets.get(id)?.tag ?? "…").join(t.app.join);
  if (isWindow(value))
    return `${momentText(locale, value.from, now)} – ${momentText(locale, value.until, now)}`;
  return t.reviews.nothing;
}

function isWindow(value: unknown): value is NonNullable<Material["window"]> {
  return typeof value === "object" && value !== null && "from" in value;
}
