import { expect, test } from "vitest";
import type { AccountId, GroupId } from "../../core/ids";
import { emptyFilter, filterCount, stageChoices, ticketFilters } from "./list-filter";

const me = "me" as AccountId;
const groups = ["g1", "g2"] as GroupId[];

test("only what is set is asked for; closed tickets only by their stage", () => {
  expect(ticketFilters(emptyFilter, me, groups)).toEqual([{ open: true }]);
  expect(ticketFilters({ ...emptyFilter, stage: "closed", priority: "P1" }, me, groups)).toEqual([
    { open: false, stage: "closed", priority: "P1" },
  ]);
  expect(filterCount({ ...emptyFilter, scope: "mine", flow: "incident" })).toBe(1);
});

test("mine is what I hold or opened; my groups are one query each", () => {
  expect(ticketFilters({ ...emptyFilter, scope: "mine" }, me, groups)).toEqual([
    { open: true, holderId: me },
    { open: true, openerId: me },
  ]);
  expect(ticketFilters({ ...emptyFilter, scope: "groups" }, me, groups).map((one) => one.groupId)).toEqual(
    groups,
  );
});

test("the stages offered are those of the flow", () => {
  expect(stageChoices("incident")).toEqual(["assign", "handle", "closed"]);
});
