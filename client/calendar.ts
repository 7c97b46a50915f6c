/** The calendar as the server knows it, and the person's private link: online only. All throw TransportError. */
import type { CalendarAnswer, FeedLink } from "../core/calendar/calendar";
import type { AccountId, EpochMs } from "../core/ids";
import type { Window } from "../core/workflow/vocabulary";
import { callServer } from "./trpc-transport";

/** What lies in from ≤ t < until; a range of at most `rangeDaysMax` days. */
export function readCalendar(accountId: AccountId, { from, until }: Window): Promise<CalendarAnswer> {
  return callServer("query", "calendar.read", { accountId, from, until });
}

export function readFeedLink(accountId: AccountId): Promise<FeedLink> {
  return callServer("query", "calendar.link.read", { accountId });
}

/** The path of the new link, shown this once; the former one ends. */
export function renewFeedLink(
  accountId: AccountId,
): Promise<{ readonly path: string; readonly createdAt: EpochMs }> {
  return callServer("mutation", "calendar.link.renew", { accountId });
}

export async function removeFeedLink(accountId: AccountId): Promise<void> {
  await callServer("mutation", "calendar.link.remove", { accountId });
}
