/**
 * What phone and server say to each other (SYNC.md: A1, A2, R2, R4, S1–S3). Plain JSON; the server's zod schemas
 * check the same shapes at the edge. Bounds are named here because both sides obey them.
 */
import type { AttachmentRef } from "../attachments/attachment";
import type { DirectoryKind, DirectoryRow } from "../directory/directory";
import type {
  AccountId,
  ActionId,
  AssetId,
  CategoryId,
  ClientId,
  Epoch,
  EpochMs,
  GroupId,
  SiteId,
  TemplateId,
  TicketId,
} from "../ids";
import type { Notice } from "../notify/notice";
import type { Activity, LastTransition, Ticket } from "../tickets/ticket";
import type {
  ActionType,
  ClosureCode,
  Flow,
  HoldReason,
  Level,
  ProblemResolution,
  Relation,
  Risk,
  Window,
} from "../workflow/vocabulary";

export const protocolVersion = 1;
/** Actions in one push; more wait for the next. */
export const pushBatchMax = 100;
/** UTF-8 bytes of one push body. */
export const pushBodyMaxBytes = 1_000_000;
/** Characters: titles and names; one text field. */
export const titleMaxLength = 200;
export const textMaxLength = 20_000;
/** Times that a person may state: a century around the making of this. */
export const earliestTimeMs = Date.UTC(1925, 0, 1);
export const latestTimeMs = Date.UTC(2125, 0, 1);
/** PostgreSQL stores neither NUL nor half a surrogate pair. */
export function isStorable(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text);
}
/** Ids in one list argument. */
export const listMax = 100;
/** Change numbers in one pull answer are never split; it stops after the number that passes this many rows. */
export const pullRowsTarget = 500;
/** Tickets in one page of the first sync. */
export const firstPageTickets = 50;
export const pageTickets = 500;

/** A1. `typeVersion` counts what a type has ever said (core/workflow/upcasts.ts); a newer one than known is `held`. */
export interface Action {
  readonly clientId: ClientId;
  readonly seq: number;
  /** uuidv7, made on the phone, unique per account for good (A7). */
  readonly actionId: ActionId;
  readonly type: ActionType;
  readonly typeVersion: number;
  readonly ticketId: TicketId;
  /** The revision of the material fields the person was looking at (A6); 0 for `open`. */
  readonly baseRevision: number;
  readonly args: ActionArgs;
  /** The device's own clock when the person acted. */
  readonly occurredAt: EpochMs;
  /** Server clock minus device clock, ms, newest sample; null when never measured. */
  readonly clockOffset: number | null;
  /** Wall and monotonic clock drifted by over 2 s since the sample (T1). */
  readonly uncertainTime: boolean;
  readonly dependsOn: readonly ActionId[];
  /** The returned action this one is the author's choice about; accepted once. */
  readonly resolves?: ActionId;
}

/** Everything an action may say. Which of it a type needs is in the workflow's rows; the rest is ignored. */
export interface ActionArgs {
  // open
  readonly flow?: Flow;
  readonly title?: string;
  readonly description?: string;
  readonly categoryId?: CategoryId;
  readonly impact?: Level;
  readonly urgency?: Level;
  readonly siteId?: SiteId;
  readonly assetIds?: readonly AssetId[];
  readonly reportedById?: AccountId;
  readonly restricted?: boolean;
  /** The explicit choice of assigned group at open; the new group of reassign. */
  readonly groupId?: GroupId;
  readonly linkedIds?: readonly TicketId[];
  readonly proactive?: boolean;
  // people and words
  /** The chosen handler, investigator, implementer or other member. */
  readonly personId?: AccountId;
  readonly reason?: string;
  readonly notes?: string;
  /** comment and workNote. */
  readonly text?: string;
  readonly closureCode?: ClosureCode;
  readonly restoredAt?: EpochMs;
  readonly duplicateOf?: TicketId;
  readonly holdReason?: HoldReason;
  readonly holdTicketId?: TicketId;
  readonly until?: EpochMs;
  // problem
  readonly problemId?: TicketId;
  readonly analysis?: string;
  readonly rootCause?: string;
  readonly workaround?: string;
  readonly permanentFix?: string;
  readonly whyNotEradicated?: string;
  readonly reviewDate?: EpochMs;
  readonly resolution?: ProblemResolution;
  /** The ticket a problem's immediate resolution points to: the known fix, the duplicate, the change. */
  readonly resolutionTicketId?: TicketId;
  // change
  readonly templateId?: TemplateId;
  readonly whyUrgent?: string;
  readonly scope?: string;
  readonly risk?: Risk;
  readonly riskAssessment?: string;
  readonly steps?: string;
  readonly rollbackPlan?: string;
  readonly window?: Window;
  readonly implementerId?: AccountId;
  readonly conflictReason?: string;
  readonly reviewGroupId?: GroupId;
  readonly actualStart?: EpochMs;
  readonly actualEnd?: EpochMs;
  readonly result?: string;
  readonly evidence?: string;
  readonly causedIncidentIds?: readonly TicketId[];
  /**
   * edit: what its author saw in the one field that is edited; absent where nothing was said (A3). Of a step: what its
   * form began with, so that it undoes nothing that somebody else put right meanwhile.
   */
  readonly from?: EditedValues;
  /** `void` with `resolves`: what the author chose about the returned action (A5). */
  readonly choice?: "keepNote" | "discard";
  /** Photos and files that go with what is said; their bytes come after it (C8). */
  readonly attachments?: readonly AttachmentRef[];
}
export type ArgName = keyof ActionArgs;

