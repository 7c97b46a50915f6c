/** Beside the window of a change: what it lies in, and the next one that is free. As far as this phone knows. */

import { plannedChanges } from "../../client/views/planned";
import { blackoutsIn, nextFreeWindow, overlaps, sharesWork, sitesOf } from "../../core/directory/blackout";
import type { AccountId } from "../../core/ids";
import { numberText } from "../../core/messages/number-text";
import type { Ticket } from "../../core/tickets/ticket";
import type { Window } from "../../core/workflow/vocabulary";
import { useNow, useTexts } from "../locale/locale";
import { momentText } from "../locale/time-text";
import { useDirectory, useGenba } from "../replica/genba-context";
import { useLive } from "../replica/use-live";
import { Button } from "../ui/button";
import noteCss from "../ui/note.module.css";
import { windowTexts } from "./window-texts";

interface Props {
  readonly ticket: Ticket;
  readonly window: Window;
  /** As the form says it. */
  readonly implementerId: AccountId | null;
  readonly onChange: (window: Window) => void;
}

export function WindowNotes({ ticket, window, implementerId, onChange }: Props) {
  const { locale } = useTexts();
  const texts = windowTexts[locale];
  const genba = useGenba();
  const now = useNow();
  const { blackouts, assets } = useDirectory();
  const planned = useLive(() => plannedChanges(genba.db), [genba]) ?? [];
  const sites = sitesOf(ticket, assets);
  const lying = blackoutsIn(blackouts, window, sites);
  const others = planned.filter(
    ({ ticket: other }) =>
      other.id !== ticket.id && sharesWork({ ...ticket, holderId: implementerId }, other),
  );
  const overlapping = others.filter((other) => overlaps(other.window, window));
  if (window.until <= window.from || (lying.length === 0 && overlapping.length === 0)) return null;
  const span = (one: Window) =>
    `${momentText(locale, one.from, now)} – ${momentText(locale, one.until, now)}`;
  const busy = [
    ...blackouts.filter((one) => blackoutsIn([one], one, sites).length > 0),
    ...others.map((other) => other.window),
  ];
  const free = nextFreeWindow({ ...window, ...laterOf(window, now) }, busy);
  const isRefused = lying.length > 0 && ticket.flow !== "emergency";
  return (
    <div className={noteCss.note} role="status" data-refused={isRefused || undefined}>
      {lying.map((one) => (
        <p key={one.id}>
          <b>{isRefused ? texts.refused : texts.warned}</b> {one.name} · {span(one)}
        </p>
      ))}
      {overlapping.map(({ ticket: other, window: taken }) => (
        <p key={other.id}>
          <b>{texts.overlaps}</b> {numberText(other.flow, other.number, other.id)} {other.title} ·{" "}
          {span(taken)}
        </p>
      ))}
      <Button wide onClick={() => onChange(free)}>
        {texts.take(span(free))}
      </Button>
    </div>
  );
}

/** What has begun already is offered from now on. */
function laterOf(window: Window, now: number): Window {
  const late = Math.max(0, now - window.from);
  return { from: window.from + late, until: window.until + late };
}
