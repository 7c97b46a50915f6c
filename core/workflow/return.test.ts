import { describe, expect, it } from "vitest";
import type { AccountId } from "../ids";
import type { ActionArgs, Choice } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { decide } from "./decide";
import type { Decision } from "./decision";
import { createReturnNote, noteOf } from "./return-note";
import { account, groupId, nameOf, now, type PersonName } from "./testing/people";
import { actionId, makeAction, makeContext, makeTicket } from "./testing/world";
import type { ActionType } from "./vocabulary";

const words: ActionArgs = { closureCode: "fixed", notes: "changed the belt", restoredAt: now - 1000 };
const assigned = makeTicket("incident", "assign", null, {
  returnCount: 1,
  last: { action: "returnToAssign", actorId: account.lead, at: now },
});
const handledByOther = makeTicket("incident", "handle", null, {
  holderId: account.chosen,
  last: { action: "assignHandler", actorId: account.lead, at: now },
});

function play(ticket: Ticket | null, type: ActionType, actor: PersonName, args: ActionArgs = {}): Decision {
  return decide(ticket, makeAction(type, args), makeContext(actor));
}

function choicesOf(decision: Decision): readonly (string | Choice["kind"])[] {
  if (decision.kind !== "returned") throw new Error(`Not returned: ${JSON.stringify(decision)}`);
  return decision.choices.map((choice) =>
    choice.kind === "do" ? choice.steps.map((step) => step.type).join(" + ") : choice.kind,
  );
}

describe("superseded (A2)", () => {
  it("when the ticket is already where the action wanted it, by whoever brought it there", () => {
    const resolved = makeTicket("incident", "closed", "resolved", {
      holderId: account.chosen,
      last: { action: "resolve", actorId: account.chosen, at: now },
    });
    const by = { kind: "superseded", by: resolved.last };
    expect(play(resolved, "resolve", "holder", words)).toEqual(by);
    expect(play(resolved, "resolveNow", "member", words)).toEqual(by);
    const cancelled = makeTicket("incident", "closed", "cancelled");
    expect(play(cancelled, "cancel", "opener", { reason: "gone" }).kind).toBe("superseded");
    expect(play(cancelled, "resolve", "holder", words)).toMatchObject({ code: "stage.closed" });
  });

  it("claim of what I hold; assigning to who holds it; handing over to who holds it", () => {
    expect(play(handledByOther, "claim", "chosen").kind).toBe("superseded");
    expect(play(handledByOther, "claim", "member")).toMatchObject({
      code: "stage.moved",
      since: handledByOther.last,
    });
    const assign = (personId: typeof account.chosen): Decision =>
      play(handledByOther, "assignHandler", "lead", { personId });
    expect(assign(account.chosen).kind).toBe("superseded");
    expect(assign(account.member)).toMatchObject({ code: "stage.moved" });
    expect(play(handledByOther, "transfer", "lead", { personId: account.chosen }).kind).toBe("superseded");
  });

  it("reassigning to the group it has: superseded if someone else moved it there, else group.same", () => {
    const args = { groupId: groupId.work, reason: "yours" };
    const moved = (actorId: typeof account.lead): Ticket => ({
      ...assigned,
      last: { action: "reassign", actorId, at: now },
    });
    expect(play(moved(account.admin), "reassign", "lead", args).kind).toBe("superseded");
    expect(play(moved(account.lead), "reassign", "lead", args)).toMatchObject({ code: "group.same" });
    expect(play(assigned, "reassign", "lead", args)).toMatchObject({ code: "group.same" });
  });

  it("not when other words shaped the ticket: the author must see the difference", () => {
    const submitted = makeTicket("normal", "preDevReview", null, {
      last: { action: "submitForReview", actorId: account.lead, at: now },
    });
    const args = { scope: "another scope", riskAssessment: "none" };
    expect(play(submitted, "submitForReview", "member", args)).toMatchObject({ code: "stage.moved" });
    const planned = makeTicket("emergency", "plan", null, {
      last: { action: "startPlanning", actorId: account.lead, at: now },
    });
    expect(play(planned, "startPlanning", "member").kind).toBe("superseded");
  });
});

