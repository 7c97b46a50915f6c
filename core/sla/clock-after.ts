/** What an action does to the clocks of its incident: read off the ticket before and after it, and who did it. */
import type { AccountId, EpochMs } from "../ids";
import type { Pause, Ticket, TicketClock } from "../tickets/ticket";
import { mergePauses } from "./clock";

export const newClock: TicketClock = { respondedAt: null, pauses: [], openings: 1 };

/** Of more than these the oldest are joined, in the ticket's favour. */
export const pausesMax = 100;

/**
 * The clock of `after`; `at`: corrected time of the action (T1). A ticket without one gets none half-way. Leaving the
 * assignment answers: an assignment, a claim, a resolution at once; of several that arrive late the earliest counts. The
 * desk itself answers for nobody: what recovered by itself and fires again still waits for somebody.
 */
export function clockAfter(
  before: Ticket,
  after: Ticket,
  { at, actorId }: { readonly at: EpochMs; readonly actorId: AccountId | "system" },
): Pick<Ticket, "clock"> {
  const { clock } = before;
  if (!clock) return {};
  const leaves = before.stage === "assign" && after.stage !== "assign" && after.outcome !== "cancelled";
  const isAnswered = leaves && actorId !== "system";
  const isReopened = before.closedAt !== null && after.stage !== "closed";
  const kept = isReopened ? withPause(clock.pauses, before.closedAt ?? at, at) : clock.pauses;
  const pauses = isStopped(after) ? stop(kept, at) : start(kept, at);
  const respondedAt = isAnswered ? Math.min(at, clock.respondedAt ?? at) : clock.respondedAt;
  const openings = clock.openings + (isReopened ? 1 : 0);
  const isSame = respondedAt === clock.respondedAt && pauses === clock.pauses && !isReopened;
  return { clock: isSame ? clock : { respondedAt, pauses: bounded(pauses), openings } };
}

/** A change or a problem that is waited for is the desk's own work. */
function isStopped({ hold, stage }: Ticket): boolean {
  return stage !== "closed" && (hold?.reason === "opener" || hold?.reason === "vendor");
}

function stop(pauses: readonly Pause[], at: EpochMs): readonly Pause[] {
  return pauses.some(({ until }) => until === null) ? pauses : [...pauses, { from: at, until: null }];
}

/** Another phone's action may be of a time before the pause: then that was none. */
function start(pauses: readonly Pause[], at: EpochMs): readonly Pause[] {
  const open = pauses.find(({ until }) => until === null);
  if (open === undefined) return pauses;
  return withPause(
    pauses.filter((pause) => pause !== open),
    open.from,
    at,
  );
}

function withPause(pauses: readonly Pause[], from: EpochMs, until: EpochMs): readonly Pause[] {
  return until > from ? [...pauses, { from, until }] : pauses;
}

/** Kept as they were said while there are few: what overlaps may still end apart. */
function bounded(pauses: readonly Pause[]): readonly Pause[] {
  if (pauses.length <= pausesMax) return pauses;
  const merged = mergePauses(pauses);
  const excess = merged.length - pausesMax;
  const [first, last] = [merged[0], merged[excess]];
  if (excess <= 0 || first === undefined || last === undefined) return merged;
  return [{ from: first.from, until: last.until }, ...merged.slice(excess + 1)];
}
