import { expect, test } from "vitest";
import { openingNeeds } from "../../core/workflow/available";
import { flows } from "../../core/workflow/vocabulary";
import { emptyNeeds, openingArgs, openPlan } from "./open-plan";

test("everything that the workflow's row needs has a field before the fold", () => {
  for (const flow of flows) {
    const { main } = openPlan(flow, true);
    expect(openingNeeds(flow).filter((arg) => !main.includes(arg))).toEqual([]);
  }
});

test("a problem needs the incidents it is about, unless it is proactive", () => {
  expect(emptyNeeds("problem", {})).toEqual(["title", "categoryId", "description", "linkedIds"]);
  const args = { title: "x", categoryId: "c" as never, description: "y", proactive: true };
  expect(emptyNeeds("problem", args)).toEqual([]);
});

test("what was typed for another type of change is not said", () => {
  const args = {
    title: " 換韌體 ",
    whyUrgent: "停機中",
    templateId: "t" as never,
    assetIds: [],
    restricted: false,
  };
  expect(openingArgs("normal", true, args)).toEqual({ title: "換韌體", flow: "normal" });
  expect(openingArgs("emergency", true, args)).toEqual({
    title: "換韌體",
    whyUrgent: "停機中",
    flow: "emergency",
  });
  expect(openingArgs("standard", true, args)).toEqual({ title: "換韌體", templateId: "t", flow: "standard" });
});

test("a requester's form has no groups", () => {
  expect(openPlan("incident", false).more).toEqual([]);
});
