/** The contract of `decide` and `available` (SYNC A2, A8): what they are given and what they answer. */
import type {
  Asset,
  Category,
  ChangeTemplate,
  Delegation,
  Group,
  Parameters,
  Person,
  Role,
  Site,
} from "../directory/directory";
import type { AccountId, AssetId, CategoryId, EpochMs, GroupId, SiteId, TemplateId, TicketId } from "../ids";
import type { HeldOutcome, ReturnedOutcome, SupersededOutcome } from "../sync/protocol";
import type { PastIncident } from "../tickets/recurrence";
import type { Activity, Ticket } from "../tickets/ticket";

/** A8: the phone may not know; the server always does. A check on an unknown fact passes, and the screen shows 待同步. */
export const unknown = { unknown: true } as const;
export type Unknown = typeof unknown;
export type Known<T> = T | Unknown;
export function isUnknown(value: unknown): value is Unknown {
  return value === unknown;
}

export interface Actor {
  readonly id: AccountId | "system";
  readonly role: Role | "system";
}

/** Look-ups answer null for what does not exist (or is out of the actor's sight), `unknown` for what this side cannot know. */
export interface DecideContext {
  /** Arrival: the database's clock on the server, the corrected clock on the phone. */
  readonly now: EpochMs;
  /** Corrected and clamped time of the action (T1). */
  readonly occurredAt: EpochMs;
  /** Null on the phone: the line has not arrived. */
  readonly arrivedAt: EpochMs | null;
  readonly actor: Actor;
  person(id: AccountId): Known<Person | null>;
  group(id: GroupId): Known<Group | null>;
  groups(): Known<readonly Group[]>;
  admins(): Known<readonly AccountId[]>;
  site(id: SiteId): Known<Site | null>;
  category(id: CategoryId): Known<Category | null>;
  asset(id: AssetId): Known<Asset | null>;
  template(id: TemplateId): Known<ChangeTemplate | null>;
  parameters(): Known<Parameters>;
  /** Delegations in force at `now`, to anyone. */
  delegations(): Known<readonly Delegation[]>;
  /** Another ticket the actor may see. */
  ticket(id: TicketId): Known<Ticket | null>;
  /** Incidents on hold for this problem or change (eradicate). */
  waitingFor(id: TicketId): Known<readonly Ticket[]>;
  /** Resolved incidents of the same trouble that are of no open problem, newest first (tickets/recurrence.ts). */
  recurring(opened: Ticket): Known<readonly PastIncident[]>;
  /** Scheduled or planned changes that overlap `window` on these assets or this implementer; and blackouts in force. */
  scheduleConflicts(
    ticket: Ticket,
  ): Known<{ readonly tickets: readonly TicketId[]; readonly blackout: boolean }>;
}

/** The ids of the told column of WORKFLOWS.md. */
export const toldIds = [
  "ownerGroups",
  "assignedGroup",
  "newGroup",
  "opener",
  "leads",
  "handler",
  "investigator",
  "implementer",
  "holder",
  "changeGroup",
  "reviewers",
] as const;
export type ToldId = (typeof toldIds)[number];

/** One person to be told of one ticket, once per action, with every reason why (S: fixed by the source; X: may be switched off). */
export interface Told {
  readonly accountId: AccountId;
  readonly ticketId: TicketId;
  readonly as: readonly ToldId[];
  readonly source: "S" | "X";
  /** Those for whom a delegate is told; absent where it is for nobody but the person. */
  readonly insteadOf?: readonly AccountId[];
}

/** A ticket as it is after the action, and the lines its timeline gains. The first of a decision is the action's own. */
export interface TicketChange {
  readonly before: Ticket | null;
  readonly after: Ticket;
  readonly activities: readonly Activity[];
}

export type Decision =
  | { readonly kind: "applied"; readonly changes: readonly TicketChange[]; readonly told: readonly Told[] }
  | SupersededOutcome
  | ReturnedOutcome
  | HeldOutcome;
