/** What a change at a time has to do with others of that time. Pure; the server judges by the same (core/directory/clash.ts). */
import { type CalendarChange, isOccupying } from "../../core/calendar/calendar";
import { overlaps } from "../../core/directory/blackout";
import { type Clash, clashesOf } from "../../core/directory/clash";
import type { Asset } from "../../core/directory/directory";
import type { Window } from "../../core/workflow/vocabulary";

export interface Overlap {
  readonly change: CalendarChange;
  readonly clashes: readonly Clash[];
}

type Work = Pick<CalendarChange, "id" | "holderId" | "assetIds">;
type Assets = ReadonlyMap<string, Asset>;

/** Those that are in the way of `work` whenever their windows overlap. */
export function rivalsOf(work: Work, others: readonly CalendarChange[], assets: Assets): readonly Overlap[] {
  return others.flatMap((change) => {
    if (change.id === work.id || !isOccupying(change)) return [];
    const clashes = clashesOf(work, change, assets);
    return clashes.length === 0 ? [] : [{ change, clashes }];
  });
}

/** Those of them that are in the way of `window`. */
export function overlapsIn(rivals: readonly Overlap[], window: Window): readonly Overlap[] {
  return rivals.filter(({ change }) => overlaps(change.window, window));
}
