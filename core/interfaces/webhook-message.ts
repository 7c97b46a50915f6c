/** What a webhook is sent: thin, so that it says what happened and where to ask, and nothing that is not everybody's. Pure. */
import type { AccountId, EpochMs, GroupId, TicketId } from "../ids";
import { numberText } from "../messages/number-text";
import type { ActionType, ClosedOutcome, Flow, Priority, Stage } from "../workflow/vocabulary";
import type { WebhookEvent } from "./webhook";

/** As it was when it happened; written by the database (webhook_enqueue). */
export interface WebhookFacts {
  /** When it arrived at the server. */
  readonly at: EpochMs;
  /** When it was done, corrected (SYNC T1). */
  readonly occurredAt: EpochMs;
  readonly action: ActionType;
  /** Null: the system. */
  readonly actorId: AccountId | null;
  readonly actorName: string | null;
  readonly ticketId: TicketId;
  readonly flow: Flow;
  readonly number: number | null;
  readonly fromStage: Stage | null;
  readonly stage: Stage;
  readonly outcome: ClosedOutcome | null;
  /** Null: the ticket is restricted. */
  readonly title: string | null;
  readonly priority: Priority | null;
  readonly groupId: GroupId | null;
}

const version = 1;

/** The same text at every try: its signature covers it. `origin`: of the desk. */
export function webhookMessage(event: WebhookEvent, facts: WebhookFacts, origin: string): string {
  const { at, occurredAt, actorId, actorName, ticketId, flow, number, ...rest } = facts;
  return JSON.stringify({
    type: event,
    timestamp: new Date(at).toISOString(),
    version,
    data: {
      ticketId,
      number: numberText(flow, number, ticketId),
      flow,
      ...rest,
      actor: actorId === null ? null : { id: actorId, name: actorName ?? "" },
      occurredAt: new Date(occurredAt).toISOString(),
      url: `${origin}/tickets/${ticketId}`,
    },
  });
}

/** What an administrator's test sends. */
export function webhookTest(at: EpochMs, origin: string): string {
  return JSON.stringify({
    type: "webhook.test",
    timestamp: new Date(at).toISOString(),
    version,
    data: { url: origin },
  });
}
