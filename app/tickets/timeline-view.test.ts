import { expect, test } from "vitest";
import { indexDirectory } from "../../client/replica/directory";
import type { ActivityId } from "../../core/ids";
import { en } from "../../core/messages/en";
import { zhTW } from "../../core/messages/zh-tw";
import type { Activity, ActivityDetails } from "../../core/tickets/ticket";
import { account, nameOf } from "../../core/workflow/testing/people";
import { ticketId } from "../../core/workflow/testing/world";
import { timelineLines } from "./timeline-view";

const left = (details: ActivityDetails): Activity => ({
  id: "1" as ActivityId,
  ticketId: ticketId.acted,
  type: "workNote",
  actorId: "system",
  insteadOf: null,
  fromStage: "preLaunchReview",
  toStage: "preLaunchReview",
  text: "",
  details: { code: "reviewerLeft", ...details },
  occurredAt: 0,
  arrivedAt: 0,
  uncertainTime: false,
});

test.each([
  ["zh-TW", zhTW, "審核人員停用：reviewer1 → reviewer2", "審核人員停用：reviewer1"],
  ["en", en, "reviewer left: reviewer1 → reviewer2", "reviewer left: reviewer1"],
] as const)("%s: of a reviewer who left, who it was and who takes the place", (locale, t, replaced, gone) => {
  const directory = indexDirectory([]);
  const names = { person: nameOf, group: () => null, ticket: () => null };
  const context = { t, locale, me: account.opener, names, now: 0, directory };
  const whatOf = (details: ActivityDetails) => timelineLines([left(details)], "normal", context)[0];
  expect(whatOf({ fromPersonId: account.reviewer1, personId: account.reviewer2 })).toMatchObject({
    who: t.ticket.system,
    what: replaced,
  });
  expect(whatOf({ fromPersonId: account.reviewer1 })).toMatchObject({ what: gone });
});
