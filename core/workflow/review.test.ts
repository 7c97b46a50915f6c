import { describe, expect, it } from "vitest";
import type { ReviewRules } from "../directory/directory";
import type { AccountId, TicketId } from "../ids";
import type { ActionArgs } from "../sync/protocol";
import type { Review, Reviewer, Ticket } from "../tickets/ticket";
import { available } from "./available";
import { decide } from "./decide";
import { type DecideContext, type Decision, unknown } from "./decision";
import { beginReview, judgeReview, reviewRule } from "./review";
import {
  account,
  delegations,
  groupId,
  groups,
  hourMs,
  nameOf,
  now,
  type PersonName,
  parameters,
  people,
} from "./testing/people";
import { fullArgs, makeAction, makeContext, makeTicket, ticketId } from "./testing/world";
import type { ReviewRule, ReviewStage } from "./vocabulary";

const plan = makeTicket("normal", "plan");
const launch = makeTicket("normal", "preLaunchReview", null, { holderId: account.holder });

function submit(ticket: Ticket, more: Partial<DecideContext> = {}): Decision {
  return decide(ticket, makeAction("submitForReview", fullArgs("normal")), makeContext("member", more));
}

/** An approval with something said. */
function approveSaying(reason: string, ticket: Ticket, actor: PersonName): Decision {
  return decide(
    ticket,
    makeAction("approve", { reason }, { baseRevision: ticket.revision }),
    makeContext(actor),
  );
}

function vote(
  ticket: Ticket,
  type: "approve" | "reject",
  actor: PersonName,
  more: { readonly revision?: number; readonly context?: Partial<DecideContext> } = {},
): Decision {
  const args = type === "reject" ? { reason: "too risky" } : {};
  const action = makeAction(type, args, { baseRevision: more.revision ?? ticket.revision });
  return decide(ticket, action, makeContext(actor, more.context));
}

/** The plan after its opener's delegate withdrew it: a step by the opener's right. */
function withdrawnStep(actor: PersonName): Ticket {
  return afterOf(decide(plan, makeAction("withdraw", { reason: "again" }), makeContext(actor)));
}

function afterOf(decision: Decision): Ticket {
  const change = decision.kind === "applied" ? decision.changes[0] : undefined;
  if (change === undefined) throw new Error(`Not applied: ${JSON.stringify(decision)}`);
  return change.after;
}

function reviewersOf(ticket: Ticket): readonly string[] {
  return (ticket.review?.reviewers ?? []).map(
    (one) => nameOf(one.accountId) + (one.insteadOf === null ? "" : ` for ${nameOf(one.insteadOf)}`),
  );
}

function withRule(ticket: Ticket, rule: ReviewRule): Ticket {
  return ticket.review === null ? ticket : { ...ticket, review: { ...ticket.review, rule } };
}

/** The review group with these members, all of them active. */
function reviewGroup(...names: readonly PersonName[]): Partial<DecideContext> {
  const members = names.map((name) => ({ accountId: account[name], role: "member" as const }));
  return {
    group: (id) => {
      const group = groups.find((one) => one.id === id) ?? null;
      return group !== null && id === groupId.review ? { ...group, members } : group;
    },
  };
}

const nobodyAway: Partial<DecideContext> = { delegations: () => [] };

