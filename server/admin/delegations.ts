/** Delegates 代理人: each person names their own; administrators name anybody's. */
import { type DelegationDraft, delegationsMax } from "../../core/directory/administration";
import type { AccountId } from "../../core/ids";
import type { Database } from "../db";
import { Refusal } from "../refusal";
import { type Administration, administer } from "./administer";

/**
 * Refusals: `delegation.foreign`, `delegation.self`, `subject.unknown`, `delegation.notStaff` (a requester, or not
 * active), `delegation.tooMany`.
 */
export function createDelegation(
  database: Database,
  actorId: AccountId,
  draft: DelegationDraft,
): Promise<{ readonly id: string }> {
  return administer(database, actorId, "anyone", async (administration) => {
    const { transaction, record, now } = administration;
    const { principalId, delegateId } = draft;
    requireOwn(administration, principalId);
    if (principalId === delegateId) throw new Refusal("delegation.self");
    // An administrator's rights hold no vote (WORKFLOWS.md): nor do they give themselves one.
    if (delegateId === actorId) throw new Refusal("delegation.foreign");
    const principal = await transaction.account.findUnique({ where: { id: principalId } });
    const delegate = await transaction.account.findUnique({ where: { id: delegateId } });
    if (!principal?.active || !delegate) throw new Refusal("subject.unknown");
    if (!delegate.active || delegate.role === "requester") throw new Refusal("delegation.notStaff");
    const standing = await transaction.delegation.count({
      where: { principalId, until: { gt: new Date(now) } },
    });
    if (standing >= delegationsMax) throw new Refusal("delegation.tooMany");
    const { id } = await transaction.delegation.create({
      data: { principalId, delegateId, from: new Date(draft.from), until: new Date(draft.until) },
    });
    await record({
      kind: "delegation.created",
      subjectId: id,
      subjectName: principal.name,
      before: {},
      after: { ...draft },
    });
    return { id };
  });
}

/** Refusals: `subject.unknown`, `delegation.foreign`. */
export function removeDelegation(database: Database, actorId: AccountId, id: string): Promise<void> {
  return administer(database, actorId, "anyone", async (administration) => {
    const { transaction, record } = administration;
    const row = await transaction.delegation.findUnique({ where: { id }, include: { principal: true } });
    if (!row) throw new Refusal("subject.unknown");
    requireOwn(administration, row.principalId);
    await transaction.delegation.delete({ where: { id } });
    const { principalId, delegateId, from, until } = row;
    await record({
      kind: "delegation.removed",
      subjectId: id,
      subjectName: row.principal.name,
      before: { principalId, delegateId, from: from.getTime(), until: until.getTime() },
      after: {},
    });
  });
}

function requireOwn({ actorId, role }: Administration, principalId: string): void {
  if (role !== "admin" && principalId !== actorId) throw new Refusal("delegation.foreign");
}
