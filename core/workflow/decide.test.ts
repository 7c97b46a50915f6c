import { describe, expect, it } from "vitest";
import { deriveId, isUuid } from "../ids";
import type { ActionArgs } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { decide } from "./decide";
import type { DecideContext, Decision } from "./decision";
import { unknown } from "./decision";
import { account, groupId, hourMs, nameOf, now, type PersonName, parameters } from "./testing/people";
import { actionId, fullArgs, makeAction, makeContext, makeTicket, ticketId } from "./testing/world";
import type { ActionType, Flow } from "./vocabulary";

function applied(decision: Decision): Extract<Decision, { kind: "applied" }> {
  if (decision.kind !== "applied") throw new Error(`Not applied: ${JSON.stringify(decision)}`);
  return decision;
}

function afterOf(decision: Decision): Ticket {
  const [change] = applied(decision).changes;
  if (change === undefined) throw new Error("Nothing changed");
  return change.after;
}

function play(
  ticket: Ticket | null,
  type: ActionType,
  actor: PersonName | "system",
  args: ActionArgs = {},
  more: Partial<DecideContext> = {},
): Decision {
  return decide(ticket, makeAction(type, args), makeContext(actor, more));
}

const handled = makeTicket("incident", "handle", null, { holderId: account.holder });
const untaken = makeTicket("incident", "assign");

describe("totality", () => {
  it("[S2a] an unknown type or version is held", () => {
    const held = { kind: "held", code: "type.unknown" };
    expect(play(handled, "explode" as ActionType, "lead")).toEqual(held);
    expect(decide(handled, makeAction("resume", {}, { typeVersion: 2 }), makeContext("lead"))).toEqual(held);
  });

  it("[A7] void is applied and changes nothing, with and without a ticket", () => {
    const nothing = { kind: "applied", changes: [], told: [] };
    expect(play(null, "void", "stranger")).toEqual(nothing);
    expect(play(handled, "void", "stranger", { choice: "keepNote" })).toEqual(nothing);
  });

  it("[A9] a ticket out of sight is answered as one that does not exist", () => {
    const answers = [play(handled, "resolve", "stranger"), play(null, "resolve", "stranger")];
    for (const answer of answers) {
      expect(answer).toMatchObject({
        kind: "returned",
        code: "ticket.unknown",
        since: null,
        noteKept: false,
      });
    }
    const restricted = { ...handled, restricted: true };
    expect(play(restricted, "comment", "bystander", { text: "hello" })).toMatchObject({
      code: "ticket.unknown",
    });
    expect(play(restricted, "comment", "ownerMember", { text: "hello" }).kind).toBe("applied");
  });

  it("[A8] what a phone does not know passes", () => {
    const blind: Partial<DecideContext> = {
      person: () => unknown,
      group: () => unknown,
      groups: () => unknown,
      admins: () => unknown,
      site: () => unknown,
      category: () => unknown,
      asset: () => unknown,
      template: () => unknown,
      parameters: () => unknown,
      delegations: () => unknown,
      ticket: () => unknown,
      waitingFor: () => unknown,
      recurring: () => unknown,
      scheduleConflicts: () => unknown,
    };
    const flows: readonly Flow[] = ["incident", "problem", "standard", "normal", "emergency"];
    for (const flow of flows)
      expect(play(null, "open", "opener", fullArgs(flow), blind).kind).toBe("applied");
    expect(play(untaken, "claim", "bystander", {}, blind).kind).toBe("applied");
    const plan = makeTicket("normal", "plan");
    const submitted = afterOf(play(plan, "submitForReview", "bystander", fullArgs("normal"), blind));
    expect(submitted.review?.reviewers).toEqual([]);
  });
});

