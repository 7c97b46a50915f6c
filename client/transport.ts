/**
 * The network as the client sees it: its questions, and failures sorted by what to do about them. Tests and the
 * simulator give their own.
 */
import type { AccountId, Epoch, NoticeId, TicketId } from "../core/ids";
import type {
  PageAnswer,
  PageRequest,
  PullAnswer,
  PullRequest,
  PushAnswer,
  PushRequest,
} from "../core/sync/protocol";
import type { Activity, Ticket } from "../core/tickets/ticket";

export interface Transport {
  push(request: PushRequest): Promise<PushAnswer>;
  pull(request: PullRequest): Promise<PullAnswer>;
  page(request: PageRequest): Promise<PageAnswer>;
  /** These notices were read; answers those that the server knows as this person's. */
  read(accountId: AccountId, ids: readonly NoticeId[]): Promise<readonly NoticeId[]>;
  /** Null: not there, or not to be seen by this account. */
  pin(accountId: AccountId, ticketId: TicketId): Promise<PinnedTicket | null>;
  /** Tickets in sight that match, newest first, held here or not (R8). */
  search(accountId: AccountId, text: string): Promise<readonly Ticket[]>;
}
/** As it was when the counter of that life of the server stood at `cursor`. */
export interface PinnedTicket {
  readonly epoch: Epoch;
  readonly cursor: number;
  readonly ticket: Ticket;
  readonly activities: readonly Activity[];
}

/**
 * network, timeout   nothing is known about what the server did: send again later
 * server             5xx: the same
 * busy               429: not before `retryAfterMs`
 * signIn             401: pause, keep everything (C5)
 * account            409: the session is another account's: pause (C6)
 * update             426: this app is too old to pull; it may still push (C5)
 * foreignClient      403: our clientId belongs to another account: take a new one (A7)
 * content            our own server found the body malformed or too large; `code` is its code
 */
export type Failure =
  | { readonly kind: "network" | "timeout" | "server" | "signIn" | "account" | "update" | "foreignClient" }
  | { readonly kind: "busy"; readonly retryAfterMs: number | null }
  | { readonly kind: "content"; readonly code: "input.malformed" | "body.tooLarge" };

export class TransportError extends Error {
  constructor(readonly failure: Failure) {
    super(`transport: ${failure.kind}`);
    this.name = "TransportError";
  }
}