describe("the snapshot of reviewers", () => {
  it("is the active members of the review group, delegates in place of the absent", () => {
    expect(reviewersOf(afterOf(submit(plan)))).toEqual(["reviewer1", "reviewerDelegate for reviewer2"]);
    expect(reviewersOf(afterOf(submit(plan, nobodyAway)))).toEqual(["reviewer1", "reviewer2"]);
  });

  it("leaves out the opener, the implementer and who acted in their place (four eyes)", () => {
    const group = reviewGroup("opener", "chosen", "openerDelegate", "inactiveLead", "reviewer1");
    const acted = withdrawnStep("openerDelegate");
    expect(acted.change?.standIns).toEqual([account.openerDelegate]);
    const replanned = { ...acted, stage: "plan" as const, outcome: null };
    expect(reviewersOf(afterOf(submit(replanned, group)))).toEqual(["reviewer1"]);
  });

  it("nobody loses their own seat by being named the opener's delegate, who cannot choose their judges so", () => {
    const group = reviewGroup("openerDelegate", "reviewer1");
    const submitted = afterOf(submit(plan, group));
    expect(reviewersOf(submitted)).toEqual(["openerDelegate", "reviewer1"]);
    expect(afterOf(vote(submitted, "approve", "openerDelegate", { context: group })).stage).toBe("scheduled");
  });

  it("the opener's delegate stands in for no reviewer", () => {
    const toDelegate = [...delegations].map((one) =>
      one.principalId === account.reviewer2 ? { ...one, delegateId: account.openerDelegate } : one,
    );
    expect(reviewersOf(afterOf(submit(plan, { delegations: () => toDelegate })))).toEqual([
      "reviewer1",
      "reviewer2",
    ]);
  });

  it("gives nobody two seats when a delegate reviews in their own right", () => {
    const group = reviewGroup("reviewer2", "reviewerDelegate");
    expect(reviewersOf(afterOf(submit(plan, group)))).toEqual(["reviewerDelegate"]);
  });

  it("keeps a principal whose only delegate is not free to judge", () => {
    const toOpener = [{ ...delegations[0]!, principalId: account.reviewer1, delegateId: account.opener }];
    const context = { ...reviewGroup("reviewer1"), delegations: () => toOpener };
    expect(reviewersOf(afterOf(submit(plan, context)))).toEqual(["reviewer1"]);
  });

  it("refuses to enter when nobody is left, or there is no review group", () => {
    const refused = { kind: "returned", code: "review.noReviewers", fields: ["reviewGroupId"] };
    expect(submit(plan, reviewGroup("opener", "chosen"))).toMatchObject(refused);
    const groupless = makeTicket("normal", "plan");
    const change = groupless.change && { ...groupless.change, reviewGroupId: null };
    const unset = { parameters: () => ({ ...parameters, default_cha_review_group_id: null }) };
    expect(submit({ ...groupless, change }, unset)).toMatchObject(refused);
  });

  it("a change without a review group gets the present default, and whoever asks may name another", () => {
    const groupless = makeTicket("normal", "plan");
    const change = groupless.change && { ...groupless.change, reviewGroupId: null };
    const asked = afterOf(submit({ ...groupless, change }, nobodyAway));
    expect(asked.change?.reviewGroupId).toBe(groupId.review);
    expect(reviewersOf(asked)).toEqual(["reviewer1", "reviewer2"]);
    const args = { ...fullArgs("normal"), reviewGroupId: groupId.new };
    const elsewhere = decide(plan, makeAction("submitForReview", args), makeContext("member", nobodyAway));
    expect(reviewersOf(afterOf(elsewhere))).toEqual(["newLead", "newMember"]);
  });

  it("refuses to enter when there are fewer than the rule needs", () => {
    const begin = (count: number): Review | null =>
      beginReview(plan, "preLaunchReview", makeContext("member"), { kind: "atLeast", count });
    expect(begin(2)?.reviewers).toHaveLength(2);
    expect(begin(3)).toBeNull();
  });

  it("asks ANY by default, ALL for the launch of high risk, ANY for every emergency", () => {
    const rule = (flow: "normal" | "emergency", risk: "high" | "medium"): unknown => {
      const ticket = makeTicket(flow, "plan");
      const change = ticket.change && { ...ticket.change, risk };
      return afterOf(submit({ ...ticket, change })).review?.rule.kind;
    };
    expect(rule("normal", "medium")).toBe("any");
    expect(rule("normal", "high")).toBe("all");
    expect(rule("emergency", "high")).toBe("any");
  });
});