describe("open", () => {
  const args = fullArgs("incident");
  const { groupId: _explicit, ...withoutGroup } = args;

  it("[A2] the same id twice is superseded for its opener, refused to anyone else", () => {
    expect(play(untaken, "open", "opener", args)).toEqual({ kind: "superseded", by: untaken.last });
    expect(play(untaken, "open", "lead", args)).toMatchObject({ code: "ticket.exists" });
  });

  it("gives the priority of impact and urgency, the place of the asset, and no number yet", () => {
    const ticket = afterOf(play(null, "open", "requester", { ...args, impact: "high", urgency: "high" }));
    expect(ticket).toMatchObject({
      priority: "P1",
      number: null,
      revision: 1,
      version: 1,
      openerId: account.requester,
    });
    expect(ticket.siteId).not.toBeNull();
  });

  it("takes the explicit group, else the asset's, the category's, its parent's, the parameter's", () => {
    const groupOf = (more: Partial<DecideContext>, said: ActionArgs = withoutGroup): unknown =>
      afterOf(play(null, "open", "opener", said, more)).assignedGroupId;
    const context = makeContext("opener");
    const asset = (id: (typeof groupId)[keyof typeof groupId] | null): Partial<DecideContext> => ({
      asset: (assetId) => {
        const found = context.asset(assetId);
        return found === null || "unknown" in found ? found : { ...found, groupId: id };
      },
    });
    const category = (own: typeof groupId.new | null, parent: typeof groupId.new | null) => ({
      category: (id: string) => ({
        id: id as never,
        name: id,
        parentId: id === "parent" ? null : ("parent" as never),
        groupId: id === "parent" ? parent : own,
        active: true,
      }),
    });
    expect(groupOf(asset(groupId.owner), args)).toBe(groupId.new);
    expect(groupOf({ ...asset(groupId.owner), ...category(groupId.new, null) })).toBe(groupId.owner);
    expect(groupOf(category(groupId.new, groupId.owner))).toBe(groupId.new);
    expect(groupOf(category(null, groupId.owner))).toBe(groupId.owner);
    expect(groupOf({})).toBe(groupId.work);
    // One that nobody leads, or that is gone, is passed over.
    expect(groupOf(asset(groupId.leaderless))).toBe(groupId.work);
    expect(groupOf(asset(groupId.closedDown))).toBe(groupId.work);
  });

  it("tells the administrators, with a warning, when no group fits", () => {
    const none = { parameters: () => ({ ...parameters, default_inc_group_id: null }) };
    const decision = applied(play(null, "open", "opener", withoutGroup, none));
    expect(decision.changes[0]?.after.assignedGroupId).toBeNull();
    expect(decision.changes[0]?.activities[0]?.details.code).toBe("noGroup");
    expect(decision.told.map((one) => nameOf(one.accountId))).toContain("admin");
  });

  it("is owned by the parameter's groups, or by every active group flagged 事故組", () => {
    expect(afterOf(play(null, "open", "opener", args)).ownerGroupIds).toEqual([groupId.owner]);
    const named = {
      parameters: () => ({ ...parameters, inc_owner_group_ids: [groupId.new, groupId.closedDown] }),
    };
    expect(afterOf(play(null, "open", "opener", args, named)).ownerGroupIds).toEqual([groupId.new]);
    expect(afterOf(play(null, "open", "opener", fullArgs("normal"))).ownerGroupIds).toEqual([]);
  });

  it("refuses an unknown, inactive or leaderless group, and names that do not exist", () => {
    const code = (more: ActionArgs): unknown => {
      const decision = play(null, "open", "opener", { ...args, ...more });
      return decision.kind === "returned" ? [decision.code, decision.fields] : decision.kind;
    };
    expect(code({ groupId: "nowhere" as never })).toEqual(["group.unknown", ["groupId"]]);
    expect(code({ groupId: groupId.closedDown })).toEqual(["group.inactive", ["groupId"]]);
    expect(code({ groupId: groupId.leaderless })).toEqual(["group.noLead", ["groupId"]]);
    expect(code({ categoryId: "no" as never })).toEqual(["category.unknown", ["categoryId"]]);
    expect(code({ siteId: "no" as never })).toEqual(["site.unknown", ["siteId"]]);
    expect(code({ assetIds: ["no" as never] })).toEqual(["asset.unknown", ["assetIds"]]);
    expect(code({ reportedById: account.inactiveLead })).toEqual(["person.unknown", ["reportedById"]]);
    expect(code({ impact: "huge" as never })).toEqual(["needs.invalid", ["impact"]]);
    expect(code({ title: "x".repeat(201) })).toEqual(["needs.invalid", ["title"]]);
    expect(code({ flow: "party" as never })).toEqual(["needs.invalid", ["flow"]]);
  });

  it("of a standard change asks for an approved template", () => {
    const draft = { template: () => ({ id: "t" as never, name: "draft", approved: false }) };
    expect(play(null, "open", "opener", fullArgs("standard"), draft)).toMatchObject({
      code: "template.notApproved",
    });
  });

  it("of a problem links its incidents from both sides, and takes incidents only", () => {
    const decision = applied(play(null, "open", "opener", fullArgs("problem")));
    expect(decision.changes.map((change) => [change.after.id, change.after.links])).toEqual([
      [ticketId.acted, [{ kind: "incidentOf", ticketId: ticketId.incident }]],
      [ticketId.incident, [{ kind: "problemOf", ticketId: ticketId.acted }]],
    ]);
    const linked = (id: string) => ({ ...fullArgs("problem"), linkedIds: [id as never] });
    expect(play(null, "open", "opener", linked(ticketId.change))).toMatchObject({ code: "needs.invalid" });
    expect(play(null, "open", "opener", linked("nowhere"))).toMatchObject({ code: "link.unknown" });
  });
});

