/**
 * The rules of WORKFLOWS.md, Events, a second time and otherwise: no state is carried from event to event. Each question
 * (what came in order, what flips, does it flap, how many in five minutes, who touched it) is asked of the whole list of
 * what came before.
 */
import type { EpochMs } from "../../ids";
import { severities } from "../event";
import type { Threshold } from "../rule";
import { type Happening, type Story, start } from "./small-desk";

const minute = 60_000;
type Event = Extract<Happening, { kind: "event" }>;
type Line = {
  readonly incident: string;
  readonly text: string;
  readonly at: EpochMs;
  readonly by: Happening;
};

const isEvent = (one: Happening): one is Event => one.kind === "event";
const isSilenced = (one: Event) => one.inMaintenance && one.status === "firing";
const inOrder = (events: readonly Event[]) =>
  events.filter((event, index) => events.slice(0, index).every(({ at }) => at <= event.at));
const newestOf = (events: readonly Event[]) => Math.max(...events.map(({ at }) => at));

/** Until when these events, in order, keep an incident open by flapping; null: they do not flap. */
function flapsUntil(events: readonly Event[]): EpochMs | null {
  const flips = events.filter((event, index) => index > 0 && events[index - 1]?.status !== event.status);
  const times = flips.map(({ at }) => at);
  const chain = times.slice(
    times.findLastIndex((at, n) => n === 0 || at - (times[n - 1] ?? at) >= 15 * minute),
  );
  const isOne = chain.some((at, n) => n >= 3 && at - (chain[n - 3] ?? 0) <= 10 * minute);
  return isOne ? (chain.at(-1) ?? 0) + 15 * minute : null;
}

/** By incident, `i1` first, what became of it. */
export function foretell(all: readonly Happening[], threshold: Threshold): Record<string, Story> {
  const lines: Line[] = [];
  const waiting: Event[] = [];
  const taken: { readonly incident: string; readonly event: Event }[] = [];
  const openings: { readonly id: string; readonly at: EpochMs; readonly parent: string | null }[] = [];
  let restartedAt = 0;

  const linesOf = (id: string) => lines.filter(({ incident }) => incident === id);
  const lastMove = (id: string) =>
    linesOf(id).findLast(({ text }) => /^(open|reopen|recovered|resolve|cancel)/.test(text));
  const isOpen = (id: string) => /^(open|reopen)/.test(lastMove(id)?.text ?? "");
  const isTouched = (id: string) => linesOf(id).some(({ text }) => text === "touch" || text === "resolve");
  const incidentOf = (of: string) =>
    lines.findLast(({ by, text }) => by.of === of && text.startsWith("open"))?.incident;
  const endedAt = (id: string) => {
    const move = lastMove(id);
    return move !== undefined && /^(recovered|resolve)/.test(move.text) ? move.at : null;
  };
  const tell = (incident: string, text: string, at: EpochMs, by: Happening) =>
    lines.push({ incident, text, at, by });

  for (const [index, one] of all.entries()) {
    const before = all.slice(0, index).filter((other) => other.of === one.of);
    const heard = before.filter(isEvent).filter((event) => !isSilenced(event));
    const mine = incidentOf(one.of);
    if (isEvent(one)) {
      if (isSilenced(one)) continue;
      if (heard.some(({ at }) => at > one.at)) hearLate(one, heard);
      else hear(one, heard);
    } else if (one.kind === "look") {
      becomeQuiet(one, inOrder(heard), one.now);
    } else if (mine !== undefined && isOpen(mine)) {
      tell(mine, one.kind, one.now, one);
    }
  }
  const ids = [...new Set(lines.map(({ incident }) => incident))];
  return Object.fromEntries(ids.map((id) => [id, linesOf(id).map(({ text }) => text)]));

  function hear(event: Event, heard: readonly Event[]): void {
    const ordered = inOrder(heard);
    becomeQuiet(event, ordered, event.at);
    const mine = incidentOf(event.of);
    const ended = mine === undefined ? null : endedAt(mine);
    if (event.status === "recovered") {
      const until = flapsUntil([...ordered, event]);
      const isNews = ordered.at(-1)?.status === "firing";
      if (mine === undefined || !isOpen(mine) || !isNews || (until !== null && event.at < until)) return;
      tell(mine, `${isTouched(mine) ? "note" : "recovered"} ${event.at - start}`, event.at, event);
    } else if (mine !== undefined && (isOpen(mine) || (ended !== null && event.at - ended < 60 * minute))) {
      if (!isOpen(mine)) tell(mine, `reopen ${placed(mine, event)}`, event.at, event);
      const worst = Math.min(...taken.filter(({ incident }) => incident === mine).map(rank));
      taken.push({ incident: mine, event });
      if (severities.indexOf(event.severity) < worst) tell(mine, `raise ${event.severity}`, event.at, event);
    } else if (isEnough(event)) open(event);
    else waiting.push(event);
  }

  function hearLate(event: Event, heard: readonly Event[]): void {
    const isOfUse = event.status === "firing" && waiting.some(({ of }) => of === event.of);
    if (!isOfUse || newestOf(heard) - event.at > 2 * minute) return;
    if (inOrder(heard).at(-1)?.status === "firing" && isEnough(event)) open(event);
    else waiting.push(event);
  }

  function isEnough(event: Event): boolean {
    const times = [...waiting.filter(({ of }) => of === event.of), event].map(({ at }) => at);
    const within = threshold.withinS * 1_000;
    return times.some((from) => {
      const count = times.filter((at) => from <= at && at <= from + within).length;
      return from <= event.at && event.at <= from + within && count >= threshold.count;
    });
  }

  function open(event: Event): void {
    const id = `i${new Set(lines.map(({ incident }) => incident)).size + 1}`;
    tell(id, `open ${placed(id, event)}`, event.at, event);
    taken.push({ incident: id, event });
    for (let n = waiting.length - 1; n >= 0; n -= 1) if (waiting[n]?.of === event.of) waiting.splice(n, 1);
  }

  function becomeQuiet(by: Happening, ordered: readonly Event[], clock: EpochMs): void {
    const mine = incidentOf(by.of);
    const until = flapsUntil(ordered);
    if (until === null || clock < until || mine === undefined || !isOpen(mine)) return;
    if (ordered.at(-1)?.status === "firing") return;
    const isSaid = all
      .slice(0, all.indexOf(by))
      .some(
        (one) =>
          one.of === by.of &&
          lines.some((line) => line.by === one && line.at === until && /^(note|recovered)/.test(line.text)),
      );
    if (!isSaid) tell(mine, `${isTouched(mine) ? "note" : "recovered"} ${until - start}`, until, by);
  }

  function placed(id: string, { at }: Event): string | null {
    const since = openings.slice(restartedAt);
    const near = since.filter((opening) => opening.at > at - 5 * minute);
    const oldest = [...since].sort((a, b) => a.at - b.at).slice(-20)[0];
    const first = near.length < 20 ? null : (since.at(-1)?.parent ?? oldest?.id ?? null);
    const parent = first !== null && isOpen(first) ? first : null;
    if (first !== null && parent === null) restartedAt = openings.length;
    openings.push({ id, at, parent });
    return parent;
  }
}

function rank({ event }: { readonly event: Event }): number {
  return severities.indexOf(event.severity);
}
