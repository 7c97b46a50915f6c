import { describe, expect, it } from "vitest";
import type { AssetId, TicketId } from "../ids";
import type { ActionArgs } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { decide } from "./decide";
import type { DecideContext, Decision } from "./decision";
import { editableNow } from "./edit";
import { changedSince } from "./material";
import { account, assetId, idOf, type PersonName } from "./testing/people";
import { fullArgs, makeAction, makeContext, makeTicket, ticketId } from "./testing/world";
import { flows, type Stage, stagesByFlow } from "./vocabulary";

const incident = makeTicket("incident", "handle", null, {
  holderId: account.holder,
  title: "fan broken",
  description: "noise\nsince monday\nrack 4",
  impact: "low",
  urgency: "high",
});
const plan = makeTicket("normal", "plan");

function edit(ticket: Ticket, args: ActionArgs, actor: PersonName = "member"): Decision {
  return decide(ticket, makeAction("edit", args), makeContext(actor));
}

function afterOf(decision: Decision): Ticket {
  const change = decision.kind === "applied" ? decision.changes[0] : undefined;
  if (change === undefined) throw new Error(`Not applied: ${JSON.stringify(decision)}`);
  return change.after;
}

describe("[A3] one field", () => {
  it("that still says what its author saw is applied; the line says both values, nothing moves, nobody is told", () => {
    const decision = edit(incident, { title: " fan loud ", from: { title: "fan broken" } });
    expect(decision).toMatchObject({ kind: "applied", told: [] });
    const after = afterOf(decision);
    expect(after).toMatchObject({
      title: "fan loud",
      stage: "handle",
      last: incident.last,
      revision: incident.revision,
    });
    expect(after.version).toBe(incident.version + 1);
    expect(decision.kind === "applied" && decision.changes[0]?.activities).toMatchObject([
      { type: "edit", text: "", details: { edit: { field: "title", from: "fan broken", to: "fan loud" } } },
    ]);
  });

  it("that says already what is wanted is superseded, whoever wrote it", () => {
    expect(edit(incident, { title: "fan broken", from: { title: "fan" } }).kind).toBe("superseded");
  });

  it("that somebody else changed comes back, with mine over theirs or theirs as the choice", () => {
    const decision = edit(incident, { impact: "high", from: { impact: "medium" } });
    expect(decision).toMatchObject({
      kind: "returned",
      code: "edit.conflict",
      fields: ["impact"],
      noteKept: false,
    });
    expect(decision.kind === "returned" && decision.choices).toEqual([
      { kind: "do", steps: [{ type: "edit", args: { impact: "high", from: { impact: "low" } } }] },
      { kind: "discard" },
    ]);
    const [mine] = decision.kind === "returned" ? decision.choices : [];
    const again = mine?.kind === "do" ? edit(incident, mine.steps[0]!.args) : null;
    expect(again && afterOf(again).impact).toBe("high");
  });

  it("does not stand in the way of another", () => {
    const renamed = afterOf(edit(incident, { title: "A", from: { title: "fan broken" } }));
    expect(afterOf(edit(renamed, { urgency: "low", from: { urgency: "high" } }))).toMatchObject({
      title: "A",
      urgency: "low",
      priority: "P4",
    });
  });

  it("a long text merges by lines, else comes back", () => {
    const from = { description: incident.description };
    const theirs = { ...incident, description: "loud noise\nsince monday\nrack 4" };
    const mine = "noise\nsince monday\nrack 4, unit 12";
    expect(afterOf(edit(theirs, { description: mine, from })).description).toBe(
      "loud noise\nsince monday\nrack 4, unit 12",
    );
    expect(edit(theirs, { description: "quiet noise\nsince monday\nrack 4", from })).toMatchObject({
      code: "edit.conflict",
    });
  });

  it("a list keeps what others added and took away", () => {
    const [a, b, c] = [1, 2, 3].map((n) => idOf<AssetId>("a55e", n)) as [AssetId, AssetId, AssetId];
    const context = { asset: () => ({ id: a }) as never };
    const theirs = { ...incident, assetIds: [b, c] };
    const action = makeAction("edit", { assetIds: [a], from: { assetIds: [a, b] } });
    // They took a away and added c; I took b away.
    expect(afterOf(decide(theirs, action, makeContext("member", context))).assetIds).toEqual([c]);
  });

  it("must be one, well formed, and may not take away what the opening asked for", () => {
    expect(edit(incident, {})).toMatchObject({ code: "needs.invalid" });
    expect(edit(incident, { title: "a", impact: "low", from: {} })).toMatchObject({ code: "needs.invalid" });
    expect(edit(incident, { title: " ", from: { title: "fan broken" } })).toMatchObject({
      code: "needs.missing",
      fields: ["title"],
    });
    expect(edit(incident, { impact: 3 as never, from: {} })).toMatchObject({ code: "needs.invalid" });
    expect(edit(incident, { impact: "low", from: { impact: {} as never } })).toMatchObject({
      code: "needs.invalid",
    });
    expect(
      afterOf(edit(incident, { description: "", from: { description: incident.description } })).description,
    ).toBe("");
    expect(edit(plan, { description: "", from: { description: plan.description } })).toMatchObject({
      code: "needs.missing",
    });
    expect(edit(plan, { assetIds: [], from: { assetIds: plan.assetIds } })).toMatchObject({
      code: "needs.missing",
    });
  });
});

