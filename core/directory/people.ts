/**
 * Who belongs where, as far as this side knows (SYNC A8): what is `unknown` counts as fine where a person acts and
 * as nobody where people are listed. Only active accounts count; requesters belong to no group.
 */
import type { AccountId, GroupId } from "../ids";
import { type DecideContext, isUnknown } from "../workflow/decision";
import type { Delegation, Membership } from "./directory";

type Directory = Pick<DecideContext, "person" | "group" | "delegations" | "now">;

/** False only for who is known to be inactive or to be nobody. */
export function isActive(id: AccountId, directory: Directory): boolean {
  const person = directory.person(id);
  return isUnknown(person) || person?.active === true;
}

/** Active and not a requester: may belong to a group. */
export function isStaff(id: AccountId, directory: Directory): boolean {
  const person = directory.person(id);
  return isUnknown(person) || (person?.active === true && person.role !== "requester");
}

/** The active members of a group, leads included; none when the group is unknown, inactive or null. */
export function membersOf(groupId: GroupId | null, directory: Directory): readonly AccountId[] {
  return activeMemberships(groupId, directory).map((membership) => membership.accountId);
}

export function leadsOf(groupId: GroupId | null, directory: Directory): readonly AccountId[] {
  return activeMemberships(groupId, directory)
    .filter((membership) => membership.role === "lead")
    .map((membership) => membership.accountId);
}

function activeMemberships(groupId: GroupId | null, directory: Directory): readonly Membership[] {
  if (groupId === null) return [];
  const group = directory.group(groupId);
  if (isUnknown(group) || !group?.active) return [];
  return group.members.filter((membership) => isStaff(membership.accountId, directory));
}

/** What a person is in a group; `unknown`: this side does not know the group. Null: not in it. */
export function roleIn(
  groupId: GroupId | null,
  accountId: AccountId,
  directory: Directory,
): Membership["role"] | "unknown" | null {
  if (groupId === null) return null;
  const group = directory.group(groupId);
  if (isUnknown(group)) return "unknown";
  if (!group || !isStaff(accountId, directory)) return null;
  return group.members.find((membership) => membership.accountId === accountId)?.role ?? null;
}

/** In force now, to someone active. */
function delegationsInForce(directory: Directory): readonly Delegation[] {
  const delegations = directory.delegations();
  if (isUnknown(delegations)) return [];
  return delegations.filter(
    ({ from, until, principalId, delegateId }) =>
      from <= directory.now &&
      directory.now < until &&
      principalId !== delegateId &&
      isActive(delegateId, directory),
  );
}

/** Those whom this person may act for now: an account that was deactivated gives no rights. */
export function principalsOf(delegateId: AccountId, directory: Directory): readonly AccountId[] {
  const delegations = delegationsInForce(directory).filter((one) => one.delegateId === delegateId);
  return delegations.map((one) => one.principalId).filter((id) => isActive(id, directory));
}

/** Those who may act for this person now. */
export function delegatesOf(principalId: AccountId, directory: Directory): readonly AccountId[] {
  return isActive(principalId, directory) ? delegatesOfInactive(principalId, directory) : [];
}

/** Those whom this person named, whatever became of the person: they take over a deactivated reviewer's place. */
export function delegatesOfInactive(principalId: AccountId, directory: Directory): readonly AccountId[] {
  const delegations = delegationsInForce(directory).filter((one) => one.principalId === principalId);
  return delegations.map((one) => one.delegateId);
}