describe("choices (A5)", () => {
  it("a new ticket that names somebody unknown can be opened without them, with all its words", () => {
    const args: ActionArgs = {
      flow: "incident",
      title: "water",
      description: "behind rack 4",
      categoryId: assigned.categoryId!,
      impact: "low",
      urgency: "low",
      reportedById: "nobody" as AccountId,
    };
    const decision = play(null, "open", "member", args);
    expect(decision).toMatchObject({ code: "person.unknown" });
    expect(choicesOf(decision)).toEqual(["open", "discard"]);
    const { reportedById: _, ...rest } = args;
    expect(decision.kind === "returned" && decision.choices[0]).toEqual({
      kind: "do",
      steps: [{ type: "open", args: rest }],
    });
  });

  it("a resolution that came back to assign: claim and resolve, or resolve at once, in the author's words", () => {
    const decision = play(assigned, "resolve", "member", words);
    expect(decision).toMatchObject({ code: "stage.moved", since: assigned.last, noteKept: true, fields: [] });
    expect(choicesOf(decision)).toEqual(["resolveNow", "claim + resolve", "keepNote", "discard"]);
    expect(decision.kind === "returned" && decision.choices[1]).toEqual({
      kind: "do",
      steps: [
        { type: "claim", args: {} },
        { type: "resolve", args: words },
      ],
    });
  });

  it("one that somebody else holds now, or another group has: keep the note or let go", () => {
    expect(choicesOf(play(handledByOther, "resolve", "member", words))).toEqual(["keepNote", "discard"]);
    const elsewhere = { ...assigned, assignedGroupId: groupId.new };
    expect(choicesOf(play(elsewhere, "resolve", "member", words))).toEqual(["keepNote", "discard"]);
  });

  it("resolving at once what the author holds meanwhile: resolve it, restored when they said so", () => {
    const mine = { ...handledByOther, holderId: account.member };
    const decision = play(mine, "resolveNow", "member", { closureCode: "fixed", notes: "done" });
    expect(choicesOf(decision)).toEqual(["resolve", "keepNote", "discard"]);
    expect(decision.kind === "returned" && decision.choices[0]).toMatchObject({
      steps: [{ args: { closureCode: "fixed", notes: "done", restoredAt: now } }],
    });
  });

  it("a lead who assigns what somebody holds: hand it over; who reassigns it: take it back first", () => {
    const decision = play(handledByOther, "assignHandler", "lead", { personId: account.member, reason: "x" });
    expect(choicesOf(decision)).toEqual(["transfer", "keepNote", "discard"]);
    const moving = play(handledByOther, "reassign", "lead", { groupId: groupId.new, reason: "theirs" });
    expect(choicesOf(moving)).toEqual(["returnToAssign + reassign", "keepNote", "discard"]);
  });

  it("every offered choice is legal when it is done", () => {
    const decision = play(handledByOther, "reassign", "lead", { groupId: groupId.new, reason: "theirs" });
    const [choice] = decision.kind === "returned" ? decision.choices : [];
    let ticket: Ticket | null = handledByOther;
    for (const step of choice?.kind === "do" ? choice.steps : []) {
      const done = play(ticket, step.type, "lead", step.args);
      expect(done.kind).toBe("applied");
      ticket = done.kind === "applied" ? (done.changes[0]?.after ?? null) : null;
    }
    expect(ticket).toMatchObject({ stage: "assign", assignedGroupId: groupId.new });
  });

  it("an opening whose group is refused: the same without the choice; there is no ticket to keep a note on", () => {
    const open = {
      flow: "incident",
      title: "t",
      categoryId: assigned.categoryId,
      impact: "low",
      urgency: "low",
    };
    const args = { ...open, groupId: groupId.closedDown } as ActionArgs;
    const decision = play(null, "open", "opener", args);
    expect(decision).toMatchObject({ code: "group.inactive", noteKept: false });
    expect(choicesOf(decision)).toEqual(["open", "discard"]);
  });
});

describe("the note of what came back (A5)", () => {
  it("keeps every word, and nothing where nothing was typed", () => {
    expect(noteOf(makeAction("resolve", words))).toBe("changed the belt");
    expect(noteOf(makeAction("eradicate", { rootCause: " a ", permanentFix: "b" }))).toBe("a\n\nb");
    expect(noteOf(makeAction("claim", {}))).toBeNull();
    expect(noteOf(makeAction("hold", { reason: "  " }))).toBeNull();
    expect(noteOf(makeAction("void", { text: "x" }))).toBeNull();
  });

  it("is a work note on the ticket as it is, told to who holds it now", () => {
    const note = createReturnNote(handledByOther, makeAction("resolve", words), makeContext("member"));
    expect(note?.change.after).toEqual({
      ...handledByOther,
      version: handledByOther.version + 1,
      updatedAt: now,
    });
    expect(note?.change.activities).toMatchObject([
      {
        id: actionId,
        type: "workNote",
        actorId: account.member,
        text: "changed the belt",
        details: { returnedAction: "resolve", code: "fixed", restoredAt: now - 1000 },
      },
    ]);
    expect(note?.told.map((one) => [nameOf(one.accountId), one.as])).toEqual([["chosen", ["holder"]]]);
  });

  it("is told to the leads, and their delegates, when nobody holds it", () => {
    const note = createReturnNote(assigned, makeAction("resolve", words), makeContext("member"));
    expect(note?.told.map((one) => nameOf(one.accountId))).toEqual(["lead", "leadDelegate"]);
  });

  it("[A9] is not written where the author may not look", () => {
    const hidden = { ...assigned, restricted: true };
    expect(createReturnNote(hidden, makeAction("resolve", words), makeContext("bystander"))).toBeNull();
  });
});
