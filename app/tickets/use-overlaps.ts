/** What a change would meet in a window, as far as this phone and, with a network, the server know. */
import { useMemo } from "react";
import { type Blackout, blackoutsIn, sitesOf } from "../../core/directory/blackout";
import type { AccountId } from "../../core/ids";
import type { ActionArgs } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import type { ActionType, Window } from "../../core/workflow/vocabulary";
import { addDays, dayOf } from "../calendar/days";
import { type Overlap, overlapsIn, rivalsOf } from "../calendar/overlaps";
import { useChanges } from "../calendar/use-changes";
import { useDirectory } from "../replica/genba-context";

/** How far a free window is looked for beside what only the server knows. */
const aheadDays = 90;

export interface Overlaps {
  readonly blackouts: readonly Blackout[];
  readonly overlaps: readonly Overlap[];
  /** In the way at any time. */
  readonly rivals: readonly Overlap[];
}

/** `holderId`: who would do it. Nothing for a window that is none. */
export function useOverlaps(ticket: Ticket, window: Window | null, holderId: AccountId | null): Overlaps {
  const { blackouts, assets } = useDirectory();
  const asked = window !== null && window.from < window.until ? window : null;
  const day = asked === null ? null : dayOf(asked.from);
  const { changes } = useChanges(day === null ? null : { from: day, until: addDays(day, aheadDays) });
  const { id, siteId, assetIds } = ticket;
  return useMemo(() => {
    if (asked === null) return { blackouts: [], overlaps: [], rivals: [] };
    const rivals = rivalsOf({ id, assetIds, holderId }, changes, assets);
    return {
      blackouts: blackoutsIn(blackouts, asked, sitesOf({ siteId, assetIds }, assets)),
      overlaps: overlapsIn(rivals, asked),
      rivals,
    };
  }, [asked, id, siteId, assetIds, holderId, changes, blackouts, assets]);
}

/** Whether the server will ask why it overlaps: a window is booked, or the work of a booked one becomes another. */
export function useAsksReason(action: ActionType, ticket: Ticket, args: ActionArgs): boolean {
  const planned = ticket.change?.window ?? null;
  const isInPlace = action === "transfer" || action === "edit";
  const window = isInPlace ? planned : (args.window ?? null);
  const holderId = args.personId ?? args.implementerId ?? ticket.holderId;
  const after = { ...ticket, assetIds: args.assetIds ?? ticket.assetIds };
  const { overlaps } = useOverlaps(after, window, holderId);
  const before = useOverlaps(ticket, isInPlace ? planned : null, ticket.holderId).overlaps;
  return overlaps.some(({ change }) => !before.some((one) => one.change.id === change.id));
}