/** A3: what can be put right on a ticket besides its steps, in the order of a form. */
export const editableFields = [
  "title",
  "description",
  "categoryId",
  "impact",
  "urgency",
  "siteId",
  "assetIds",
  "whyUrgent",
  "risk",
  "scope",
  "riskAssessment",
  "steps",
  "rollbackPlan",
  "analysis",
  "rootCause",
  "workaround",
] as const satisfies readonly (keyof ActionArgs)[];
export type EditableField = (typeof editableFields)[number];
export type EditedValues = Partial<Pick<ActionArgs, EditableField>>;

/** Why an action came back. The screen translates the code; nobody branches on a text. */
export const returnCodes = [
  "stage.moved",
  "stage.closed",
  "right.missing",
  "needs.missing",
  "needs.invalid",
  "person.notMember",
  "person.unknown",
  "group.unknown",
  "group.inactive",
  "group.noLead",
  "group.same",
  "category.unknown",
  "asset.unknown",
  "site.unknown",
  "ticket.unknown",
  "ticket.exists",
  "link.unknown",
  "reopen.late",
  "hold.none",
  "review.noReviewers",
  "review.notAsked",
  "review.revision",
  "review.voted",
  "window.blackout",
  "window.conflict",
  "window.invalid",
  "template.notApproved",
  "choice.taken",
  "edit.conflict",
] as const;
export type ReturnCode = (typeof returnCodes)[number];

/** A2. Stored for good under (account, actionId); a repeat gets the same answer (S3). */
export type Outcome = AppliedOutcome | SupersededOutcome | ReturnedOutcome | HeldOutcome;
export interface AppliedOutcome {
  readonly kind: "applied";
}
export interface SupersededOutcome {
  readonly kind: "superseded";
  readonly by: LastTransition;
}
export interface ReturnedOutcome {
  readonly kind: "returned";
  readonly code: ReturnCode;
  /** For needs.*: which arguments; for right.missing: who may (relations). */
  readonly fields: readonly ArgName[];
  readonly whoMay: readonly Relation[];
  /** What happened to the ticket meanwhile, by whom, when; null when nothing the author may see explains it. */
  readonly since: LastTransition | null;
  readonly choices: readonly Choice[];
  /** The words are on the ticket as a work note (A5); false: they are only in the author's hands. */
  readonly noteKept: boolean;
}
export interface HeldOutcome {
  readonly kind: "held";
  readonly code: "type.unknown" | "dependency.returned";
}

/** What the author may do about a returned action. `do` may be several steps (領單 then 排除), sent as one batch in order. */
export type Choice =
  | {
      readonly kind: "do";
      readonly steps: readonly { readonly type: ActionType; readonly args: ActionArgs }[];
    }
  | { readonly kind: "keepNote" }
  | { readonly kind: "discard" };

export interface StoredOutcome {
  readonly seq: number;
  readonly actionId: ActionId;
  readonly outcome: Outcome;
}

