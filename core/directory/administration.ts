/** What administrators do, as the server takes and answers it and the screens show it. Codes are refusals. */
import type { AccountId, EpochMs } from "../ids";
import type { Ticket } from "../tickets/ticket";
import type { Blackout } from "./blackout";
import type { Delegation, Group, Membership, Parameters, Person, Role } from "./directory";

export const nameMax = 100;
export const emailMax = 254;
export const membersMax = 500;
/** A delegation may begin and end this far away. */
export const delegationDaysMax = 731;
/** Delegations of one person that are not over. */
export const delegationsMax = 20;
/** Blackouts that are not over, and how long one may be. */
export const blackoutsMax = 100;
export const blackoutDaysMax = 92;
export const blackoutSitesMax = 200;
/** What one asset may depend on. */
export const relationsMax = 50;
export const historyPageSize = 50;

export const parameterBounds = {
  reopen_days: { min: 0, max: 365 },
  pro_recurrence_count: { min: 1, max: 100 },
  pro_recurrence_days: { min: 1, max: 365 },
  ownerGroups: { max: 20 },
  atLeast: { min: 1, max: 20 },
} as const;

/** The parameters that name one group. */
export const groupParameters = [
  "default_inc_group_id",
  "default_pro_group_id",
  "default_cha_group_id",
  "default_cha_review_group_id",
] as const satisfies readonly (keyof Parameters)[];

/** HTTP statuses of the refusals. What is in the way is named in `Obstacles`. */
export const administrationRefusals = {
  "admin.only": 403,
  "subject.unknown": 404,
  "email.taken": 409,
  "person.self": 409,
  "person.holdsWork": 409,
  "person.program": 409,
  "group.cycle": 409,
  "group.inUse": 409,
  "group.unknown": 409,
  "group.inactive": 409,
  "group.noLead": 409,
  "group.full": 409,
  "member.notStaff": 409,
  "delegation.self": 409,
  "delegation.notStaff": 409,
  "delegation.tooMany": 409,
  "delegation.foreign": 403,
  "blackout.tooMany": 409,
  "relation.tooMany": 409,
  "calendar.tooMany": 409,
  "calendar.full": 409,
  "changed.meanwhile": 409,
  "eventRule.tooMany": 409,
  "eventRule.dangling": 409,
  "import.busy": 409,
  "apiKey.tooMany": 409,
  "apiKey.over": 409,
  "webhook.tooMany": 409,
  "webhook.address": 409,
} as const;
export type AdministrationRefusal = keyof typeof administrationRefusals;

/** An open ticket that is in the way. */
export interface OpenTicket
  extends Pick<Ticket, "id" | "flow" | "number" | "title" | "stage" | "assignedGroupId" | "holderId"> {
  /** It may go back to where its group's lead assigns it. */
  readonly canReturn: boolean;
}

/** What is in the way of a refused change; names are those of groups or people. */
export interface Obstacles {
  readonly names?: readonly string[];
  readonly parameters?: readonly (keyof Parameters)[];
  /** The first of them. */
  readonly tickets?: readonly OpenTicket[];
  /** What another administrator made of the fields meanwhile; of a group's members, their roles by person. */
  readonly fields?: Readonly<Record<string, unknown>>;
}
export const obstacleTicketsMax = 50;

/** A person with what only administrators see. */
export interface PersonRecord extends Person {
  readonly email: string;
}

export interface PersonDraft {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

export type GroupDraft = Pick<Group, "name" | "parentId" | "ownsIncidents" | "active">;
/** The role of each member by person; in an edit, null is who does not belong to the group. */
export type MemberRoles = Readonly<Record<string, Membership["role"] | null>>;
export type DelegationDraft = Omit<Delegation, "id">;
export type BlackoutDraft = Omit<Blackout, "id">;
export interface TemplateDraft {
  readonly name: string;
  readonly approved: boolean;
}

export const adminChangeKinds = [
  "person.created",
  "person.edited",
  "person.deactivated",
  "person.reactivated",
  "person.password",
  "group.created",
  "group.edited",
  "group.members",
  "parameter.set",
  "template.created",
  "template.edited",
  "blackout.created",
  "blackout.removed",
  "asset.related",
  "asset.unrelated",
  "delegation.created",
  "delegation.removed",
  "notification.rule",
  "eventSource.created",
  "eventSource.rotated",
  "eventSource.deactivated",
  "eventSource.activated",
  "eventRule.saved",
  "eventRule.order",
  "maintenance.saved",
  "maintenance.removed",
  "sla.target",
  "calendar.created",
  "calendar.edited",
  "calendar.days",
  "site.calendar",
  "import.done",
  "export.begun",
  "apiKey.created",
  "apiKey.rotated",
  "apiKey.revoked",
  "webhook.created",
  "webhook.edited",
  "webhook.rotated",
  "webhook.removed",
] as const;
export type AdminChangeKind = (typeof adminChangeKinds)[number];

/** Who changed what: one line of the history. `before` and `after` hold only the fields that differ. */
export interface AdminChange {
  readonly id: string;
  readonly at: EpochMs;
  readonly actorId: AccountId;
  readonly actorName: string;
  readonly kind: AdminChangeKind;
  /** Null for parameters. */
  readonly subjectId: string | null;
  /** As it was called then; the name of a parameter. */
  readonly subjectName: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}
export interface AdminChangePage {
  readonly changes: readonly AdminChange[];
  /** Where the next page begins; null at the end. */
  readonly next: HistoryPosition | null;
}
export interface HistoryPosition {
  readonly at: EpochMs;
  readonly id: string;
}
