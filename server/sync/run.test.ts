import { expect, test } from "vitest";
import type { ActionId, ClientId } from "../../core/ids";
import type { Entry } from "./request";
import { nextRun, runMax } from "./run";

const entry = (
  seq: number,
  raw: Record<string, unknown> = { type: "comment" },
  actionId = `action ${seq}`,
): Entry => ({
  clientId: "phone" as ClientId,
  seq,
  actionId: actionId as ActionId,
  raw,
});
const numbersOf = (...entries: Entry[]) => nextRun(entries).map(({ seq }) => seq);

test("[S4] actions that follow one another share a transaction, up to a bound", () => {
  expect(numbersOf(entry(7), entry(8), entry(9))).toEqual([7, 8, 9]);
  expect(nextRun(Array.from({ length: runMax + 5 }, (_, index) => entry(index + 1)))).toHaveLength(runMax);
  expect(numbersOf()).toEqual([]);
});

test("[S4] what does not follow, or comes twice, begins another transaction", () => {
  expect(numbersOf(entry(1), entry(3))).toEqual([1]);
  expect(numbersOf(entry(2), entry(1))).toEqual([2]);
  expect(numbersOf(entry(1), entry(2, { type: "comment" }, "action 1"))).toEqual([1]);
});

test("[S4] choices and plans are decided alone, wherever they stand", () => {
  for (const raw of [
    { type: "void", resolves: "action 0" },
    { type: "teleport", resolves: null },
    { type: "schedule" },
    { type: "reschedule" },
    { type: "submitForReview" },
    { type: "transfer" },
    { type: "edit", args: { assetIds: [] } },
  ]) {
    expect(numbersOf(entry(1, raw), entry(2))).toEqual([1]);
    expect(numbersOf(entry(1), entry(2, raw), entry(3))).toEqual([1]);
  }
  expect(numbersOf(entry(1, { type: 3 }), entry(2, {}))).toEqual([1, 2]);
  const edit = { type: "edit", args: { title: "fan" } };
  expect(numbersOf(entry(1, edit), entry(2, { type: "edit", args: null }))).toEqual([1, 2]);
});
