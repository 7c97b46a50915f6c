/** The small desk that the workflow's tests play on: its people, groups and facts. Plain data, made once. */
import type { Delegation, Group, Parameters, Person, Role } from "../../directory/directory";
import type { AccountId, AssetId, CategoryId, GroupId, SiteId, TemplateId } from "../../ids";

export const hourMs = 3_600_000;
export const now = Date.UTC(2026, 10, 23, 8);

/** A readable id that has the form of a UUID: a letter pair for the kind, then a number. */
export function idOf<Id extends string>(kind: string, n: number): Id {
  return `${kind.padStart(8, "0")}-0000-7000-8000-${n.toString(16).padStart(12, "0")}` as Id;
}

const roles = {
  opener: "agent",
  requester: "requester",
  reporter: "requester",
  stranger: "requester",
  bystander: "agent",
  admin: "admin",
  lead: "agent",
  member: "agent",
  holder: "agent",
  investigator: "agent",
  chosen: "agent",
  ownerLead: "agent",
  ownerMember: "agent",
  newLead: "agent",
  newMember: "agent",
  reviewer1: "agent",
  reviewer2: "agent",
  waitHolder: "agent",
  waitOpener: "requester",
  leadDelegate: "agent",
  memberDelegate: "agent",
  openerDelegate: "agent",
  holderDelegate: "agent",
  reviewerDelegate: "agent",
  inactiveLead: "agent",
  inactiveDelegate: "agent",
} as const satisfies Record<string, Role>;

export type PersonName = keyof typeof roles;
export const personNames = Object.keys(roles) as readonly PersonName[];

export const account: Readonly<Record<PersonName, AccountId>> = Object.fromEntries(
  personNames.map((name, index) => [name, idOf<AccountId>("acc0", index + 1)]),
) as Record<PersonName, AccountId>;

const nameById = new Map(personNames.map((name) => [account[name], name]));
export function nameOf(id: AccountId): PersonName {
  const name = nameById.get(id);
  if (name === undefined) throw new Error(`Nobody has the id ${id}`);
  return name;
}

export function roleOf(name: PersonName): Role {
  return roles[name];
}

export const people: readonly Person[] = personNames.map((name) => ({
  id: account[name],
  name,
  role: roles[name],
  active: !name.startsWith("inactive"),
}));

export const groupId = {
  work: idOf<GroupId>("9001", 1),
  owner: idOf<GroupId>("9001", 2),
  new: idOf<GroupId>("9001", 3),
  review: idOf<GroupId>("9001", 4),
  closedDown: idOf<GroupId>("9001", 5),
  leaderless: idOf<GroupId>("9001", 6),
} as const;

const member = (name: PersonName, role: "lead" | "member" = "member") => ({ accountId: account[name], role });
const group = (id: GroupId, name: string, members: Group["members"], more: Partial<Group> = {}): Group => ({
  id,
  name,
  parentId: null,
  active: true,
  ownsIncidents: false,
  members,
  ...more,
});

export const groups: readonly Group[] = [
  group(groupId.work, "work", [
    member("lead", "lead"),
    member("inactiveLead", "lead"),
    member("member"),
    member("holder"),
    member("investigator"),
    member("chosen"),
  ]),
  group(groupId.owner, "owner", [member("ownerLead", "lead"), member("ownerMember")], {
    ownsIncidents: true,
  }),
  group(groupId.new, "new", [member("newLead", "lead"), member("newMember")]),
  group(groupId.review, "review", [member("reviewer1", "lead"), member("reviewer2")]),
  group(groupId.closedDown, "closedDown", [member("newLead", "lead")], {
    active: false,
    ownsIncidents: true,
  }),
  group(groupId.leaderless, "leaderless", [member("inactiveLead", "lead"), member("newMember")]),
];

/** Who may act for whom, all day. */
export const delegateOf: Partial<Record<PersonName, readonly PersonName[]>> = {
  lead: ["leadDelegate", "inactiveDelegate"],
  member: ["memberDelegate"],
  opener: ["openerDelegate"],
  holder: ["holderDelegate"],
  reviewer2: ["reviewerDelegate"],
};

export const delegations: readonly Delegation[] = (
  Object.entries(delegateOf) as [PersonName, readonly PersonName[]][]
).flatMap(([principal, delegates]) =>
  delegates.map((delegate) => ({
    id: `${principal}-${delegate}`,
    principalId: account[principal],
    delegateId: account[delegate],
    from: now - 12 * hourMs,
    until: now + 12 * hourMs,
  })),
);

export const categoryId = idOf<CategoryId>("ca", 1);
export const assetId = idOf<AssetId>("a55e", 1);
export const siteId = idOf<SiteId>("517e", 1);
export const templateId = idOf<TemplateId>("7e", 1);

export const parameters: Parameters = {
  default_inc_group_id: groupId.work,
  // Another one than the incident's: a raised problem is told to its own group.
  default_pro_group_id: groupId.new,
  default_cha_group_id: groupId.work,
  default_cha_review_group_id: groupId.review,
  inc_owner_group_ids: [],
  reopen_days: 3,
  pro_recurrence_count: 1,
  pro_recurrence_days: 30,
};
