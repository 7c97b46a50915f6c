import { expect, test } from "vitest";
import { directScopes, holdingScopes, isInSight } from "./access";
import type { Role } from "./directory/directory";
import type { GroupId } from "./ids";
import { account, groupId, type PersonName } from "./workflow/testing/people";
import { makeTicket } from "./workflow/testing/world";

const incident = makeTicket("incident", "handle", null, { holderId: account.holder });
const restricted = { ...incident, restricted: true };

function sees(
  ticket: typeof incident,
  name: PersonName,
  role: Role,
  groupIds: readonly GroupId[] = [],
): boolean {
  return isInSight(ticket, { id: account[name], role, groupIds });
}

test("[R8] a requester sees what they opened or what names them as reportedBy, nothing else", () => {
  expect(sees(restricted, "opener", "requester")).toBe(true);
  expect(sees(restricted, "reporter", "requester")).toBe(true);
  expect(sees(incident, "stranger", "requester", [groupId.work])).toBe(false);
  expect(sees({ ...incident, holderId: account.stranger }, "stranger", "requester")).toBe(false);
});

test("[R8] agents see the desk's, but of the restricted only their groups' and their own", () => {
  expect(sees(incident, "bystander", "agent")).toBe(true);
  expect(sees(restricted, "bystander", "agent", [groupId.new])).toBe(false);
  expect(sees(restricted, "bystander", "agent", [groupId.owner])).toBe(true);
  expect(sees(restricted, "bystander", "agent", [groupId.work])).toBe(true);
  expect(sees(restricted, "holder", "agent")).toBe(true);
  expect(sees(restricted, "bystander", "admin")).toBe(true);
});

test("[R8] a change belongs to its review group and, while it is reviewed, to its reviewers", () => {
  const review = { ...makeTicket("normal", "preDevReview"), restricted: true };
  expect(sees(review, "bystander", "agent", [groupId.review])).toBe(true);
  expect(sees(review, "reviewer1", "agent")).toBe(true);
  expect(sees({ ...review, review: null }, "reviewer1", "agent")).toBe(false);
  expect(directScopes(review)).toEqual(
    [
      `g:${groupId.review}`,
      `g:${groupId.work}`,
      `p:${account.opener}`,
      `p:${account.reporter}`,
      `p:${account.reviewer1}`,
      `p:${account.reviewer2}`,
    ].sort(),
  );
});

test("[R8] who stands in for somebody holds what they hold, each scope once; a requester for nobody", () => {
  const viewer = { id: account.bystander, role: "agent" as const, groupIds: [groupId.work] };
  const principals = [
    { id: account.lead, groupIds: [groupId.work, groupId.review] },
    { id: account.member, groupIds: [groupId.review] },
  ];
  expect(holdingScopes(viewer, principals)).toEqual([
    "desk",
    `g:${groupId.work}`,
    `p:${account.bystander}`,
    "staff",
    `g:${groupId.review}`,
    ...[`p:${account.lead}`, `p:${account.member}`].sort(),
  ]);
  expect(holdingScopes({ ...viewer, role: "requester", groupIds: [] }, principals)).toEqual([
    "desk",
    `p:${account.bystander}`,
  ]);
});
