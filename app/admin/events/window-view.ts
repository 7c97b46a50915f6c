/** 維護時段 as its screens show it. Pure. */
import type { WindowRecord } from "../../../core/events/administration";
import { windowDaysMax } from "../../../core/events/administration";
import type { EpochMs } from "../../../core/ids";
import { fromLocalInput } from "../../locale/time-text";

type WindowState = "running" | "coming" | "over";
type Span = Pick<WindowRecord, "from" | "until">;

const order: readonly WindowState[] = ["running", "coming", "over"];
const dayMs = 86_400_000;

export function windowState({ from, until }: Span, now: EpochMs): WindowState {
  if (until <= now) return "over";
  return from <= now ? "running" : "coming";
}

/** What runs first, then what comes, the next one first; then what is over, the last one first. */
export function inOrder<Window extends Span>(windows: readonly Window[], now: EpochMs): readonly Window[] {
  const rank = (window: Span) => order.indexOf(windowState(window, now));
  return [...windows].sort((one, other) => {
    const ranks = rank(one) - rank(other);
    if (ranks !== 0) return ranks;
    return windowState(one, now) === "over" ? other.until - one.until : one.from - other.from;
  });
}

/** Of two fields as they are typed; null when they are none, in the wrong order, or too far apart. */
export function spanOf(from: string, until: string): Span | null {
  const [start, end] = [fromLocalInput(from), fromLocalInput(until)];
  if (start === null || end === null || end <= start) return null;
  return end - start > windowDaysMax * dayMs ? null : { from: start, until: end };
}