describe("[A3, A6] a change", () => {
  it("is put right at new and plan only: what is reviewed or agreed stays as it was read", () => {
    const stages = (["standard", "normal", "emergency"] as const).flatMap((flow) =>
      stagesByFlow[flow].map((stage): [string, Stage, readonly string[]] => [
        flow,
        stage,
        editableNow(
          makeTicket(flow, stage, stage === "closed" ? "completed" : null, { holderId: account.holder }),
          makeContext("lead"),
        ),
      ]),
    );
    for (const [flow, stage, fields] of stages) {
      expect([flow, stage, fields.length > 0]).toEqual([flow, stage, stage === "new" || stage === "plan"]);
      expect(fields.includes("whyUrgent")).toBe(flow === "emergency" && fields.length > 0);
    }
  });

  it("a material field makes a new revision that says what it was, another field none", () => {
    const decision = edit(plan, { risk: "high", from: { risk: plan.change!.risk } });
    const after = afterOf(decision);
    expect(after.change?.risk).toBe("high");
    expect(after.revision).toBe(plan.revision + 1);
    const lines = decision.kind === "applied" ? decision.changes[0]!.activities : [];
    expect(changedSince(after, lines, plan.revision)).toEqual([
      { field: "risk", from: plan.change!.risk, to: "high" },
    ]);
    expect(afterOf(edit(plan, { title: "B", from: { title: plan.title } })).revision).toBe(plan.revision);
  });
});

describe("[A3] what was said stays said", () => {
  const missing = { code: "needs.missing" };
  it("a plan keeps what its first review approved, an emergency why it cannot wait, a problem its analysis", () => {
    const said = (ticket: Ticket, field: "scope" | "whyUrgent" | "analysis"): Decision =>
      edit(ticket, { [field]: " ", from: {} }, "lead");
    const problem = makeTicket("problem", "handle", null, { holderId: account.holder });
    expect(said(plan, "scope")).toMatchObject(missing);
    expect(said(makeTicket("emergency", "plan"), "whyUrgent")).toMatchObject(missing);
    expect(said(problem, "analysis")).toMatchObject(missing);
    expect(said(makeTicket("normal", "new"), "scope")).not.toMatchObject(missing);
  });

  it("a plan may turn out riskier than its first review read, not less risky: the next one's rule follows from it", () => {
    const risk = (ticket: Ticket, to: "high" | "low"): Decision =>
      edit(ticket, { risk: to, from: { risk: ticket.change!.risk } });
    expect(risk(plan, "high").kind).toBe("applied");
    expect(risk(plan, "low")).toMatchObject({ code: "needs.invalid", fields: ["risk"] });
    expect(risk(makeTicket("normal", "new"), "low").kind).toBe("applied");
  });
});

describe("[A3] a step whose form began with what the ticket said", () => {
  const steps = "1 stop\n2 swap\n3 start";
  const planned = { ...plan, change: { ...plan.change!, steps, rollbackPlan: "swap back" } };
  const submit = (ticket: Ticket, said: string, from: ActionArgs["from"]): Decision => {
    const args = { ...fullArgs("normal"), steps: said, rollbackPlan: "swap back", ...(from && { from }) };
    return decide(ticket, makeAction("submitForReview", args), makeContext("member"));
  };
  const began = { steps, rollbackPlan: "swap back" };
  const edited = afterOf(
    edit(planned, { steps: steps.replace("2 swap", "2 discharge, swap"), from: { steps } }, "lead"),
  );

  it("does not undo what somebody else put right since: what its author left stays as it is now", () => {
    expect(afterOf(submit(edited, steps, began)).change?.steps).toBe("1 stop\n2 discharge, swap\n3 start");
    expect(afterOf(submit(edited, `${steps}\n4 watch`, began)).change?.steps).toBe(
      "1 stop\n2 discharge, swap\n3 start\n4 watch",
    );
  });

  it("comes back where both changed one place, its words kept; without `from` it says what it says", () => {
    const mine = steps.replace("2 swap", "2 swap quickly");
    expect(submit(edited, mine, began)).toMatchObject({
      kind: "returned",
      code: "edit.conflict",
      fields: ["steps"],
      noteKept: true,
    });
    expect(afterOf(submit(edited, mine, undefined)).change?.steps).toBe(mine);
    expect(afterOf(submit(planned, mine, began)).change?.steps).toBe(mine);
    const empty = { ...planned, change: { ...planned.change, steps: "" } };
    const filled = { ...planned, change: { ...planned.change, steps: "theirs" } };
    expect(afterOf(submit(empty, mine, { ...began, steps: "" })).change?.steps).toBe(mine);
    expect(submit(filled, mine, { ...began, steps: "" })).toMatchObject({ code: "edit.conflict" });
  });
});

