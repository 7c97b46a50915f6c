import { expect, test } from "vitest";
import { en } from "../../core/messages/en";
import { zhTW } from "../../core/messages/zh-tw";
import type { Reviewer } from "../../core/tickets/ticket";
import { account, nameOf } from "../../core/workflow/testing/people";
import { makeTicket } from "../../core/workflow/testing/world";
import { votesGiven } from "./votes-view";

const reviewers: readonly Reviewer[] = [
  {
    accountId: account.reviewer1,
    insteadOf: null,
    vote: { approve: true, reason: "記得看風扇", revision: 4, at: 20, by: account.reviewerDelegate },
  },
  { accountId: account.bystander, insteadOf: null, vote: null },
  {
    accountId: account.reviewer2,
    insteadOf: null,
    vote: { approve: false, reason: "太趕", revision: 4, at: 10 },
  },
];

test.each([
  ["zh-TW", zhTW, "駁回", "核准 · 代 reviewer1"],
  ["en", en, "Reject", "Approve · for reviewer1"],
] as const)(
  "%s: votes in the order they were given, with what was said and for whom",
  (_, t, rejected, approved) => {
    const review = { stage: "preLaunchReview", rule: { kind: "atLeast", count: 2 }, reviewers } as const;
    const ticket = makeTicket("normal", "preLaunchReview", null, { review });
    expect(votesGiven(ticket, { t, me: account.reviewer2, nameOf })).toEqual([
      { accountId: account.reviewer2, who: t.ticket.me, what: rejected, reason: "太趕" },
      { accountId: account.reviewer1, who: "reviewerDelegate", what: approved, reason: "記得看風扇" },
    ]);
  },
);
