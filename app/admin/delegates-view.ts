import type { Delegation } from "../../core/directory/directory";
import type { AccountId, EpochMs } from "../../core/ids";

export type DelegationState = "now" | "later" | "over";

export function delegationState(
  { from, until }: Pick<Delegation, "from" | "until">,
  now: EpochMs,
): DelegationState {
  if (until <= now) return "over";
  return from <= now ? "now" : "later";
}

export interface DelegateLists {
  /** Of the person, or of everybody for an administrator. */
  readonly own: readonly Delegation[];
  /** In which the person stands in for another. */
  readonly others: readonly Delegation[];
}

/** What is over stands last; the rest by its beginning. */
export function delegateLists(
  delegations: readonly Delegation[],
  me: AccountId,
  everybody: boolean,
  now: EpochMs,
): DelegateLists {
  const isOver = (one: Delegation) => Number(delegationState(one, now) === "over");
  const sorted = [...delegations].sort((a, b) => isOver(a) - isOver(b) || a.from - b.from);
  return {
    own: sorted.filter((one) => everybody || one.principalId === me),
    others: everybody ? [] : sorted.filter((one) => one.delegateId === me),
  };
}