describe("[A3] who may edit", () => {
  const may = (ticket: Ticket, actor: PersonName): readonly string[] =>
    editableNow(ticket, makeContext(actor));

  it("whoever works on it; whoever reported an incident while nobody has taken it, but not how urgent it is", () => {
    for (const actor of ["member", "lead", "holder", "ownerLead", "admin"] as const) {
      expect(may(incident, actor)).toContain("urgency");
    }
    for (const actor of ["bystander", "opener", "stranger", "reviewer1"] as const) {
      expect(may(incident, actor)).toEqual([]);
    }
    const fresh = { ...makeTicket("incident", "assign"), returnCount: 0, closure: null };
    expect(may(fresh, "opener")).toEqual(["title", "description", "siteId", "assetIds", "categoryId"]);
    expect(edit(fresh, { urgency: "low", from: { urgency: fresh.urgency! } }, "opener")).toMatchObject({
      code: "right.missing",
    });
    expect(edit(incident, { title: "X", from: { title: "fan broken" } }, "opener")).toMatchObject({
      code: "right.missing",
      whoMay: ["member", "lead", "holder", "ownerLead"],
    });
  });

  it("a change: its opener and the change group, no reviewer", () => {
    expect(may(plan, "opener")).toContain("steps");
    expect(may(plan, "member")).toContain("steps");
    expect(may(plan, "reviewer1")).toEqual([]);
  });

  it("who edits in the opener's place has had a part in the change (four eyes), and the line says for whom", () => {
    const decision = edit(plan, { steps: "others", from: { steps: plan.change!.steps } }, "openerDelegate");
    expect(afterOf(decision).change?.standIns).toEqual([account.openerDelegate]);
    expect(decision.kind === "applied" && decision.changes[0]?.activities[0]?.insteadOf).toBe(account.opener);
    const own = edit(plan, { steps: "others", from: { steps: plan.change!.steps } });
    expect(afterOf(own).change?.standIns).toBeUndefined();
  });

  it("nobody at a closed ticket; what was found only where it was looked for", () => {
    for (const flow of flows) {
      const closed = makeTicket(flow, "closed", flow === "incident" ? "resolved" : "cancelled");
      expect(may(closed, "lead")).toEqual([]);
      expect(edit(closed, { title: "X", from: { title: closed.title } }, "lead")).toMatchObject({
        code: "stage.closed",
      });
    }
    expect(may(makeTicket("problem", "assign"), "lead")).not.toContain("analysis");
    expect(may(makeTicket("problem", "investigate"), "lead")).toContain("analysis");
  });
});

describe("the assets of what is planned", () => {
  const other = idOf<AssetId>("a55e", 77);
  const assetIds = [...plan.assetIds, other];
  const args: ActionArgs = { assetIds, from: { assetIds: plan.assetIds } };
  const editBeside = (
    said: ActionArgs,
    tickets: (asked: Ticket) => readonly TicketId[],
    blackout = false,
  ) => {
    const scheduleConflicts = (asked: Ticket) => ({ tickets: tickets(asked), blackout });
    const asset: DecideContext["asset"] = () => makeContext("member").asset(assetId);
    return decide(plan, makeAction("edit", said), makeContext("member", { scheduleConflicts, asset }));
  };
  const taken = ({ assetIds: asked }: Ticket) => (asked.includes(other) ? [ticketId.change] : []);

  it("that overlap another change by that ask for a reason, which stays on the ticket", () => {
    expect(editBeside(args, taken)).toMatchObject({ code: "window.conflict", fields: ["conflictReason"] });
    const said = editBeside({ ...args, conflictReason: " both agreed " }, taken);
    expect(afterOf(said)).toMatchObject({ assetIds, change: { conflictReason: "both agreed" } });
  });

  it("that overlapped before ask for none; a blackout is judged when the window is booked", () => {
    expect(editBeside(args, () => [ticketId.change]).kind).toBe("applied");
    expect(editBeside(args, () => [], true).kind).toBe("applied");
  });

  it("nothing but the assets is held against others; a reason that is no text is refused", () => {
    const steps: ActionArgs = { steps: "others", from: { steps: plan.change?.steps ?? "" } };
    expect(editBeside(steps, () => [ticketId.change]).kind).toBe("applied");
    const wrong = { ...args, conflictReason: 7 } as unknown as ActionArgs;
    expect(editBeside(wrong, taken)).toMatchObject({ code: "needs.invalid", fields: ["conflictReason"] });
  });
});
