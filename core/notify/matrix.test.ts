import fc from "fast-check";
import { expect, test } from "vitest";
import { type ToldId, toldIds } from "../workflow/decision";
import { rows } from "../workflow/rows";
import { flows, type WorkflowAction, workflowActions } from "../workflow/vocabulary";
import { cellKey, cells, choose, defaultChannels, indexRules, matrixRowOf, noChannels } from "./matrix";

const noRules = indexRules([]);

/** Read off the rows' own text, not by the parser that the matrix uses. */
const toldInRows = new Set(
  rows.flatMap(({ flow, action, told }) =>
    told.map((tell) => `${flow} ${action} ${tell.replace(/[[:].*$/, "")}`),
  ),
);

test("the matrix has exactly the told cells of the rows, each once", () => {
  expect(cells.map(cellKey).sort()).toEqual([...toldInRows].sort());
});

test("by default everyone whom the rows name is told, in the inbox and by push", () => {
  for (const { flow, action, told } of cells) {
    expect(choose(noRules, { flow, action }, [told])).toEqual({
      as: [told],
      channels: { inbox: true, push: true, mail: false },
    });
  }
});

/** The bold words of WORKFLOWS.md, copied by hand. */
const fixedBySource = `
incident: open ownerGroups, open assignedGroup, resolveNow opener, cancel opener, resolve opener
problem: open assignedGroup, resolveNow opener, cancel opener, eradicate opener, contain opener
standard: open changeGroup, schedule changeGroup, close changeGroup
normal: open changeGroup, submitForReview reviewers, approve changeGroup, approve opener, reject changeGroup, reschedule reviewers, withdraw opener, cancel opener
emergency: open changeGroup, submitForReview reviewers, approve changeGroup, approve opener, reschedule reviewers, withdraw opener, cancel opener`;

test("the cells that the source fixes are marked S, and no others", () => {
  const wanted = fixedBySource
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [flow, list = ""] = line.split(": ");
      return list.split(", ").map((pair) => `${flow} ${pair}`);
    });
  const marked = cells.filter(({ source }) => source === "S").map(cellKey);
  expect(marked.sort()).toEqual(wanted.sort());
});

test("a cell says what stage its action enters", () => {
  const cell = cells.find((one) => cellKey(one) === "normal submitForReview reviewers");
  expect(cell?.steps.map(({ to }) => to)).toEqual(["preDevReview", "preLaunchReview", "closingReview"]);
});

test("a problem raised from an incident, and incidents resolved with a problem, are told by the incident's rows", () => {
  expect(matrixRowOf("raiseProblem", "problem")).toEqual({ flow: "incident", action: "raiseProblem" });
  expect(matrixRowOf("eradicate", "incident")).toEqual({ flow: "incident", action: "resolve" });
  expect(matrixRowOf("eradicate", "problem")).toEqual({ flow: "problem", action: "eradicate" });
});

const channels = fc.record({ inbox: fc.boolean(), push: fc.boolean(), mail: fc.boolean() });
const rule = fc.record({
  flow: fc.constantFrom(...flows),
  action: fc.constantFrom<WorkflowAction>(...workflowActions.slice(0, 3)),
  told: fc.constantFrom<ToldId>(...toldIds.slice(0, 3)),
  channels,
});

test("a person told for several reasons has every channel that a reason left on names, and is told while one is", () => {
  const reasons = fc.uniqueArray(fc.constantFrom<ToldId>(...toldIds.slice(0, 4)), { minLength: 1 });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 12 }), rule, reasons, (given, { flow, action }, as) => {
      // The last rule of a cell counts.
      const of = (told: ToldId) =>
        given.findLast((one) => one.flow === flow && one.action === action && one.told === told)?.channels ??
        defaultChannels;
      const left = as.filter((told) => of(told).inbox || of(told).push || of(told).mail);
      const chosen = choose(indexRules(given), { flow, action }, as);
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
      indexRules([{ flow: "incident", action: "open", told: "opener", channels: noChannels }]),
      { flow: "incident", action: "open" },
      ["opener"],
    ),
  ).toBeNull();
});
