/** Groups: a tree, each with its members. Never deleted, as tickets name them; an inactive one gets no work. */
import { type GroupDraft, type MemberRoles, membersMax } from "../../core/directory/administration";
import type { Edits } from "../../core/directory/edits";
import type { AccountId, GroupId } from "../../core/ids";
import type { Database, DatabaseTransaction } from "../db";
import { Refusal } from "../refusal";
import { administer, editedFrom, obstructed } from "./administer";
import { keepingLeads } from "./group-guard";

/** Refusals: `group.unknown` for the parent. */
export function createGroup(
  database: Database,
  actorId: AccountId,
  draft: GroupDraft,
): Promise<{ readonly id: GroupId }> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    await requireParent(transaction, draft.parentId, null);
    const { id } = await transaction.group.create({ data: { ...draft } });
    await record({
      kind: "group.created",
      subjectId: id,
      subjectName: draft.name,
      before: {},
      after: { ...draft },
    });
    return { id: id as GroupId };
  });
}

/**
 * Refusals: `subject.unknown`, `changed.meanwhile`, `group.unknown` for the parent, `group.cycle`, `group.inUse`.
 */
export function editGroup(
  database: Database,
  actorId: AccountId,
  id: GroupId,
  edits: Edits<GroupDraft>,
): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const { name, ownsIncidents, active, ...group } = await requireGroup(transaction, id);
    const before: GroupDraft = { name, parentId: group.parentId as GroupId | null, ownsIncidents, active };
    const draft = editedFrom(before, edits);
    await requireParent(transaction, draft.parentId, id);
    await keepingLeads(transaction, () => transaction.group.update({ where: { id }, data: { ...draft } }));
    await record({
      kind: "group.edited",
      subjectId: id,
      subjectName: draft.name,
      before: { ...before },
      after: { ...draft },
    });
  });
}

/**
 * Who joins the group, leaves it or gets another role (SYNC R3: their phones fill anew); the others stay. Refusals:
 * `subject.unknown`, `changed.meanwhile`, `member.notStaff` with the names of those who joined and may not,
 * `group.full`, `group.inUse`.
 */
export function editMembers(
  database: Database,
  actorId: AccountId,
  id: GroupId,
  edits: Edits<MemberRoles>,
): Promise<void> {
  return administer(database, actorId, "admin", async ({ transaction, record }) => {
    const group = await requireGroup(transaction, id);
    const before = rolesOf(group.memberships.map(({ accountId, role }) => [accountId, role]));
    const after = rolesOf(Object.entries(editedFrom(before, edits)));
    const joined = Object.keys(after).filter((accountId) => !(accountId in before));
    await requireStaff(transaction, joined);
    if (joined.length > 0 && Object.keys(after).length > membersMax) throw new Refusal("group.full");
    await keepingLeads(transaction, async () => {
      const gone = Object.keys(before).filter((accountId) => !(accountId in after));
      await transaction.membership.deleteMany({ where: { groupId: id, accountId: { in: gone } } });
      for (const [accountId, role] of Object.entries(after)) {
        if (role === null || before[accountId] === role) continue;
        await transaction.membership.upsert({
          where: { groupId_accountId: { groupId: id, accountId } },
          create: { groupId: id, accountId, role },
          update: { role },
        });
      }
    });
    await record({ kind: "group.members", subjectId: id, subjectName: group.name, before, after });
  });
}

/** Only those who belong to the group. */
function rolesOf(entries: readonly (readonly [string, string | null])[]): MemberRoles {
  return Object.fromEntries(entries.filter(([, role]) => role !== null)) as MemberRoles;
}

async function requireGroup(transaction: DatabaseTransaction, id: GroupId) {
  const group = await transaction.group.findUnique({ where: { id }, include: { memberships: true } });
  if (!group) throw new Refusal("subject.unknown");
  return group;
}

/** The parent exists and is not below the group itself. */
async function requireParent(
  transaction: DatabaseTransaction,
  parentId: GroupId | null,
  id: GroupId | null,
): Promise<void> {
  const seen = new Set<string>();
  for (let at: string | null = parentId; at !== null && !seen.has(at); ) {
    if (at === id) throw new Refusal("group.cycle");
    seen.add(at);
    const above: { readonly parentId: string | null } | null = await transaction.group.findUnique({
      where: { id: at },
      select: { parentId: true },
    });
    if (!above) throw new Refusal("group.unknown");
    at = above.parentId;
  }
}

async function requireStaff(transaction: DatabaseTransaction, ids: readonly string[]): Promise<void> {
  const people = await transaction.account.findMany({ where: { id: { in: [...ids] } } });
  if (people.length < ids.length) throw new Refusal("subject.unknown");
  const others = people.filter((person) => !person.active || person.role === "requester");
  if (others.length > 0) throw obstructed("member.notStaff", { names: others.map((person) => person.name) });
}
