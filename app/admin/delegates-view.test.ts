import { expect, test } from "vitest";
import type { Delegation } from "../../core/directory/directory";
import type { AccountId } from "../../core/ids";
import { delegateLists, delegationState } from "./delegates-view";

const [me, other] = ["me", "other"] as unknown as [AccountId, AccountId];
const one = (id: string, principalId: AccountId, from: number, until: number): Delegation => ({
  id,
  principalId,
  delegateId: principalId === me ? other : me,
  from,
  until,
});

test("a delegation is in force from its beginning until before its end", () => {
  const states = [9, 10, 19, 20].map((now) => delegationState(one("a", me, 10, 20), now));
  expect(states).toEqual(["later", "now", "now", "over"]);
});

test("a person sees their own and those they stand in for; an administrator all; what is over last", () => {
  const all = [
    one("over", me, 1, 2),
    one("later", me, 30, 40),
    one("now", me, 5, 40),
    one("theirs", other, 5, 40),
  ];
  const idsOf = (rows: readonly Delegation[]) => rows.map(({ id }) => id);
  const mine = delegateLists(all, me, false, 10);
  expect(idsOf(mine.own)).toEqual(["now", "later", "over"]);
  expect(idsOf(mine.others)).toEqual(["theirs"]);
  const everybodys = delegateLists(all, me, true, 10);
  expect(idsOf(everybodys.own)).toEqual(["now", "theirs", "later", "over"]);
  expect(everybodys.others).toEqual([]);
});
