import { expect, test } from "vitest";
import type { QueueEntry } from "../../client/replica/rows";
import { canTakeBack } from "./take-back";

const entry = (actionId: string, more: object = {}, action: object = {}): QueueEntry =>
  ({
    actionId,
    attempted: false,
    state: { tag: "waiting" },
    action: { type: "comment", dependsOn: [], ...action },
    ...more,
  }) as unknown as QueueEntry;

test("[A7] only what was surely not sent, and on which nothing stands, can be taken back", () => {
  const opened = entry("1", {}, { type: "open" });
  const resolved = entry("2", {}, { type: "resolveNow", dependsOn: ["1"] });
  expect(canTakeBack(opened, [opened, resolved])).toBe(false);
  expect(canTakeBack(resolved, [opened, resolved])).toBe(true);
  // Once the step that stood on it is a number keeper, nothing stands on it.
  expect(canTakeBack(opened, [opened, entry("2", {}, { type: "void", dependsOn: [] })])).toBe(true);
  expect(canTakeBack(entry("3", { attempted: true }), [])).toBe(false);
  expect(canTakeBack(entry("4", { state: { tag: "decided" } }), [])).toBe(false);
  expect(canTakeBack(entry("5", {}, { type: "void" }), [])).toBe(false);
});
