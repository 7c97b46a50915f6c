/** What a list says of one ticket. SLA clocks are not here yet: the age is told, nothing is promised. */
import type { TicketRow } from "../../client/replica/rows";
import type { EpochMs, TicketId } from "../../core/ids";
import type { Messages } from "../../core/messages/messages";
import { numberText } from "../../core/messages/number-text";
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
}

/** `cameBack`: tickets about which something in 待處理 is open. */
export function ticketRowView(
  t: Messages,
  { ticket, waiting }: Pick<TicketRow, "ticket" | "waiting">,
  cameBack: ReadonlySet<TicketId>,
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
    age: spanText(t, Math.max(0, now - since)),
    ageLabel: closed ? t.time.closed : t.time.inStage,
  };
}