export interface PushRequest {
  /** C6: must be the session's account, else 409 and nothing happens. */
  readonly accountId: AccountId;
  readonly clientId: ClientId;
  readonly actions: readonly Action[];
  /** What is to be pulled when all of them are decided, so that a saved action needs one round trip (S6). */
  readonly pull?: PullQuestion;
}

export interface PushAnswer {
  readonly results: readonly StoredOutcome[];
  /** The client's last decided seq after this batch. */
  readonly lastSeq: number;
  readonly serverTime: EpochMs;
  /**
   * Why the batch ended early; null when all were decided. `gap`: send from lastSeq + 1. `renumber`: this numbering
   * no longer fits, take a new clientId (A7). `transient`: try again later, nothing of the rest was decided.
   * `changed`: a repeat with other content under an actionId already decided (S3).
   */
  readonly stop: "gap" | "renumber" | "transient" | "changed" | null;
  /** The answer to `pull`, of a snapshot after the batch; absent where it was not asked for or could not be read. */
  readonly pull?: PullAnswer;
}

export interface PullQuestion {
  readonly epoch: Epoch;
  readonly cursor: number;
  /** Digest of the scopes the replica was filled with; another one at the server means rebuild (R3). */
  readonly scopeHash: string;
  /** Outcomes are wanted from this seq on: the oldest entry without a final one, but for those of the same push. */
  readonly fromSeq: number;
}
export interface PullRequest extends PullQuestion {
  readonly accountId: AccountId;
  readonly clientId: ClientId;
  /** R6: the last part of the answer is to bring the digest of what this viewer holds. */
  readonly digest?: true;
}

/** R6: one side's holding: how many tickets and lines, and a hash (SHA-256, hex) of the tickets' ids and versions. */
export interface Digest {
  readonly tickets: number;
  readonly lines: number;
  readonly hash: string;
}

export interface Puts {
  readonly tickets: readonly Ticket[];
  readonly activities: readonly Activity[];
  readonly directory: readonly DirectoryRow[];
  /** Absent from a server before the inbox; the newest of them all with the first page. */
  readonly notices?: readonly Notice[];
}
export interface Removes {
  readonly tickets: readonly TicketId[];
  /** Tickets that are out of sight now, not only out of holding: what was said of them goes too (R8). */
  readonly noticesOf?: readonly TicketId[];
  readonly directory: readonly { readonly kind: DirectoryKind; readonly id: string }[];
}

/** R2. One repeatable-read snapshot. `more`: ask again at once with nextCursor. */
export type PullAnswer =
  | {
      readonly kind: "changes";
      readonly puts: Puts;
      readonly removes: Removes;
      readonly outcomes: readonly StoredOutcome[];
      readonly lastSeq: number;
      readonly serverTime: EpochMs;
      readonly nextCursor: number;
      readonly more: boolean;
      /** Only where it was asked for and nothing more is to come: of the snapshot that `nextCursor` names. */
      readonly digest?: Digest;
    }
  /** R3, R5: the replica must be filled anew; the queue stays. */
  | { readonly kind: "rebuild"; readonly reason: "epoch" | "floor" | "scopes" };

/** R4. Null asks for the first page; then whatever `next` said. */
export interface PagePosition {
  /** 0: my open work; 1: the rest. */
  readonly lane: 0 | 1;
  readonly after: TicketId | null;
}
export interface PageRequest {
  readonly accountId: AccountId;
  readonly clientId: ClientId;
  readonly position: PagePosition | null;
  /** What an earlier page said of `total`: the server need not count again. */
  readonly total?: number;
  /** R6: the replica is filled anew because the digests differed; with the first page. */
  readonly diverged?: true;
}
export interface PageAnswer {
  readonly epoch: Epoch;
  /** The counter in this page's snapshot; the phone notes the FIRST page's and pulls from there at the end. */
  readonly cursor: number;
  readonly scopeHash: string;
  /** Tickets and activities of this page; the directory and the inbox come whole with the first page. */
  readonly puts: Puts;
  readonly lastSeq: number;
  readonly serverTime: EpochMs;
  readonly next: PagePosition | null;
  /** Tickets this account will hold in all, for the progress line. */
  readonly total: number;
}
