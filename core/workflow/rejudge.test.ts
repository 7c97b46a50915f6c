import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AccountId, ActionId } from "../ids";
import type { Reviewer, Ticket } from "../tickets/ticket";
import type { DecideContext } from "./decision";
import { type Rejudged, rejudgeReview } from "./rejudge";
import { account, now, type PersonName, people } from "./testing/people";
import { makeContext, makeTicket } from "./testing/world";
import type { ReviewRule } from "./vocabulary";

const actionId = "00000000-0000-4000-8000-00000000ab01" as ActionId;

/** Nobody has a delegate unless `delegations` says so. */
function without(gone: readonly AccountId[], more: Partial<DecideContext> = {}): DecideContext {
  return makeContext("system", {
    person: (id) => {
      const person = people.find((one) => one.id === id) ?? null;
      return person !== null && gone.includes(id) ? { ...person, active: false } : person;
    },
    delegations: () => [],
    ...more,
  });
}

function inReview(rule: ReviewRule, votes: readonly (readonly [PersonName, boolean | null])[]): Ticket {
  const reviewers = votes.map(
    ([name, approve]): Reviewer => ({
      accountId: account[name],
      insteadOf: null,
      vote: approve === null ? null : { approve, reason: "", revision: 4, at: now },
    }),
  );
  const review = { stage: "preLaunchReview", rule, reviewers } as const;
  return makeTicket("normal", "preLaunchReview", null, { holderId: account.holder, review });
}

function afterOf(rejudged: Rejudged | null): Ticket | undefined {
  return rejudged?.decision.changes[0]?.after;
}

