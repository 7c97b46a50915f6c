import fc from "fast-check";
import { expect, test } from "vitest";
import type { ActionArgs } from "../sync/protocol";
import { decide } from "../workflow/decide";
import { type ToldId, toldIds } from "../workflow/decision";
import type { Row } from "../workflow/row";
import { rows } from "../workflow/rows";
import { fullArgs, makeAction, makeContext, variants } from "../workflow/testing/world";
import { flows, type Stage, type WorkflowAction, workflowActions } from "../workflow/vocabulary";
import { cellKey, cells, choose, defaultChannels, indexRules, matrixRowOf, noChannels } from "./matrix";

const noRules = indexRules([]);

/** Between them they may do everything; nobody is told of what they do themselves, so each cell needs two. */
const actors = ["admin", "opener", "member", "holder", "reviewer1", "reviewer2", "system"] as const;

/** Every action on a ticket at every stage: the cells that its notices stand in. */
function* playedCells(): Generator<string> {
  for (const { ticket, flow, stage } of variants) {
    const isHere = (row: Row) => row.flow === flow && row.from.split("/")[0] === stage;
    const actions = new Set(rows.filter(isHere).map(({ action }) => action));
    for (const type of actions) {
      // The opener is told only of what waits for them.
      const args: ActionArgs = { ...fullArgs(flow), ...(type === "hold" ? { holdReason: "opener" } : {}) };
      for (const actor of actors) {
        const decision = decide(ticket, makeAction(type, args), makeContext(actor));
        if (decision.kind !== "applied") continue;
        const after = new Map(decision.changes.map((change) => [change.after.id, change.after]));
        for (const { ticketId, as } of decision.told) {
          const about = after.get(ticketId)!;
          const row = matrixRowOf(type, about.flow, about.stage);
          for (const told of as) yield cellKey({ ...row, told });
        }
      }
    }
  }
}

test("the matrix has exactly the cells that actions tell in, each once", () => {
  const keys = cells.map(cellKey);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.sort()).toEqual([...new Set(playedCells())].sort());
});

test("by default everyone whom the rows name is told, in the inbox and by push", () => {
  for (const { flow, action, stage, told } of cells) {
    expect(choose(noRules, { flow, action, stage }, [told])).toEqual({
      as: [told],
      channels: { inbox: true, push: true, mail: false },
    });
  }
});

/** The bold words of WORKFLOWS.md, copied by hand. */
const fixedBySource = `
incident: open assign ownerGroups, open assign assignedGroup, resolveNow closed opener, cancel closed opener, resolve closed opener
problem: open assign assignedGroup, resolveNow closed opener, cancel closed opener, eradicate closed opener, contain closed opener
standard: open new changeGroup, schedule scheduled changeGroup, close closing changeGroup
normal: open new changeGroup, submitForReview preDevReview reviewers, submitForReview preLaunchReview reviewers, submitForReview closingReview reviewers, approve scheduled changeGroup, approve closed opener, reject new changeGroup, reschedule preLaunchReview reviewers, withdraw closed opener, cancel closed opener
emergency: open new changeGroup, submitForReview preLaunchReview reviewers, submitForReview closingReview reviewers, approve scheduled changeGroup, approve closed opener, reschedule preLaunchReview reviewers, withdraw closed opener, cancel closed opener`;

test("the cells that the source fixes are marked S, and no others", () => {
  const wanted = fixedBySource
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [flow, list = ""] = line.split(": ");
      return list.split(", ").map((cell) => `${flow} ${cell}`);
    });
  const marked = cells.filter(({ source }) => source === "S").map(cellKey);
  expect(marked.sort()).toEqual(wanted.sort());
});

test("each stage that an action leads to is a cell of its own: a rule for one leaves the others", () => {
  const rule = {
    flow: "normal",
    action: "submitForReview",
    stage: "closingReview",
    told: "reviewers",
  } as const;
  const rules = indexRules([{ ...rule, channels: noChannels }]);
  const asked = (["preDevReview", "preLaunchReview", "closingReview"] as const).map((stage) =>
    choose(rules, { flow: "normal", action: "submitForReview", stage }, ["reviewers"]),
  );
  expect(asked.map((chosen) => chosen !== null)).toEqual([true, true, false]);
});

test("a problem raised from an incident, and incidents resolved with a problem, are told by the incident's rows", () => {
  expect(matrixRowOf("raiseProblem", "problem", "assign")).toEqual({
    flow: "incident",
    action: "raiseProblem",
    stage: "assign",
  });
  expect(matrixRowOf("eradicate", "incident", "closed")).toEqual({
    flow: "incident",
    action: "resolve",
    stage: "closed",
  });
  expect(matrixRowOf("eradicate", "problem", "closed")).toEqual({
    flow: "problem",
    action: "eradicate",
    stage: "closed",
  });
});

const channels = fc.record({ inbox: fc.boolean(), push: fc.boolean(), mail: fc.boolean() });
const rule = fc.record({
  flow: fc.constantFrom(...flows),
  action: fc.constantFrom<WorkflowAction>(...workflowActions.slice(0, 3)),
  stage: fc.constantFrom<Stage>("handle", "closed"),
  told: fc.constantFrom<ToldId>(...toldIds.slice(0, 3)),
  channels,
});

test("a person told for several reasons has every channel that a reason left on names, and is told while one is", () => {
  const reasons = fc.uniqueArray(fc.constantFrom<ToldId>(...toldIds.slice(0, 4)), { minLength: 1 });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 12 }), rule, reasons, (given, { flow, action, stage }, as) => {
      // The last rule of a cell counts.
      const of = (told: ToldId) =>
        given.findLast(
          (one) => one.flow === flow && one.action === action && one.stage === stage && one.told === told,
        )?.channels ?? defaultChannels;
      const left = as.filter((told) => of(told).inbox || of(told).push || of(told).mail);
      const chosen = choose(indexRules(given), { flow, action, stage }, as);
      if (left.length === 0) return chosen === null;
      return (
        JSON.stringify(chosen?.as) === JSON.stringify(left) &&
        chosen?.channels.inbox === left.some((told) => of(told).inbox) &&
        chosen?.channels.push === left.some((told) => of(told).push) &&
        chosen?.channels.mail === left.some((told) => of(told).mail)
      );
    }),
  );
  expect(
    choose(
      indexRules([
        { flow: "incident", action: "open", stage: "assign", told: "opener", channels: noChannels },
      ]),
      { flow: "incident", action: "open", stage: "assign" },
      ["opener"],
    ),
  ).toBeNull();
});
