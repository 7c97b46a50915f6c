/** Changes of a span of time: those on this phone at once, and with a network all that the server lets one see. */
import { useEffect, useMemo, useState } from "react";
import { readCalendar } from "../../client/calendar";
import { calendarChanges } from "../../client/views/calendar";
import type { CalendarAnswer, CalendarChange, MaintenanceSpan } from "../../core/calendar/calendar";
import type { Window } from "../../core/workflow/vocabulary";
import { useSession, useSyncState } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { mergeChanges } from "./calendar-view";

export interface KnownChanges {
  readonly changes: readonly CalendarChange[];
  readonly maintenance: readonly MaintenanceSpan[];
  /** away: only what this phone holds; `more`: the server has others still. */
  readonly phase: "reading" | "ready" | "away" | "more";
}

const none: readonly never[] = [];

/** `range` null: of no time, and nothing is asked. */
export function useChanges(range: Window | null): KnownChanges {
  const [from, until] = [range?.from ?? 0, range?.until ?? 0];
  const { genba, account } = useSession();
  const held = useLive(() => calendarChanges(genba.db), [genba]) ?? none;
  const { tag } = useSyncState();
  const isAway = tag === "waiting" || tag === "offline" || tag === "paused";
  const key = `${from} ${until}`;
  const [answered, setAnswered] = useState<{
    readonly key: string;
    readonly answer: CalendarAnswer | null;
  }>();
  useEffect(() => {
    if (isAway || until <= from) return;
    let isCurrent = true;
    const keep = (answer: CalendarAnswer | null) => {
      if (isCurrent) setAnswered({ key: `${from} ${until}`, answer });
    };
    readCalendar(account.id, { from, until }).then(keep, () => keep(null));
    return () => {
      isCurrent = false;
    };
  }, [account.id, from, until, isAway]);
  const answer = answered?.key === key ? answered.answer : undefined;
  return useMemo(
    () => ({
      changes: mergeChanges(held, answer?.changes ?? none),
      maintenance: answer?.maintenance ?? none,
      phase: answer ? (answer.more ? "more" : "ready") : isAway || answer === null ? "away" : "reading",
    }),
    [held, answer, isAway],
  );
}
