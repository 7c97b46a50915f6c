/**
 * A ticket as every part of the system sees it: the row the server stores, the row a phone replicates, the value
 * `decide` reads and returns. Plain JSON: no Date, no undefined, null where there is nothing yet.
 */
import type { Attachment } from "../attachments/attachment";
import type {
  AccountId,
  ActivityId,
  AssetId,
  CategoryId,
  EpochMs,
  GroupId,
  SiteId,
  TemplateId,
  TicketId,
} from "../ids";
import type { EditableField } from "../sync/protocol";
import type {
  ActionType,
  ClosedOutcome,
  ClosureCode,
  Flow,
  HoldReason,
  Level,
  Priority,
  ProblemResolution,
  ReviewRule,
  ReviewStage,
  Risk,
  Stage,
  Window,
} from "../workflow/vocabulary";

export interface Ticket {
  readonly id: TicketId;
  readonly flow: Flow;
  /** Given by the server in its own sequence per kind (INC-000123); null on a phone until then. */
  readonly number: number | null;
  readonly stage: Stage;
  /** Set exactly when stage is `closed`. */
  readonly outcome: ClosedOutcome | null;
  readonly title: string;
  /** The incident's description, the problem's symptom, the change's reason. */
  readonly description: string;
  /** Null only for changes. */
  readonly categoryId: CategoryId | null;
  readonly impact: Level | null;
  readonly urgency: Level | null;
  readonly priority: Priority | null;
  readonly siteId: SiteId | null;
  readonly assetIds: readonly AssetId[];
  readonly openerId: AccountId;
  readonly reportedById: AccountId | null;
  /** 事故所有組: fixed at opening; empty for problems and changes. */
  readonly ownerGroupIds: readonly GroupId[];
  /** 受派組織; for a change its 變更處理組. Null on a phone that does not know the default yet. */
  readonly assignedGroupId: GroupId | null;
  /** Handler, investigator or implementer: the one person who acts at this stage. Kept after closing. */
  readonly holderId: AccountId | null;
  /** Problems: who investigated; returnToInvestigate and reopen go back to them. */
  readonly investigatorId: AccountId | null;
  readonly hold: Hold | null;
  /** How often returnToAssign was done; the third tells the owner groups. */
  readonly returnCount: number;
  /** How it was closed; kept when it reopens, until it closes again. */
  readonly closure: Closure | null;
  readonly links: readonly TicketLink[];
  /**
   * Incidents of the same trouble that had been resolved when this one opened, newest first: a problem is suggested
   * (tickets/recurrence.ts). Absent or null: none, or not known on this phone yet.
   */
  readonly recurrence?: readonly TicketId[] | null;
  /** What its SLA counts (core/sla/clock.ts). Absent or null: no incident, or opened before there were clocks. */
  readonly clock?: TicketClock | null;
  /** Seen only by its groups and the people on it. */
  readonly restricted: boolean;
  readonly problem: ProblemDetails | null;
  readonly change: ChangeDetails | null;
  readonly review: Review | null;
  /** Counts changes of the material fields a reviewer reads (SYNC A6); starts at 1. */
  readonly revision: number;
  /** Counts every stored change of this row; a phone never replaces a newer row by an older one (SYNC R4). */
  readonly version: number;
  /** The transition that brought the ticket into its present state: what a returned action is explained with. */
  readonly last: LastTransition;
  readonly openedAt: EpochMs;
  /** When the present stage was entered, corrected time. */
  readonly stageAt: EpochMs;
  readonly closedAt: EpochMs | null;
  readonly updatedAt: EpochMs;
}

export interface Hold {
  readonly reason: HoldReason;
  /** The change or problem waited for; null for opener and vendor. */
  readonly ticketId: TicketId | null;
  readonly until: EpochMs;
}

/** Kept by `decide` from the corrected times of actions (SYNC T1), so that what was done offline counts from then. */
export interface TicketClock {
  /** The first time that somebody took it, was given it, or resolved it without either. */
  readonly respondedAt: EpochMs | null;
  /** On hold for the opener or a vendor, or closed before it was opened again: nothing counts meanwhile. */
  readonly pauses: readonly Pause[];
  /** How often it was opened; each time is warned of anew. */
  readonly openings: number;
}

/** from ≤ t < until; null: it lasts. */
export interface Pause {
  readonly from: EpochMs;
  readonly until: EpochMs | null;
}

export interface Closure {
  readonly code: ClosureCode | ProblemResolution | null;
  readonly notes: string;
  /** When service was restored, as the handler says; null where it does not apply. */
  readonly restoredAt: EpochMs | null;
}

