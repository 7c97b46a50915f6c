/** How much of the inbox is unread, on the screen and on the app's icon; and that a ticket looked at is read. */
import { useEffect, useSyncExternalStore } from "react";
import { showAppBadge } from "../../client/app-badge";
import type { Genba } from "../../client/genba";
import { countForBadge, countUnread, countUnreadOf } from "../../client/views/inbox";
import type { TicketId } from "../../core/ids";
import { useGenba } from "../replica/genba-context";
import { useLive, useShared } from "../replica/use-live";

const unreadOf = ({ db }: Genba) => countUnread(db);
export function useUnread(): number {
  return useShared(useGenba(), unreadOf) ?? 0;
}

/** The number on the app's icon, while the app runs; the worker sets it when it hears a push. */
const badgeOf = ({ db }: Genba) => countForBadge(db);
export function useAppBadge(): void {
  const count = useShared(useGenba(), badgeOf);
  useEffect(() => {
    if (count !== undefined) void showAppBadge(count);
  }, [count]);
}

/** What is said of a ticket while it is on the screen, and seen, is read. */
export function useReadNotices(ticketId: TicketId): void {
  const genba = useGenba();
  const isSeen = useSyncExternalStore(subscribeVisibility, isVisible, isVisible);
  const unread = useLive(() => countUnreadOf(genba.db, ticketId), [genba, ticketId], "around") ?? 0;
  useEffect(() => {
    if (isSeen && unread > 0) void genba.readNoticesOf(ticketId).then(() => closeShown(ticketId));
  }, [genba, ticketId, isSeen, unread]);
}

/** What was read needs no place on the screen any more, nor buttons for what was decided here meanwhile. */
async function closeShown(ticketId: TicketId): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  // Absent in iOS tabs.
  for (const shown of (await registration?.getNotifications?.()) ?? []) {
    if (shown.tag.startsWith(ticketId)) shown.close();
  }
}

function subscribeVisibility(onChange: () => void): () => void {
  document.addEventListener("visibilitychange", onChange);
  return () => document.removeEventListener("visibilitychange", onChange);
}

function isVisible(): boolean {
  return document.visibilityState === "visible";
}
