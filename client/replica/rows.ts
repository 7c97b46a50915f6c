/** The rows of the replica's tables: the contract's values plus short fields for the indexes. */
import type { AttachmentRef } from "../../core/attachments/attachment";
import type { AccountId, ActionId, AttachmentId, EpochMs, GroupId, TicketId } from "../../core/ids";
import type { Notice } from "../../core/notify/notice";
import type { ClockName } from "../../core/sla/targets";
import type { Action, Outcome } from "../../core/sync/protocol";
import { suggestionOf } from "../../core/tickets/recurrence";
import type { Activity, LastTransition, Ticket } from "../../core/tickets/ticket";
import type { Flow, Priority } from "../../core/workflow/vocabulary";

/** A shown ticket. Index fields are numbers or short text; an absent one leaves the row out of that index. */
export interface TicketRow {
  readonly id: TicketId;
  readonly ticket: Ticket;
  /** Entries of the queue that are shown on this row but not confirmed: 待同步 when > 0. */
  readonly waiting: number;
  /** `orderOf` the last seq that is already in the confirmed row (R4); entries up to it do not replay on it. */
  readonly asOf: number;
  readonly generation: number;
  readonly open: 0 | 1;
  readonly flow: Flow;
  readonly openerId: AccountId;
  readonly holderId?: AccountId;
  readonly groupId?: GroupId;
  /** Set while nobody of the group has taken it. */
  readonly unassignedGroup?: GroupId;
  /**
   * `<accountId> <rank>` for each person whose turn it is: prefix of the account, in order of urgency. And one for the
   * group whose leads are to think of a problem (recurrence), and one while a clock of it runs.
   */
  readonly awaits: readonly string[];
  /** Ascending = most urgent first, then oldest in its stage. */
  readonly rank: number;
  /** Ascending = newest first (never reverse(): WebKit needs 1.2 s for it). */
  readonly recent: number;
}

/** The confirmed copy; `ticket` null: the server has not shown this ticket (opened here, or out of sight). */
export interface BaseRow {
  readonly id: TicketId;
  readonly ticket: Ticket | null;
  readonly asOf: number;
  readonly generation: number;
}

export interface ActivityRow extends Activity {
  /** Only on this phone until the server's line with the same id comes. */
  readonly pendingFor?: ActionId;
}

export interface PackRow {
  /** Given by the database. */
  readonly id?: number;
  /** The tickets of its lines lie between these ids, and no other pack has lines of any between them. */
  readonly first: TicketId;
  readonly last: TicketId;
  readonly lines: readonly Activity[];
}

/**
 * One saved action. `waiting` → not known to be decided (perhaps on its way: `attempted`); `decided` → the server has
 * answered, the pull that shows it is still to come. It leaves the table only by that pull (C1a).
 */
export interface QueueEntry {
  readonly actionId: ActionId;
  readonly seq: number;
  readonly action: Action;
  readonly state: EntryState;
  /** A push that carried it has been started: its content may no longer change (S3). */
  readonly attempted: boolean;
  /** Tickets it changes as far as this phone can tell. */
  readonly touches: readonly TicketId[];
  /** What a list shows when the ticket itself is not here. */
  readonly title: string;
  readonly savedAt: number;
  /** What had brought the ticket where its author saw it: no news when the action comes back. */
  readonly seen?: LastTransition;
}
export type EntryState = { readonly tag: "waiting" } | { readonly tag: "decided"; readonly outcome: Outcome };

/**
 * 待處理: an outcome other than applied. `superseded` is only a notice; `returned` waits for a choice; `held` waits
 * for the server or for the choice about its cause, and becomes final by a later pull (S2a).
 */
export interface ReturnedRow {
  readonly actionId: ActionId;
  readonly ticketId: TicketId;
  readonly action: Action;
  readonly outcome: Exclude<Outcome, { readonly kind: "applied" }>;
  readonly title: string;
  readonly at: number;
  readonly read: boolean;
  /** 1: the author has something to do or to see. */
  readonly open: 0 | 1;
  /** The action that carries the author's choice. */
  readonly resolvedBy: ActionId | null;
  /** As in the queue's entry. */
  readonly seen?: LastTransition;
}

/**
 * A photo or file whose bytes are not known to be at the server yet (C8). In a form half typed while it has no
 * `actionId`; then it waits for that action to be decided, goes up, and is here until the server has confirmed its hash.
 */
