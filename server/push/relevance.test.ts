import { expect, test } from "vitest";
import {
  agent,
  askedForReview as asked,
  group,
  me,
  other,
  ticketInReview as review,
  ticket,
} from "../testing/notices";
import { isStillWorthSaying } from "./relevance";

const at = { stage: "handle", revision: 1 } as const;
const assigned = { kind: "assignHandler", as: ["handler"], ...at } as const;
const askedAndTold = { ...asked, kind: "reschedule", as: ["reviewers", "changeGroup"] } as const;
const alarming = { ...assigned, kind: "eventUpdate", as: ["assignedGroup"] } as const;
const climbed = { ...asked, kind: "reviewClimb", as: ["leads"] } as const;

test.each<[string, boolean, boolean]>([
  ["an assignment to its holder", true, isStillWorthSaying(assigned, ticket, agent)],
  [
    "of a ticket that is someone else's by now",
    false,
    isStillWorthSaying(assigned, { ...ticket, holderId: other }, agent),
  ],
  [
    "of a ticket that went back to its group",
    false,
    isStillWorthSaying(assigned, { ...ticket, holderId: null }, agent),
  ],
  [
    "to the delegate of its holder",
    true,
    isStillWorthSaying({ ...assigned, insteadOf: [other] }, { ...ticket, holderId: other }, agent),
  ],
  [
    "to the delegate of one who holds it no longer",
    false,
    isStillWorthSaying({ ...assigned, insteadOf: [other] }, { ...ticket, holderId: group as never }, agent),
  ],
  [
    "a vote that a delegate may give for its reviewer",
    true,
    isStillWorthSaying({ ...asked, insteadOf: [me] }, review(false), { ...agent, id: other }),
  ],
  ["of a ticket that is closed", false, isStillWorthSaying(assigned, { ...ticket, stage: "closed" }, agent)],
  [
    "that an incident still alarms",
    true,
    isStillWorthSaying(alarming, { ...ticket, stage: "assign" }, agent),
  ],
  [
    "that one did which is closed",
    false,
    isStillWorthSaying(alarming, { ...ticket, stage: "closed" }, agent),
  ],
  ["of a ticket that is gone", false, isStillWorthSaying(assigned, null, agent)],
  [
    "to a person who was deactivated",
    false,
    isStillWorthSaying(assigned, ticket, { ...agent, active: false }),
  ],
  [
    "of a restricted ticket to a person who left its group",
    false,
    isStillWorthSaying(
      { kind: "open", as: ["assignedGroup"], ...at },
      { ...ticket, restricted: true, holderId: null },
      { ...agent, groupIds: [] },
    ),
  ],
  ["a vote that is wanted", true, isStillWorthSaying(asked, review(false), agent)],
  ["a vote that is given", false, isStillWorthSaying(asked, review(true), agent)],
  ["a vote that is no longer asked for", false, isStillWorthSaying(asked, ticket, agent)],
  ["a vote for a later revision", false, isStillWorthSaying(asked, { ...review(false), revision: 2 }, agent)],
  [
    "a vote in the next review",
    false,
    isStillWorthSaying({ ...asked, stage: "preDevReview" }, review(false), agent),
  ],
  ["a wanted vote that is news too", true, isStillWorthSaying(askedAndTold, review(false), agent)],
  ["a given vote that is news too", false, isStillWorthSaying(askedAndTold, review(true), agent)],
  ["a decided one that is news too", false, isStillWorthSaying(askedAndTold, ticket, agent)],
  ["what climbed, while the review waits", true, isStillWorthSaying(climbed, review(true), agent)],
  ["what climbed, once it is decided", false, isStillWorthSaying(climbed, ticket, agent)],
  [
    "what climbed, once another review has begun",
    false,
    isStillWorthSaying(climbed, { ...review(false), revision: 2 }, agent),
  ],
  [
    "news to one told in two ways",
    true,
    isStillWorthSaying({ ...assigned, as: ["handler", "opener"] }, { ...ticket, holderId: other }, agent),
  ],
  [
    "a handover to the one who gave it away",
    true,
    isStillWorthSaying({ ...assigned, kind: "transfer" }, { ...ticket, holderId: other }, agent),
  ],
])("%s: %s", (_name, expected, actual) => {
  expect(actual).toBe(expected);
});