describe("people and times", () => {
  it("a chosen person must be an active member of the group", () => {
    const assign = (personId: string): Decision =>
      play(untaken, "assignHandler", "lead", { personId: personId as never });
    expect(assign(account.newMember)).toMatchObject({ code: "person.notMember", fields: ["personId"] });
    expect(assign(account.inactiveLead)).toMatchObject({ code: "person.notMember" });
    expect(assign("nobody")).toMatchObject({ code: "person.unknown" });
    expect(afterOf(assign(account.lead)).holderId).toBe(account.lead);
  });

  it("an opener may cancel only what nobody ever took", () => {
    const cancel = (more: Partial<Ticket>): string =>
      play({ ...untaken, ...more }, "cancel", "opener", { reason: "solved itself" }).kind;
    expect(cancel({})).toBe("applied");
    expect(cancel({ returnCount: 1 })).toBe("returned");
    expect(cancel({ closure: { code: "fixed", notes: "", restoredAt: null } })).toBe("returned");
  });

  it("a delegate acts in the principal's right, and the line says so only then", () => {
    const byDelegate = applied(play(untaken, "claim", "memberDelegate"));
    expect(byDelegate.changes[0]?.activities[0]?.insteadOf).toBe(account.member);
    // Who takes it must be of the group: it is the principal.
    expect(byDelegate.changes[0]?.after.holderId).toBe(account.member);
    const byThemselves = applied(play(untaken, "claim", "member"));
    expect(byThemselves.changes[0]?.activities[0]?.insteadOf).toBeNull();
    const later = { now: now + 13 * hourMs };
    expect(play(untaken, "claim", "memberDelegate", {}, later)).toMatchObject({ code: "right.missing" });
  });

  it("nobody inactive acts, and a right that is missing says who has it", () => {
    expect(play(untaken, "assignHandler", "inactiveLead", { personId: account.chosen })).toMatchObject({
      code: "right.missing",
    });
    expect(play(untaken, "reassign", "member", {})).toMatchObject({
      code: "right.missing",
      whoMay: ["lead", "ownerLead"],
      since: untaken.last,
    });
  });

  it("refuses a date that is past, a restoration to come, a window that ends before it begins", () => {
    const late = play(handled, "hold", "holder", { holdReason: "vendor", until: now - 1 });
    expect(late).toMatchObject({ code: "needs.invalid", fields: ["until"] });
    const resolve = (restoredAt: number): Decision =>
      play(handled, "resolve", "holder", { closureCode: "fixed", notes: "done", restoredAt });
    expect(resolve(now + 6 * 60_000)).toMatchObject({ code: "needs.invalid", fields: ["restoredAt"] });
    expect(resolve(now + 4 * 60_000).kind).toBe("applied");
    const plan = makeTicket("normal", "plan");
    const submit = (from: number, until: number): Decision =>
      play(plan, "submitForReview", "member", { ...fullArgs("normal"), window: { from, until } });
    expect(submit(now + 2, now + 1)).toMatchObject({ code: "needs.invalid", fields: ["window"] });
    expect(submit(now - 2, now - 1)).toMatchObject({ code: "window.invalid" });
  });

  it("[A9] judges deadlines by corrected time: a hold until this morning was right when it was made", () => {
    const context = { occurredAt: now - 10 * hourMs };
    const decision = play(handled, "hold", "holder", { holdReason: "vendor", until: now - hourMs }, context);
    expect(decision.kind).toBe("applied");
  });

  it("reopens within reopen_days only", () => {
    const closed = makeTicket("incident", "closed", "resolved", { closedAt: now });
    const reopen = (days: number): Decision =>
      play(closed, "reopen", "opener", { reason: "again" }, { occurredAt: now + days * 24 * hourMs });
    expect(afterOf(reopen(3))).toMatchObject({
      stage: "assign",
      outcome: null,
      closedAt: null,
      holderId: null,
    });
    expect(reopen(3.01)).toMatchObject({ code: "reopen.late" });
  });
});

