/** What a list says of one ticket: the clock of an incident while it runs, else how long it has been where it is. */
import type { TicketRow } from "../../client/replica/rows";
import type { EpochMs, TicketId } from "../../core/ids";
import type { Messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
import type { SlaDesk } from "../../core/sla/calendar";
import { clocksOf, openClock } from "../../core/sla/clock";
import { suggestionOf } from "../../core/tickets/recurrence";
import type { Priority } from "../../core/workflow/vocabulary";
import { spanText } from "../locale/time-text";

export interface TicketRowView {
  readonly id: TicketId;
  readonly title: string;
  readonly number: string;
  readonly priority: Priority | null;
  readonly waiting: boolean;
  readonly cameBack: boolean;
  readonly onHold: boolean;
  /** A problem is suggested. */
  readonly recurs: boolean;
  readonly meta: string;
  readonly age: string;
  readonly ageLabel: string;
  /** The age is time beyond a target. */
  readonly overdue: boolean;
}

/** `cameBack`: tickets about which something in 待處理 is open. */
export function ticketRowView(
  t: Messages,
  { ticket, waiting }: Pick<TicketRow, "ticket" | "waiting">,
  cameBack: ReadonlySet<TicketId>,
  desk: SlaDesk,
  now: EpochMs,
): TicketRowView {
  const closed = ticket.stage === "closed";
  const stage = closed && ticket.outcome ? t.outcome[ticket.outcome] : t.stage[ticket.stage];
  const isChange = ticket.flow !== "incident" && ticket.flow !== "problem";
  const parts = [ticket.priority, isChange ? t.flow[ticket.flow] : null, stage];
  const since = closed ? (ticket.closedAt ?? ticket.stageAt) : ticket.stageAt;
  return {
    id: ticket.id,
    title: ticket.title,
    number: numberText(ticket.flow, ticket.number, ticket.id),
    priority: ticket.priority,
    waiting: waiting > 0,
    cameBack: cameBack.has(ticket.id),
    onHold: ticket.hold !== null,
    recurs: suggestionOf(ticket).length > 0,
    meta: parts.filter((part) => part !== null).join(" · "),
    ...(clockFace(t, ticket, desk, now) ?? {
      age: spanText(t, Math.max(0, now - since)),
      ageLabel: closed ? t.time.closed : t.time.inStage,
      overdue: false,
    }),
  };
}

/** 1:48 解決剩餘, −0:12 回應逾時: working time. Null while nothing runs: it is on hold, or over. */
function clockFace(
  t: Messages,
  ticket: TicketRow["ticket"],
  desk: SlaDesk,
  now: EpochMs,
): Pick<TicketRowView, "age" | "ageLabel" | "overdue"> | null {
  const open = openClock(clocksOf(ticket, desk, now));
  if (open === null || !open.clock.ticks) return null;
  const { targetMs, spentMs } = open.clock;
  const overdue = spentMs >= targetMs;
  // What is left is told until it is gone, what is over once it is whole.
  const minutes = Math.floor((overdue ? spentMs - targetMs : targetMs - spentMs + 59_999) / 60_000);
  const hours = Math.floor(minutes / 60);
  const span = hours < 10 ? `${hours}:${String(minutes % 60).padStart(2, "0")}` : t.time.hours(hours);
  return {
    age: overdue ? `−${span}` : span,
    ageLabel: t.clock[overdue ? "over" : "left"][open.name],
    overdue,
  };
}