describe("the rule of a stage", () => {
  const ruleOf = (
    flow: "normal" | "emergency",
    stage: ReviewStage,
    risk: "high" | "medium",
    rules: ReviewRules | "absent" | "unknown",
  ): ReviewRule => {
    const ticket = makeTicket(flow, stage);
    const change = ticket.change && { ...ticket.change, risk };
    const { review_rules: _, ...former } = parameters;
    const known = rules === "absent" || rules === "unknown" ? former : { ...former, review_rules: rules };
    const context = { parameters: () => (rules === "unknown" ? unknown : known) };
    return reviewRule({ ...ticket, change }, stage, context);
  };
  const chosen: readonly (ReviewRule | undefined)[] = [
    undefined,
    { kind: "any" },
    { kind: "all" },
    { kind: "atLeast", count: 2 },
  ];

  it("is what the administrators chose for it, but for launches of high risk and of emergencies", () => {
    for (const flow of ["normal", "emergency"] as const) {
      for (const stage of ["preDevReview", "preLaunchReview", "closingReview"] as const) {
        for (const risk of ["high", "medium"] as const) {
          for (const rule of chosen) {
            const isLaunch = stage === "preLaunchReview";
            const expected =
              isLaunch && flow === "emergency"
                ? "any"
                : isLaunch && risk === "high"
                  ? "all"
                  : (rule?.kind ?? "any");
            expect(ruleOf(flow, stage, risk, rule === undefined ? {} : { [stage]: rule }).kind).toBe(
              expected,
            );
          }
        }
      }
    }
  });

  it("of another stage says nothing, and ANY is asked where this side does not know or has none yet", () => {
    expect(ruleOf("normal", "closingReview", "medium", { preDevReview: { kind: "all" } })).toEqual({
      kind: "any",
    });
    expect(ruleOf("normal", "closingReview", "medium", "absent")).toEqual({ kind: "any" });
    expect(ruleOf("normal", "closingReview", "medium", "unknown")).toEqual({ kind: "any" });
  });

  it("begins the review: AT_LEAST(2) asks for two votes, AT_LEAST(3) of two reviewers is refused", () => {
    const atLeast = (count: number): Partial<DecideContext> => ({
      parameters: () => ({ ...parameters, review_rules: { preLaunchReview: { kind: "atLeast", count } } }),
    });
    const submitted = afterOf(submit(plan, { ...nobodyAway, ...atLeast(2) }));
    expect(submitted.review?.rule).toEqual({ kind: "atLeast", count: 2 });
    const half = afterOf(vote(submitted, "approve", "reviewer1"));
    expect(half.stage).toBe("preLaunchReview");
    expect(afterOf(vote(half, "approve", "reviewer2")).stage).toBe("scheduled");
    expect(submit(plan, atLeast(3))).toMatchObject({ code: "review.noReviewers" });
  });

  it("of a review that has begun stays, whatever is chosen later", () => {
    const all: Partial<DecideContext> = {
      parameters: () => ({ ...parameters, review_rules: { preLaunchReview: { kind: "all" } } }),
    };
    expect(afterOf(vote(launch, "approve", "reviewer1", { context: all })).stage).toBe("scheduled");
  });
});

