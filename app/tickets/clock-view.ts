/** The clocks of an incident as its screen draws them. Pure: `now` is an argument. */
import type { EpochMs } from "../../core/ids";
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { SlaDesk } from "../../core/sla/calendar";
import { type Clock, type ClockState, clocksOf } from "../../core/sla/clock";
import { type ClockName, clockNames, targetFor } from "../../core/sla/targets";
import type { Ticket } from "../../core/tickets/ticket";
import { momentText } from "../locale/time-text";
import { type ClockTexts, clockTexts, durationText } from "./clock-texts";

export interface ClockView {
  readonly name: ClockName;
  readonly label: string;
  readonly state: ClockState;
  /** Said in words, as colour alone says nothing. */
  readonly value: string;
  readonly note: string;
  /** Of the target, 0 to 1. */
  readonly share: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Null: no clock runs on it. */
export function clockViews(
  ticket: Ticket,
  desk: SlaDesk,
  locale: Locale,
  now: EpochMs,
): readonly ClockView[] | null {
  const clocks = clocksOf(ticket, desk, now);
  if (clocks === null || ticket.priority === null) return null;
  const target = targetFor(ticket.priority, ticket.categoryId, desk);
  const texts = clockTexts[locale];
  return clockNames.map((name) => {
    const clock = clocks[name];
    const notes = [whenText(texts, clock, locale, now), texts.target(durationText(texts, target[name]))];
    return {
      name,
      label: texts.names[name],
      state: clock.state,
      value: valueText(texts, clock),
      note: notes.filter((note) => note !== null).join(" · "),
      share: Math.min(1, clock.share),
    };
  });
}

function valueText(texts: ClockTexts, { state, endedAt, targetMs, spentMs }: Clock): string {
  // Time that is left is told as long as it is not gone, time over once it is whole.
  const left = spanOf(texts, Math.ceil((targetMs - spentMs) / minuteMs) * minuteMs);
  const over = spanOf(texts, spentMs - targetMs);
  switch (state) {
    case "running":
      return texts.left(left);
    case "paused":
      return texts.paused(left);
    case "met":
      return texts.met;
    case "breached":
      return endedAt === null ? texts.over(over) : texts.missed(over);
  }
}

function whenText(
  texts: ClockTexts,
  { state, endedAt, dueAt, spentMs }: Clock,
  locale: Locale,
  now: EpochMs,
) {
  if (endedAt !== null) return texts.took(spanOf(texts, spentMs));
  if (dueAt === null || !Number.isFinite(dueAt)) return null;
  const moment = momentText(locale, dueAt, now);
  return state === "breached" ? texts.wasDue(moment) : texts.due(moment);
}

function spanOf(texts: ClockTexts, ms: number): string {
  if (ms < minuteMs) return texts.underMinute;
  return texts.span(Math.floor(ms / hourMs), Math.floor((ms % hourMs) / minuteMs));
}