describe("effects", () => {
  it("a hold waits for a ticket of its kind that is not closed", () => {
    const hold = (holdReason: "problem" | "change", holdTicketId: string): Decision =>
      play(handled, "hold", "holder", {
        holdReason,
        holdTicketId: holdTicketId as never,
        until: now + hourMs,
      });
    expect(afterOf(hold("problem", ticketId.problem)).hold).toEqual({
      reason: "problem",
      ticketId: ticketId.problem,
      until: now + hourMs,
    });
    expect(hold("change", ticketId.problem)).toMatchObject({
      code: "needs.invalid",
      fields: ["holdTicketId"],
    });
    expect(hold("problem", ticketId.eradicated)).toMatchObject({ code: "needs.invalid" });
    expect(hold("problem", "nowhere")).toMatchObject({ code: "link.unknown", fields: ["holdTicketId"] });
    expect(hold("problem", ticketId.acted)).toMatchObject({ code: "needs.invalid" });
  });

  it("resume ends the hold; without one it is hold.none, or superseded when someone just resumed it", () => {
    const held = { ...handled, hold: { reason: "vendor", ticketId: null, until: now + hourMs } } as const;
    expect(afterOf(play(held, "resume", "holder")).hold).toBeNull();
    expect(play(handled, "resume", "holder")).toMatchObject({ code: "hold.none" });
    const resumed = { ...handled, last: { action: "resume", actorId: account.lead, at: now } } as const;
    expect(play(resumed, "resume", "holder")).toEqual({ kind: "superseded", by: resumed.last });
  });

  it("returnToAssign counts, frees the ticket and keeps its group", () => {
    const held = { ...handled, hold: { reason: "vendor", ticketId: null, until: now + hourMs } } as const;
    expect(afterOf(play(held, "returnToAssign", "holder", { reason: "not ours" }))).toMatchObject({
      stage: "assign",
      holderId: null,
      hold: null,
      returnCount: 1,
      assignedGroupId: groupId.work,
    });
  });

  it("the timeline can say 「重新指派：總務 → 機電一課」", () => {
    const decision = applied(play(untaken, "reassign", "lead", { groupId: groupId.new, reason: "theirs" }));
    expect(decision.changes[0]?.activities).toEqual([
      {
        id: actionId,
        ticketId: ticketId.acted,
        type: "reassign",
        actorId: account.lead,
        insteadOf: null,
        fromStage: "assign",
        toStage: "assign",
        text: "theirs",
        details: { groupId: groupId.new, fromGroupId: groupId.work },
        occurredAt: now,
        arrivedAt: now,
        uncertainTime: false,
      },
    ]);
  });

  it("a duplicate is linked from both sides", () => {
    const decision = applied(
      play(untaken, "cancel", "lead", { reason: "twice", duplicateOf: ticketId.incident }),
    );
    expect(decision.changes.map((change) => change.after.links)).toEqual([
      [{ kind: "duplicateOf", ticketId: ticketId.incident }],
      [{ kind: "duplicatedBy", ticketId: ticketId.acted }],
    ]);
  });

  it("raiseProblem opens a problem with the incident's words, linked from both sides; twice is superseded", () => {
    const decision = applied(play(handled, "raiseProblem", "holder", { problemId: ticketId.raised }));
    const [incident, problem] = decision.changes.map((change) => change.after);
    expect(incident).toMatchObject({ stage: "handle", last: handled.last });
    expect(incident?.links).toEqual([{ kind: "problemOf", ticketId: ticketId.raised }]);
    expect(problem).toMatchObject({
      id: ticketId.raised,
      flow: "problem",
      stage: "assign",
      title: handled.title,
    });
    expect(problem?.links).toEqual([{ kind: "incidentOf", ticketId: ticketId.acted }]);
    const ids = decision.changes.flatMap((change) => change.activities.map((one) => one.id));
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toBe(actionId);

    const linked = { ...handled, links: [{ kind: "problemOf", ticketId: ticketId.problem }] } as const;
    expect(play(linked, "raiseProblem", "holder").kind).toBe("superseded");
    const over = { ...handled, links: [{ kind: "problemOf", ticketId: ticketId.eradicated }] } as const;
    expect(play(over, "raiseProblem", "holder").kind).toBe("applied");
    expect(play(handled, "raiseProblem", "holder", { problemId: ticketId.problem })).toMatchObject({
      code: "ticket.exists",
    });
  });

  it("derived ids are the same on every device, distinct, and UUIDs of another version", () => {
    const ids = [1, 2, 3].map((n) => deriveId(actionId, n));
    expect(ids.every(isUuid)).toBe(true);
    expect(new Set([...ids, actionId]).size).toBe(4);
    expect(deriveId(actionId, 1)).toBe(ids[0]);
    expect(ids[0]?.[14]).toBe("8");
  });

  it("eradicate resolves, by the system, the incidents on hold for the problem", () => {
    const problem = makeTicket("problem", "handle", null, {
      holderId: account.holder,
      investigatorId: account.investigator,
    });
    const decision = applied(
      play(problem, "eradicate", "holder", { rootCause: "a worn belt", permanentFix: "a new belt" }),
    );
    const [, incident] = decision.changes;
    expect(incident?.after).toMatchObject({
      id: ticketId.waiting,
      stage: "closed",
      outcome: "resolved",
      hold: null,
      // A requester sees the incident and never the problem: its words stay there.
      closure: { code: "fixedByProblem", notes: "" },
      last: { action: "resolve", actorId: "system" },
    });
    expect(incident?.activities).toMatchObject([
      { actorId: "system", details: { ticketId: problem.id }, text: "" },
    ]);
    const told = decision.told.map((one) => [nameOf(one.accountId), one.ticketId, one.source]);
    expect(told).toContainEqual(["waitOpener", ticketId.waiting, "S"]);
    expect(told).toContainEqual(["waitHolder", ticketId.waiting, "X"]);
    expect(told).toContainEqual(["opener", ticketId.acted, "S"]);
  });

  it("a reopened problem goes to its investigator, or to assign when they are no longer here", () => {
    const closed = makeTicket("problem", "closed", "knownError", { investigatorId: account.investigator });
    expect(afterOf(play(closed, "reopen", "lead", { reason: "new evidence" }))).toMatchObject({
      stage: "investigate",
      holderId: account.investigator,
    });
    const left = { ...closed, investigatorId: account.inactiveLead };
    expect(afterOf(play(left, "reopen", "lead", { reason: "new evidence" }))).toMatchObject({
      stage: "assign",
      holderId: null,
    });
  });

  it("[A4] comments and work notes are accepted at every stage, also after closing, but not empty", () => {
    const closed = makeTicket("incident", "closed", "cancelled");
    for (const type of ["comment", "workNote"] as const) {
      const after = afterOf(play(closed, type, "reporter", { text: " still broken " }));
      expect(after).toEqual({ ...closed, version: closed.version + 1, updatedAt: now });
      expect(play(closed, type, "reporter", { text: " " })).toMatchObject({
        code: "needs.missing",
        fields: ["text"],
      });
    }
  });
});