describe("votes", () => {
  it("ANY: the first vote decides, either way, and the review is over", () => {
    expect(afterOf(vote(launch, "approve", "reviewer1"))).toMatchObject({
      stage: "scheduled",
      review: null,
      revision: launch.revision,
    });
    expect(afterOf(vote(launch, "reject", "reviewer1"))).toMatchObject({
      stage: "plan",
      review: null,
      revision: launch.revision + 1,
    });
  });

  it("ALL: waits for everyone, tells nobody meanwhile; the first rejection rejects", () => {
    const all = withRule(launch, { kind: "all" });
    const first = vote(all, "approve", "reviewer1");
    expect(first).toMatchObject({ kind: "applied", told: [] });
    const half = afterOf(first);
    expect(half).toMatchObject({ stage: "preLaunchReview", revision: all.revision, last: all.last });
    expect(afterOf(vote(half, "approve", "reviewer2")).stage).toBe("scheduled");
    expect(afterOf(vote(half, "reject", "reviewer2")).stage).toBe("plan");
  });

  it("a vote is one line of the timeline, with what it says and the revision it read", () => {
    const decision = vote(launch, "reject", "reviewer1");
    expect(decision.kind === "applied" && decision.changes[0]?.activities).toMatchObject([
      { type: "reject", text: "too risky", details: { approve: false, revision: launch.revision } },
    ]);
  });

  it("an approval may say why: in the vote, and in its line of the timeline, also when it decides", () => {
    const all = withRule(launch, { kind: "all" });
    const first = approveSaying(" watch the fan ", all, "reviewer1");
    const half = afterOf(first);
    expect(half.review?.reviewers[0]?.vote).toMatchObject({ approve: true, reason: "watch the fan" });
    const lineOf = (decision: Decision) =>
      decision.kind === "applied" ? decision.changes[0]?.activities[0] : undefined;
    expect(lineOf(first)).toMatchObject({ type: "approve", text: "watch the fan" });
    const last = approveSaying("agreed", half, "reviewer2");
    expect(afterOf(last).stage).toBe("scheduled");
    expect(lineOf(last)).toMatchObject({ type: "approve", text: "agreed" });
    expect(approveSaying("x".repeat(100_000), all, "reviewer1")).toMatchObject({
      code: "needs.invalid",
      fields: ["reason"],
    });
  });

  it("[A6] a vote on another revision comes back and counts for nothing", () => {
    const decision = vote(launch, "approve", "reviewer1", { revision: launch.revision - 1 });
    expect(decision).toMatchObject({ kind: "returned", code: "review.revision", since: launch.last });
    expect(decision.kind === "returned" && decision.choices[0]).toEqual({
      kind: "do",
      steps: [{ type: "approve", args: {} }],
    });
  });

  it("[A6] a late vote of the launch review never counts in the closing review", () => {
    const scheduled = afterOf(vote(launch, "approve", "reviewer1"));
    const args = fullArgs("normal");
    const step = (ticket: Ticket, type: "complete" | "submitForReview"): Ticket =>
      afterOf(decide(ticket, makeAction(type, args), makeContext("lead")));
    const closing = step(step(scheduled, "complete"), "submitForReview");
    expect(closing.stage).toBe("closingReview");
    expect(vote(closing, "approve", "reviewer1", { revision: launch.revision })).toMatchObject({
      code: "review.revision",
    });
  });

  it("a second vote of the same reviewer is superseded when it says the same, else refused", () => {
    const half = afterOf(vote(withRule(launch, { kind: "all" }), "approve", "reviewer1"));
    expect(vote(half, "approve", "reviewer1").kind).toBe("superseded");
    expect(vote(half, "reject", "reviewer1")).toMatchObject({ code: "review.voted" });
  });

  it("an approval that comes after the approval is superseded, a rejection comes back", () => {
    const approved = afterOf(vote(launch, "approve", "reviewer1"));
    expect(vote(approved, "approve", "reviewer2", { revision: 4 })).toEqual({
      kind: "superseded",
      by: approved.last,
    });
    expect(vote(approved, "reject", "reviewer2", { revision: 4 })).toMatchObject({
      code: "stage.moved",
      since: approved.last,
    });
  });

  it("a delegate votes in the reviewer's seat", () => {
    const decision = vote(withRule(launch, { kind: "all" }), "approve", "reviewerDelegate");
    expect(afterOf(decision).review?.reviewers.map((one) => one.vote?.approve)).toEqual([undefined, true]);
    expect(decision.kind === "applied" && decision.changes[0]?.activities[0]?.insteadOf).toBe(
      account.reviewer2,
    );
  });

  it("one person gives one vote: their own, or one in somebody's place, whoever names them meanwhile", () => {
    const two = withRule(launch, { kind: "atLeast", count: 2 });
    const toReviewer1 = [
      { ...delegations[0]!, principalId: account.reviewer2, delegateId: account.reviewer1 },
    ];
    const named = { context: { delegations: () => toReviewer1 } };
    const once = afterOf(vote(two, "approve", "reviewer1", named));
    expect(once.stage).toBe("preLaunchReview");
    expect(vote(once, "approve", "reviewer1", named).kind).toBe("superseded");
    const toBystander = ["reviewer1", "reviewer2"].map((name) => ({
      ...delegations[0]!,
      principalId: account[name as PersonName],
      delegateId: account.bystander,
    }));
    const forBoth = { context: { delegations: () => toBystander } };
    const first = afterOf(vote(two, "approve", "bystander", forBoth));
    expect(first.review?.reviewers.map((one) => one.vote?.by)).toEqual([account.bystander, undefined]);
    expect(vote(first, "approve", "bystander", forBoth).kind).toBe("superseded");
    expect(
      available(first, makeContext("bystander", forBoth.context)).map((one) => one.action),
    ).not.toContain("approve");
    // When reviewer2 leaves, the bystander takes no second seat.
    const person = (id: AccountId) => {
      const known = people.find((one) => one.id === id) ?? null;
      return known !== null && id === account.reviewer2 ? { ...known, active: false } : known;
    };
    const left = vote(first, "approve", "bystander", { context: { ...forBoth.context, person } });
    // Nobody is left to give the second vote.
    expect(afterOf(left).stage).toBe("plan");
  });

  it("who voted for somebody and stands in for nobody any more is told of that vote, not that nobody asked", () => {
    const all = withRule(launch, { kind: "all" });
    const voted = afterOf(vote(all, "approve", "reviewerDelegate"));
    const ended = { context: { delegations: () => [] } };
    expect(vote(voted, "approve", "reviewerDelegate", ended).kind).toBe("superseded");
    expect(vote(voted, "reject", "reviewerDelegate", ended)).toMatchObject({ code: "review.voted" });
    expect(vote(all, "reject", "reviewerDelegate", ended)).toMatchObject({ code: "review.notAsked" });
  });

  it("nobody votes by being administrator, opener, implementer, or the opener's delegate (four eyes)", () => {
    for (const actor of ["admin", "lead", "opener", "holder", "bystander"] as const) {
      expect(vote(launch, "approve", actor)).toMatchObject({ code: "review.notAsked", whoMay: ["reviewer"] });
      const offered = available(launch, makeContext(actor)).map((one) => one.action);
      expect(offered).not.toContain("approve");
    }
    // The opener's delegate is the reviewer's delegate too.
    const both = delegations.map((one) =>
      one.principalId === account.reviewer2 ? { ...one, delegateId: account.openerDelegate } : one,
    );
    const context = { delegations: () => both };
    expect(vote(launch, "approve", "openerDelegate", { context })).toMatchObject({ code: "review.notAsked" });
  });

  it("a reviewer who was deactivated is replaced by their delegate, else the rule is judged without them", () => {
    const gone =
      (name: PersonName): Partial<DecideContext>["person"] =>
      (id: AccountId) => {
        const person = people.find((one) => one.id === id) ?? null;
        return person !== null && id === account[name] ? { ...person, active: false } : person;
      };
    const all = withRule(launch, { kind: "all" });
    const without1 = { person: gone("reviewer1")! };
    expect(afterOf(vote(all, "approve", "reviewer2", { context: without1 })).stage).toBe("scheduled");
    const without2 = { person: gone("reviewer2")! };
    const half = afterOf(vote(all, "approve", "reviewer1", { context: without2 }));
    expect(reviewersOf(half)).toEqual(["reviewer1", "reviewerDelegate for reviewer2"]);
    expect(afterOf(vote(half, "approve", "reviewerDelegate", { context: without2 })).stage).toBe("scheduled");
    // The delegate leaves too: the seat is its principal's again, who is here.
    const submitted = { ...afterOf(submit(plan)), revision: 5 };
    expect(reviewersOf(submitted)).toContain("reviewerDelegate for reviewer2");
    const withoutDelegate = { person: gone("reviewerDelegate")! };
    const back = afterOf(
      vote(withRule(submitted, { kind: "all" }), "approve", "reviewer1", { context: withoutDelegate }),
    );
    expect(reviewersOf(back)).toEqual(["reviewer1", "reviewer2"]);
    // Nobody stands in for reviewer2: what reviewer1 cast before is enough, and casting it again says so.
    const alone = { ...without2, delegations: () => [] };
    const cast = afterOf(vote(all, "approve", "reviewer1", { context: nobodyAway }));
    expect(cast.stage).toBe("preLaunchReview");
    expect(afterOf(vote(cast, "approve", "reviewer1", { context: alone })).stage).toBe("scheduled");
  });
});