/** `problemOf`: this ticket's problem; `incidentOf`: an incident of this problem; the other side carries the reverse. */
export type LinkKind =
  | "duplicateOf"
  | "duplicatedBy"
  | "problemOf"
  | "incidentOf"
  | "fixedBy"
  | "fixes"
  | "causedBy"
  | "caused";
export interface TicketLink {
  readonly kind: LinkKind;
  readonly ticketId: TicketId;
}

export interface ProblemDetails {
  readonly proactive: boolean;
  readonly analysis: string;
  readonly rootCause: string;
  readonly workaround: string;
  readonly permanentFix: string;
  readonly whyNotEradicated: string;
  readonly reviewDate: EpochMs | null;
}

export interface ChangeDetails {
  readonly templateId: TemplateId | null;
  readonly whyUrgent: string;
  readonly scope: string;
  readonly risk: Risk;
  readonly riskAssessment: string;
  readonly steps: string;
  readonly rollbackPlan: string;
  readonly window: Window | null;
  /** The reason given for going on although the window overlaps another change. */
  readonly conflictReason: string;
  readonly reviewGroupId: import("../ids").GroupId | null;
  readonly actualStart: EpochMs | null;
  readonly actualEnd: EpochMs | null;
  readonly result: string;
  readonly evidence: string;
  readonly causedIncidentIds: readonly TicketId[];
  /** Who acted in the opener's or the implementer's place: four eyes covers them too. Absent: nobody has. */
  readonly standIns?: readonly AccountId[];
}

/** What a reviewer reads of a change: a vote is bound to one revision of it (SYNC A6). */
export interface Material {
  readonly scope: string;
  readonly risk: Risk;
  readonly riskAssessment: string;
  readonly steps: string;
  readonly rollbackPlan: string;
  readonly window: Window | null;
  readonly assetIds: readonly AssetId[];
  readonly implementerId: AccountId | null;
}

export interface Review {
  readonly stage: ReviewStage;
  readonly rule: ReviewRule;
  readonly reviewers: readonly Reviewer[];
}

/** One person of the snapshot taken when the review stage was entered. */
export interface Reviewer {
  readonly accountId: AccountId;
  /** The absent person this delegate stands in for; null for a reviewer in their own right. */
  readonly insteadOf: AccountId | null;
  readonly vote: {
    readonly approve: boolean;
    readonly reason: string;
    readonly revision: number;
    readonly at: EpochMs;
    /** Who gave it in the place of the seat's reviewer; absent for their own. */
    readonly by?: AccountId;
  } | null;
}

export interface LastTransition {
  readonly action: ActionType;
  readonly actorId: AccountId | "system";
  /** Corrected time. */
  readonly at: EpochMs;
}

/**
 * One line of the timeline. Its id is the action's id for what a person did, so that a phone's own line and the
 * server's are the same row.
 */
export interface Activity {
  readonly id: ActivityId;
  readonly ticketId: TicketId;
  /** `workNote` with `returnedAction` set: the words of an action that came back, kept (SYNC A5). */
  readonly type: ActionType;
  readonly actorId: AccountId | "system";
  /** The person the actor stood in for as delegate. */
  readonly insteadOf: AccountId | null;
  readonly fromStage: Stage | null;
  readonly toStage: Stage | null;
  readonly text: string;
  /** The rest of what was said, for the screen: the chosen person, group, code, hold, changed fields. */
  readonly details: ActivityDetails;
  /** Corrected and clamped device time (SYNC T1). */
  readonly occurredAt: EpochMs;
  /** The database's clock at arrival; null while the line is only on the phone. */
  readonly arrivedAt: EpochMs | null;
  /** The device's clock jumped while it was offline: the time is the best guess. */
  readonly uncertainTime: boolean;
}

export interface ActivityDetails {
  readonly personId?: AccountId;
  readonly fromPersonId?: AccountId;
  readonly groupId?: GroupId;
  readonly fromGroupId?: GroupId;
  readonly code?: string;
  readonly holdReason?: HoldReason;
  readonly until?: EpochMs;
  readonly ticketId?: TicketId;
  readonly restoredAt?: EpochMs;
  readonly returnedAction?: ActionType;
  /** A kept note (A5) that its author chose to discard: it stays in the history, struck out. */
  readonly discarded?: true;
  readonly approve?: boolean;
  readonly revision?: number;
  /** A3: what an edit found and what it left; null where nothing was said. */
  readonly edit?: { readonly field: EditableField; readonly from: unknown; readonly to: unknown };
  /** With a new `revision`: the former values of what it changed. */
  readonly was?: Partial<Material>;
  readonly attachments?: readonly Attachment[];
}
