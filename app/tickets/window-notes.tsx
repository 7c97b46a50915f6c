/** Beside the window of a change: what it lies in, what it overlaps and why, and the next one that is free. */
import { blackoutsIn, nextFreeWindow, sitesOf } from "../../core/directory/blackout";
import type { AccountId } from "../../core/ids";
import { numberText } from "../../core/messages/number-text";
import type { Ticket } from "../../core/tickets/ticket";
import type { Window } from "../../core/workflow/vocabulary";
import { clashText } from "../calendar/clash-text";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { useDirectory } from "../replica/genba-context";
import { Button } from "../ui/button";
import noteCss from "../ui/note.module.css";
import { useOverlaps } from "./use-overlaps";
import { windowTexts } from "./window-texts";

interface Props {
  /** As the form says it. */
  readonly ticket: Ticket;
  readonly window: Window;
  readonly implementerId: AccountId | null;
  /** Null: the form does not move the window, so that no other one is offered and no blackout refuses. */
  readonly onChange: ((window: Window) => void) | null;
}

export function WindowNotes({ ticket, window, implementerId, onChange }: Props) {
  const { locale } = useTexts();
  const texts = windowTexts[locale];
  const now = useNow();
  const directory = useDirectory();
  const { blackouts, overlaps, rivals } = useOverlaps(ticket, window, implementerId);
  if (blackouts.length === 0 && overlaps.length === 0) return null;
  const span = (one: Window) =>
    `${momentText(locale, one.from, now)} – ${momentText(locale, one.until, now)}`;
  const isRefused = onChange !== null && blackouts.length > 0 && ticket.flow !== "emergency";
  const offerFree = (change: (window: Window) => void) => {
    const sites = sitesOf(ticket, directory.assets);
    const busy = [
      ...directory.blackouts.filter((one) => blackoutsIn([one], one, sites).length > 0),
      ...rivals.map((rival) => rival.change.window),
    ];
    const free = nextFreeWindow({ ...window, ...laterOf(window, now) }, busy);
    return (
      <Button wide onClick={() => change(free)}>
        {texts.take(span(free))}
      </Button>
    );
  };
  return (
    <div className={noteCss.note} role="status" data-refused={isRefused || undefined}>
      {blackouts.map((one) => (
        <p key={one.id}>
          <b>{isRefused ? texts.refused : texts.warned}</b> {one.name} · {span(one)}
        </p>
      ))}
      {overlaps.map(({ change: { id, flow, number, title, window: taken }, clashes }) => (
        <p key={id}>
          <b>{texts.overlaps}</b> {numberText(flow, number, id)} {title} · {span(taken)} ·{" "}
          {clashText(clashes, directory, locale)}
        </p>
      ))}
      {onChange === null ? null : offerFree(onChange)}
    </div>
  );
}

/** What has begun already is offered from now on. */
function laterOf(window: Window, now: number): Window {
  const late = Math.max(0, now - window.from);
  return { from: window.from + late, until: window.until + late };
}
