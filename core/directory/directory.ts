/** What every phone knows of the desk besides tickets: people, groups, sites, categories, assets, parameters. */
import type {
  AccountId,
  AssetId,
  BlackoutId,
  CalendarId,
  CategoryId,
  EpochMs,
  GroupId,
  SiteId,
  SlaTargetId,
  TemplateId,
  TicketId,
} from "../ids";
import type { Calendar } from "../sla/calendar";
import type { SlaTarget } from "../sla/targets";
import type { ReviewRule, ReviewStage } from "../workflow/vocabulary";
import type { Blackout } from "./blackout";

export type Role = "requester" | "agent" | "admin";

export interface Person {
  readonly id: AccountId;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
}

export interface Group {
  readonly id: GroupId;
  readonly name: string;
  readonly parentId: GroupId | null;
  readonly active: boolean;
  /** 事故組: owns incidents when `inc_owner_group_ids` is blank. */
  readonly ownsIncidents: boolean;
  readonly members: readonly Membership[];
}

export interface Membership {
  readonly accountId: AccountId;
  readonly role: "lead" | "member";
}

/** `delegateId` may act and vote for `principalId` from ≤ t < until. */
export interface Delegation {
  readonly id: string;
  readonly principalId: AccountId;
  readonly delegateId: AccountId;
  readonly from: EpochMs;
  readonly until: EpochMs;
}

export interface Site {
  readonly id: SiteId;
  readonly name: string;
  /** When it works; null or absent: as the default calendar says. */
  readonly calendarId?: CalendarId | null;
}

/** Two levels: a child names its parent. Tickets carry either. */
export interface Category {
  readonly id: CategoryId;
  readonly name: string;
  readonly parentId: CategoryId | null;
  readonly groupId: GroupId | null;
  readonly active: boolean;
}

export interface Asset {
  readonly id: AssetId;
  /** The label on the thing itself: A-DR-017. */
  readonly tag: string;
  readonly name: string;
  readonly siteId: SiteId;
  readonly location: string;
  readonly groupId: GroupId | null;
  readonly active: boolean;
  /** 依賴: what it does not work without; absent where nothing is named. */
  readonly dependsOn?: readonly AssetId[];
}

export interface ChangeTemplate {
  readonly id: TemplateId;
  readonly name: string;
  readonly approved: boolean;
}

export interface KnownError {
  readonly problemId: TicketId;
  readonly categoryId: CategoryId;
  readonly assetIds: readonly AssetId[];
  readonly workaround: string;
  /** Of its problem; null where that is restricted. Absent: from before it was sent. */
  readonly title?: string | null;
}

/** 參數管理. Null is unset. */
export interface Parameters {
  readonly default_inc_group_id: GroupId | null;
  readonly default_pro_group_id: GroupId | null;
  readonly default_cha_group_id: GroupId | null;
  readonly default_cha_review_group_id: GroupId | null;
  /** Empty: every active group flagged 事故組. */
  readonly inc_owner_group_ids: readonly GroupId[];
  readonly reopen_days: number;
  readonly pro_recurrence_count: number;
  readonly pro_recurrence_days: number;
  /** What each review asks for; a stage without one asks ANY. Absent on a phone that has not pulled since it came. */
  readonly review_rules?: ReviewRules;
}

export type ReviewRules = Readonly<Partial<Record<ReviewStage, ReviewRule>>>;

/** One row of the directory as it is replicated; `kind` and `id` are its key. */
export type DirectoryRow =
  | { readonly kind: "person"; readonly id: AccountId; readonly value: Person }
  | { readonly kind: "group"; readonly id: GroupId; readonly value: Group }
  | { readonly kind: "delegation"; readonly id: string; readonly value: Delegation }
  | { readonly kind: "site"; readonly id: SiteId; readonly value: Site }
  | { readonly kind: "category"; readonly id: CategoryId; readonly value: Category }
  | { readonly kind: "asset"; readonly id: AssetId; readonly value: Asset }
  | { readonly kind: "template"; readonly id: TemplateId; readonly value: ChangeTemplate }
  | { readonly kind: "blackout"; readonly id: BlackoutId; readonly value: Blackout }
  | { readonly kind: "knownError"; readonly id: TicketId; readonly value: KnownError }
  | { readonly kind: "calendar"; readonly id: CalendarId; readonly value: Calendar }
  | { readonly kind: "slaTarget"; readonly id: SlaTargetId; readonly value: SlaTarget }
  | { readonly kind: "parameters"; readonly id: "parameters"; readonly value: Parameters };
export type DirectoryKind = DirectoryRow["kind"];