describe("a reviewer who was deactivated", () => {
  it("changes nothing where nobody left, or where they had voted", () => {
    const ticket = inReview({ kind: "all" }, [
      ["reviewer1", true],
      ["reviewer2", null],
    ]);
    expect(rejudgeReview(ticket, actionId, without([]))).toBeNull();
    expect(rejudgeReview(ticket, actionId, without([account.reviewer1]))).toBeNull();
    expect(rejudgeReview(makeTicket("normal", "plan"), actionId, without([account.reviewer1]))).toBeNull();
  });

  it("ALL: what was cast is enough now, and the system says so on the timeline", () => {
    const ticket = inReview({ kind: "all" }, [
      ["reviewer1", true],
      ["reviewer2", null],
    ]);
    const rejudged = rejudgeReview(ticket, actionId, without([account.reviewer2]));
    expect(rejudged?.decided).toBe("approve");
    expect(afterOf(rejudged)).toMatchObject({
      stage: "scheduled",
      review: null,
      version: ticket.version + 1,
      last: { action: "approve", actorId: "system" },
    });
    expect(rejudged?.decision.changes[0]?.activities).toMatchObject([
      { id: actionId, type: "approve", actorId: "system", details: { code: "reviewerLeft", approve: true } },
      {
        type: "workNote",
        actorId: "system",
        details: { code: "reviewerLeft", fromPersonId: account.reviewer2 },
      },
    ]);
    expect(rejudged?.decision.told.map((one) => one.as)).toContainEqual(["changeGroup"]);
  });

  it("a review that nobody is left to give goes back, as one that can never be approved", () => {
    for (const kind of ["any", "all"] as const) {
      const ticket = inReview({ kind }, [["reviewer1", null]]);
      const after = afterOf(rejudgeReview(ticket, actionId, without([account.reviewer1])));
      expect(after).toMatchObject({ stage: "plan", review: null, revision: ticket.revision + 1 });
    }
  });

  it("is replaced by their delegate, who alone is told, while the review stays open", () => {
    const ticket = inReview({ kind: "all" }, [
      ["reviewer1", null],
      ["reviewer2", null],
    ]);
    const delegation = {
      id: "d",
      principalId: account.reviewer2,
      delegateId: account.reviewerDelegate,
      from: 0,
      until: now + 1,
    };
    const context = without([account.reviewer2], { delegations: () => [delegation] });
    const rejudged = rejudgeReview(ticket, actionId, context);
    expect(rejudged?.decided).toBeNull();
    expect(afterOf(rejudged)).toMatchObject({ stage: "preLaunchReview", revision: ticket.revision });
    expect(afterOf(rejudged)?.review?.reviewers).toMatchObject([
      { accountId: account.reviewer1, insteadOf: null },
      { accountId: account.reviewerDelegate, insteadOf: account.reviewer2, vote: null },
    ]);
    expect(rejudged?.decision.told).toMatchObject([
      { accountId: account.reviewerDelegate, as: ["reviewers"] },
    ]);
    expect(rejudged?.decision.changes[0]?.activities).toMatchObject([
      {
        id: actionId,
        type: "workNote",
        fromStage: "preLaunchReview",
        toStage: "preLaunchReview",
        details: { fromPersonId: account.reviewer2, personId: account.reviewerDelegate },
      },
    ]);
  });

  it("a stand-in who left gives the seat back, and each who left has a line of their own", () => {
    const ticket = inReview({ kind: "all" }, [
      ["reviewer1", null],
      ["reviewer2", null],
      ["bystander", null],
    ]);
    const [first, second, third] = ticket.review!.reviewers as [Reviewer, Reviewer, Reviewer];
    const reviewers = [{ ...first, insteadOf: account.member }, second, third];
    const seated = { ...ticket, review: { ...ticket.review!, reviewers } };
    const rejudged = rejudgeReview(seated, actionId, without([account.reviewer1, account.reviewer2]));
    const lines = rejudged?.decision.changes[0]?.activities ?? [];
    expect(lines.map(({ details }) => [details.fromPersonId, details.personId])).toEqual([
      [account.reviewer1, account.member],
      [account.reviewer2, undefined],
    ]);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(2);
  });

  it("whoever leaves, the rest decides as the rule says in words", () => {
    const names = ["reviewer1", "reviewer2", "bystander", "member"] as const satisfies readonly PersonName[];
    const rules = fc.oneof(
      fc.constant<ReviewRule>({ kind: "all" }),
      fc.integer({ min: 1, max: 4 }).map((count): ReviewRule => ({ kind: "atLeast", count })),
    );
    const seat = fc.record({ vote: fc.constantFrom(true, false, null), leaves: fc.boolean() });
    fc.assert(
      fc.property(rules, fc.array(seat, { minLength: 1, maxLength: 4 }), (rule, seats) => {
        const votes = seats.map(({ vote }, index) => [names[index]!, vote] as const);
        // As stored: not decided yet.
        fc.pre(
          wordsOf(
            rule,
            seats.map(({ vote }) => vote),
          ) === "open",
        );
        const gone = seats.flatMap(({ leaves }, index) => (leaves ? [account[names[index]!]] : []));
        const rejudged = rejudgeReview(inReview(rule, votes), actionId, without(gone));
        const rest = seats.filter(({ vote, leaves }) => vote !== null || !leaves).map(({ vote }) => vote);
        const stage = afterOf(rejudged)?.stage ?? "preLaunchReview";
        const expected = wordsOf(rule, rest);
        expect(stage).toBe({ open: "preLaunchReview", approved: "scheduled", rejected: "plan" }[expected]);
      }),
    );
  });
});

/** The rules once more, by their words: approved or rejected as soon as no vote to come could change it. */
function wordsOf(rule: ReviewRule, votes: readonly (boolean | null)[]): "open" | "approved" | "rejected" {
  const needed = rule.kind === "atLeast" ? rule.count : rule.kind === "all" ? votes.length : 1;
  const approved = votes.filter((vote) => vote === true).length;
  const possible = votes.filter((vote) => vote !== false).length;
  if (votes.length === 0 || possible < needed) return "rejected";
  return approved >= needed ? "approved" : "open";
}
