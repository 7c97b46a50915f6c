import { expect, test } from "vitest";
import { messages } from "../../core/messages/messages";
import { stageSteps } from "./stage-row-view";

const t = messages["zh-TW"];

test("an incident walks 開單, 指派關卡, 處理關卡, 關單", () => {
  const steps = stageSteps(t, { flow: "incident", stage: "handle", outcome: null });
  expect(steps.map((step) => step.label)).toEqual(["開單", "指派關卡", "處理關卡", "關單"]);
  expect(steps.map((step) => step.state)).toEqual(["done", "done", "now", "later"]);
  expect(steps.some((step) => step.slim)).toBe(false);
});

test("a closed ticket names its outcome in the last stage", () => {
  const steps = stageSteps(t, { flow: "incident", stage: "closed", outcome: "cancelled" });
  expect(steps.at(-1)).toMatchObject({ label: "已取消", state: "now" });
});

test("a normal change keeps labels beside the present stage and shapes elsewhere", () => {
  const steps = stageSteps(t, { flow: "normal", stage: "preLaunchReview", outcome: null });
  expect(steps).toHaveLength(8);
  expect(steps.filter((step) => !step.slim).map((step) => step.key)).toEqual([
    "plan",
    "preLaunchReview",
    "scheduled",
  ]);
});