describe("judgeReview", () => {
  const review = (rule: ReviewRule, ...votes: readonly (boolean | null)[]): Review => ({
    stage: "preLaunchReview",
    rule,
    reviewers: votes.map(
      (approve, index): Reviewer => ({
        accountId: `r${index}` as AccountId,
        insteadOf: null,
        vote: approve === null ? null : { approve, reason: "", revision: 1, at: now },
      }),
    ),
  });

  it("AT_LEAST(n) approves at n and rejects once n is impossible", () => {
    const two: ReviewRule = { kind: "atLeast", count: 2 };
    expect(judgeReview(review(two, true, null, null))).toBe("open");
    expect(judgeReview(review(two, true, false, null))).toBe("open");
    expect(judgeReview(review(two, true, false, true))).toBe("approved");
    expect(judgeReview(review(two, true, true, null))).toBe("approved");
    expect(judgeReview(review(two, false, false, null))).toBe("rejected");
    expect(judgeReview(review(two, false, null, null))).toBe("open");
  });

  it("ALL and ANY", () => {
    expect(judgeReview(review({ kind: "all" }, true, null))).toBe("open");
    expect(judgeReview(review({ kind: "all" }, true, true))).toBe("approved");
    expect(judgeReview(review({ kind: "all" }, null, false))).toBe("rejected");
    expect(judgeReview(review({ kind: "any" }, null, null))).toBe("open");
    expect(judgeReview(review({ kind: "any" }, null, true))).toBe("approved");
  });

  it("an approval cannot save what enough have rejected", () => {
    const two: ReviewRule = { kind: "atLeast", count: 2 };
    const ticket = { ...launch, review: review(two, false, null) };
    const open = {
      ...ticket.review,
      reviewers: ticket.review.reviewers.map((one, index) => ({
        ...one,
        accountId: index === 0 ? account.reviewer1 : account.reviewer2,
      })),
    };
    expect(afterOf(vote({ ...launch, review: open }, "approve", "reviewer2")).stage).toBe("plan");
  });
});

