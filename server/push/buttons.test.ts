import { expect, test } from "vitest";
import type { GroupId } from "../../core/ids";
import { agent, askedForReview, ticket, ticketInReview } from "../testing/notices";
import { buttonsOf } from "./buttons";

const free = { ...ticket, stage: "assign", holderId: null } as const;
const opened = { kind: "open", as: ["assignedGroup"], stage: "assign", revision: 1 } as const;

test("[X] a request for a review offers the vote, whatever else it is told as", () => {
  expect(buttonsOf(askedForReview, ticketInReview(false), agent)).toEqual(["approve", "reject"]);
  const both = { ...askedForReview, kind: "reschedule", as: ["reviewers", "changeGroup"] } as const;
  expect(buttonsOf(both, ticketInReview(false), agent)).toEqual(["approve", "reject"]);
});

test("who is only told of a review is offered no vote", () => {
  const climbed = { ...askedForReview, kind: "reviewClimb", as: ["leads"] } as const;
  expect(buttonsOf(climbed, ticketInReview(false), agent)).toEqual([]);
});

test("an incident that nobody has is offered to its group, and to nobody else", () => {
  expect(buttonsOf(opened, free, agent)).toEqual(["claim"]);
  expect(buttonsOf(opened, free, { ...agent, groupIds: [] })).toEqual([]);
  expect(buttonsOf(opened, { ...free, assignedGroupId: "other" as GroupId }, agent)).toEqual([]);
  expect(buttonsOf({ ...opened, as: ["opener"] }, free, agent)).toEqual([]);
});

test("one that somebody has, and a problem, are not", () => {
  expect(buttonsOf(opened, { ...free, stage: "handle", holderId: agent.id }, agent)).toEqual([]);
  expect(buttonsOf(opened, { ...free, flow: "problem" }, agent)).toEqual([]);
});
