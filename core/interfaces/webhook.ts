/** Outgoing webhooks, as the server takes and answers them and the screen shows them. */
import type { EpochMs, GroupId, WebhookId } from "../ids";
import type { Flow } from "../workflow/vocabulary";

/** What one may be called for. `ticket.moved` is any step of the workflow; who also asks for closed hears that instead. */
export const webhookEvents = ["ticket.opened", "ticket.moved", "ticket.closed", "ticket.commented"] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

export const webhooksMax = 50;
export const webhookUrlMax = 1_000;

export interface WebhookDraft {
  readonly name: string;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly flows: readonly Flow[];
  /** Only tickets that this group works on or owns; null: all. */
  readonly groupId: GroupId | null;
}

export interface WebhookRecord extends WebhookDraft {
  readonly id: WebhookId;
  /** off: an administrator's choice. gone: its receiver answered 410. */
  readonly state: "on" | "off" | "gone";
  readonly lastSuccessAt: EpochMs | null;
  readonly lastFailureAt: EpochMs | null;
  readonly lastError: string | null;
  /** Messages that are still to be sent. */
  readonly waiting: number;
  /** Until when requests are signed with the former secret too; null: there is none. */
  readonly formerSecretUntil: EpochMs | null;
}

/** Shown once. */
export interface WebhookSecret {
  readonly id: WebhookId;
  /** `whsec_…` */
  readonly secret: string;
}
