/**
 * The iCalendar text (RFC 5545) of changes and blackouts. Pure: the same rows give the same text, so that a calendar
 * which asks again is answered 304. The format's own rules (folding at 75 octets, escaping) are the library's.
 */
import { ICalCalendar, ICalCalendarMethod, type ICalEventData, ICalEventStatus } from "ical-generator";
import type { Blackout } from "../../core/directory/blackout";
import { feedTexts } from "../../core/messages/feed";
import { messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { ChangeRow } from "./read";

/** How often a calendar should ask, seconds. */
const refreshSeconds = 3_600;

export type Feed = {
  readonly changes: readonly ChangeRow[];
  readonly blackouts: readonly Blackout[];
  readonly locale: Locale;
  /** Where tickets are opened. */
  readonly origin: string;
  readonly names: FeedNames;
};
/** By id; what is not known is left out. */
export type FeedNames = {
  readonly people: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  readonly assets: ReadonlyMap<string, string>;
  readonly sites: ReadonlyMap<string, string>;
};

export function composeFeed(feed: Feed): string {
  const calendar = new ICalCalendar({
    name: feedTexts[feed.locale].name,
    prodId: { company: "Genba", product: "Change calendar", language: feed.locale },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
  });
  for (const change of feed.changes) calendar.createEvent(changeEvent(change, feed));
  for (const blackout of feed.blackouts) calendar.createEvent(blackoutEvent(blackout, feed));
  return calendar.toString();
}

function changeEvent(change: ChangeRow, { locale, origin, names }: Feed): ICalEventData {
  const { id, flow, number, title, version, updatedAt, restricted } = change;
  const texts = feedTexts[locale];
  const said = numberText(flow, number, id);
  return {
    id: `change-${id}@genba`,
    sequence: version,
    // Of a published calendar it is when the row was last revised, not when it was asked for.
    stamp: new Date(updatedAt),
    lastModified: new Date(updatedAt),
    ...spanOf(change.window),
    status: statusOf(change),
    summary: oneLine(`${said} ${restricted ? texts.restricted : title}`),
    description: restricted ? null : describe(change, locale, names),
    url: `${origin}/tickets/${id}`,
  };
}

function describe(change: ChangeRow, locale: Locale, names: FeedNames): string {
  const { flow, stage, outcome, risk, holderId, assignedGroupId, assetIds } = change;
  const [t, texts] = [messages[locale], feedTexts[locale]];
  const assets = assetIds.map((id) => names.assets.get(id)).filter((name) => name !== undefined);
  const lines: readonly (readonly [string, string | undefined])[] = [
    [texts.stage, stage === "closed" && outcome !== null ? t.outcome[outcome] : t.stage[stage]],
    [texts.risk, t.level[risk]],
    [texts.implementer, names.people.get(holderId ?? "")],
    [texts.group, names.groups.get(assignedGroupId ?? "")],
    [texts.assets, assets.join(texts.join)],
  ];
  const known = lines.flatMap(([label, value]) => (value ? [oneLine(`${label}${texts.colon}${value}`)] : []));
  return [t.flow[flow], ...known].join("\n");
}

function statusOf({ stage, outcome }: ChangeRow): ICalEventStatus {
  if (outcome === "withdrawn" || outcome === "cancelled") return ICalEventStatus.CANCELLED;
  const isOpen =
    stage === "new" || stage === "preDevReview" || stage === "plan" || stage === "preLaunchReview";
  return isOpen ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

/** It is never edited, so that its beginning serves as the time of its revision. */
function blackoutEvent(blackout: Blackout, { locale, names }: Feed): ICalEventData {
  const texts = feedTexts[locale];
  const sites = blackout.siteIds.map((id) => names.sites.get(id)).filter((name) => name !== undefined);
  return {
    id: `blackout-${blackout.id}@genba`,
    sequence: 0,
    stamp: new Date(blackout.from),
    lastModified: new Date(blackout.from),
    ...spanOf(blackout),
    status: ICalEventStatus.CONFIRMED,
    summary: oneLine(texts.blackout(blackout.name)),
    description: oneLine(sites.length === 0 ? texts.everywhere : sites.join(texts.join)),
  };
}

/** An event without a length has no end: the format wants one later than the beginning. */
function spanOf({ from, until }: { readonly from: number; readonly until: number }) {
  return { start: new Date(from), ...(until > from ? { end: new Date(until) } : {}) };
}

/** Whatever somebody typed, it begins no line of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Control}\u2028\u2029]+/gu, " ").trim();
}