describe("revisions and windows", () => {
  it("[A6] counts a change of what reviewers read, once an action, and nothing else", () => {
    const submitted = afterOf(submit(plan));
    expect(submitted.revision).toBe(plan.revision + 1);
    const sameAgain = afterOf(submit({ ...submitted, stage: "plan", review: null }));
    expect(sameAgain.revision).toBe(submitted.revision);
    const scheduled = makeTicket("normal", "scheduled", null, { holderId: account.holder });
    const step = (type: "start" | "transfer" | "reschedule"): number =>
      afterOf(decide(scheduled, makeAction(type, fullArgs("normal")), makeContext("lead"))).revision;
    expect(step("start")).toBe(scheduled.revision);
    expect(step("transfer")).toBe(scheduled.revision + 1);
    expect(step("reschedule")).toBe(scheduled.revision + 1);
  });

  it("an overlap asks for a reason; a blackout refuses all but emergencies", () => {
    const overlap = { scheduleConflicts: () => ({ tickets: [launch.id], blackout: false }) };
    const blackout = { scheduleConflicts: () => ({ tickets: [], blackout: true }) };
    expect(submit(plan, overlap)).toMatchObject({ code: "window.conflict", fields: ["conflictReason"] });
    const args = { ...fullArgs("normal"), conflictReason: "both teams agreed" };
    const reasoned = decide(plan, makeAction("submitForReview", args), makeContext("member", overlap));
    expect(afterOf(reasoned).change?.conflictReason).toBe("both teams agreed");
    expect(submit(plan, blackout)).toMatchObject({ code: "window.blackout", fields: ["window"] });
    expect(submit(makeTicket("emergency", "plan"), blackout).kind).toBe("applied");
  });

  it("a new window is judged at once, also where it is planned again", () => {
    const blackout = { scheduleConflicts: () => ({ tickets: [], blackout: true }) };
    for (const flow of ["standard", "normal"] as const) {
      const scheduled = makeTicket(flow, "scheduled", null, { holderId: account.holder });
      const moved = makeAction("reschedule", fullArgs(flow));
      expect(decide(scheduled, moved, makeContext("lead", blackout))).toMatchObject({
        code: "window.blackout",
      });
    }
  });

  it("handing over asks for a reason where the other person is taken; a blackout that came later stops nobody", () => {
    const scheduled = makeTicket("normal", "scheduled", null, { holderId: account.holder });
    const handOver = (args: ActionArgs, conflicts: Partial<DecideContext>) =>
      decide(scheduled, makeAction("transfer", args), makeContext("lead", conflicts));
    const [launchHere, another] = [ticketId.change, ticketId.waiting];
    const overlapping = (before: readonly TicketId[], after: readonly TicketId[], blackout = false) => ({
      scheduleConflicts: (asked: Ticket) => ({
        tickets: asked.holderId === account.holder ? before : after,
        blackout,
      }),
    });
    const args: ActionArgs = { personId: account.chosen };
    expect(handOver(args, overlapping([], [launchHere]))).toMatchObject({ code: "window.conflict" });
    expect(handOver(args, overlapping([launchHere], [launchHere, another]))).toMatchObject({
      code: "window.conflict",
    });
    // What was accepted at booking needs no second reason.
    expect(handOver(args, overlapping([launchHere], [launchHere])).kind).toBe("applied");
    expect(handOver(args, overlapping([], [], true)).kind).toBe("applied");
    const said = handOver({ ...args, conflictReason: "one after the other" }, overlapping([], [another]));
    expect(afterOf(said).change?.conflictReason).toBe("one after the other");
  });

  it("the conflicts asked for are those of the plan as it will be", () => {
    const asked: Ticket[] = [];
    submit(plan, {
      scheduleConflicts: (ticket) => {
        asked.push(ticket);
        return { tickets: [], blackout: false };
      },
    });
    expect(asked[0]).toMatchObject({
      holderId: account.chosen,
      change: { window: { from: now + hourMs, until: now + 2 * hourMs } },
    });
  });
});
