/** A group's members as a whole, for tests that say who belongs to it. */
import type { MemberRoles } from "../../core/directory/administration";
import type { Membership } from "../../core/directory/directory";
import { editsTo } from "../../core/directory/edits";
import type { GroupId } from "../../core/ids";
import { editMembers } from "../admin/groups";
import type { Desk } from "./desk";

export async function membersOf(desk: Desk, groupId: GroupId): Promise<MemberRoles> {
  const rows = await desk.database.membership.findMany({ where: { groupId } });
  return Object.fromEntries(rows.map(({ accountId, role }) => [accountId, role])) as MemberRoles;
}

/** As an administrator who sees who is in the group now, and leaves these. */
export async function replaceMembers(
  desk: Desk,
  groupId: GroupId,
  members: readonly Membership[],
): Promise<void> {
  const present = await membersOf(desk, groupId);
  const nobody = Object.fromEntries(Object.keys(present).map((accountId) => [accountId, null]));
  const wanted = Object.fromEntries(members.map(({ accountId, role }) => [accountId, role]));
  const edits = editsTo<MemberRoles>({ ...nobody, ...wanted }, present, {});
  await editMembers(desk.database, desk.admin, groupId, edits);
}