export interface AttachmentRow {
  readonly id: AttachmentId;
  readonly ref: AttachmentRef;
  /** The form it was put into. */
  readonly form: { readonly draftId: string; readonly ticketId: TicketId | null };
  readonly actionId?: ActionId;
  /** A small JPEG; null for what is no picture. */
  readonly preview: Uint8Array | null;
  readonly addedAt: EpochMs;
  /** What the server has of it, as it said last. */
  readonly sentBytes: number;
  /** Why it does not go up by itself; its bytes are kept until a person has decided. */
  readonly trouble: AttachmentTrouble | null;
}
/** `damaged`: the bytes are not what was hashed; `unknown`: the server has no place for it; `refused`: it does not take it. */
export type AttachmentTrouble = "damaged" | "unknown" | "refused";

export interface BytesRow {
  readonly id: AttachmentId;
  readonly bytes: Uint8Array;
}

/** A small picture of something that is at the server: the first to go when there is no room. */
export interface PreviewRow {
  readonly id: AttachmentId;
  /** It goes with the ticket: who sees that no more keeps no picture of it (R3). */
  readonly ticketId: TicketId;
  readonly bytes: Uint8Array;
  readonly usedAt: EpochMs;
}

/** `unread`: neither the server nor this phone has marked it. */
export interface NoticeRow extends Notice {
  readonly unread: 0 | 1;
}

export interface SearchRow {
  readonly doc?: number;
  readonly id: TicketId;
  readonly terms: readonly string[];
}

const priorityWeight = { P1: 0, P2: 1, P3: 2, P4: 3 } as const;
/** Above any epoch ms for ten thousand years; keeps priority before age in one number. */
const rankStep = 1e14;

/** The index fields of a ticket; pure, so that intake and replay write the same row. */
export function ticketToRow(
  ticket: Ticket,
  state: { readonly waiting: number; readonly asOf: number; readonly generation: number },
): TicketRow {
  const rank =
    (ticket.priority === null ? 4 : priorityWeight[ticket.priority]) * rankStep + Math.max(0, ticket.stageAt);
  const open = ticket.stage === "closed" ? 0 : 1;
  const unassigned = open === 1 && ticket.holderId === null ? ticket.assignedGroupId : null;
  return {
    id: ticket.id,
    ticket,
    waiting: state.waiting,
    asOf: state.asOf,
    generation: state.generation,
    open,
    flow: ticket.flow,
    openerId: ticket.openerId,
    ...(ticket.holderId === null ? {} : { holderId: ticket.holderId }),
    ...(ticket.assignedGroupId === null ? {} : { groupId: ticket.assignedGroupId }),
    ...(unassigned === null ? {} : { unassignedGroup: unassigned }),
    awaits: [
      ...awaitedPeople(ticket).map((person) => awaitsKey(person, rank)),
      ...recurrenceKeys(ticket, rank),
      ...clockKeys(ticket),
    ],
    rank,
    recent: -ticket.updatedAt,
  };
}

export function awaitsKey(person: AccountId, rank: number): string {
  return `${person} ${rankText(rank)}`;
}

function rankText(rank: number): string {
  return String(Math.round(rank)).padStart(16, "0");
}

/** No account's id begins like it. */
export function recurrencePrefix(group: GroupId): string {
  return `again ${group} `;
}

function recurrenceKeys({ assignedGroupId, ...ticket }: Ticket, rank: number): readonly string[] {
  if (assignedGroupId === null || suggestionOf(ticket).length === 0) return [];
  return [`${recurrencePrefix(assignedGroupId)}${rankText(rank)}`];
}

/**
 * `clock <group> <priority> <response|resolution> <opened>` of the clock that runs, to answer and then to resolve: when
 * it is due is not the ticket's to say, as calendars and targets may change; but of one group, priority and clock what
 * was opened first is due first, but for its pauses.
 */
export function clockPrefix(group: GroupId, priority: Priority, name: ClockName): string {
  return `clock ${group} ${priority} ${name} `;
}

function clockKeys({ assignedGroupId, stage, priority, clock, openedAt }: Ticket): readonly string[] {
  const runs = clock && stage !== "closed" && clock.pauses.every(({ until }) => until !== null);
  if (!runs || assignedGroupId === null || priority === null) return [];
  const name = clock.respondedAt === null ? "response" : "resolution";
  return [`${clockPrefix(assignedGroupId, priority, name)}${rankText(openedAt)}`];
}

/** Whose turn it is: the holder while there is one, in a review those who have not voted. */
function awaitedPeople(ticket: Ticket): readonly AccountId[] {
  if (ticket.stage === "closed") return [];
  if (ticket.review !== null && ticket.review.stage === ticket.stage) {
    return ticket.review.reviewers.filter((r) => r.vote === null).map((r) => r.accountId);
  }
  return ticket.holderId === null ? [] : [ticket.holderId];
}
