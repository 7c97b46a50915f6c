import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { contentHashOf, isHashOf } from "./content-hash";

/** As it was written first: what is stored must be found again. */
function formerHashOf(action: Readonly<Record<string, unknown>>): string {
  const numbering = ["clientId", "seq", "actionId", "clockOffset", "uncertainTime"];
  const sorted = (value: unknown, depth: number): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (depth >= 10) return null;
    if (Array.isArray(value)) return value.map((child) => sorted(child, depth + 1));
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.map(([key, child]) => [key, sorted(child, depth + 1)]);
  };
  const content = Object.fromEntries(Object.entries(action).filter(([key]) => !numbering.includes(key)));
  return createHash("sha256")
    .update(JSON.stringify(sorted(content, 0)), "utf8")
    .digest("hex");
}

test("[S3] whatever was sent is known by the hash that was stored of it first", () => {
  const keys = fc.oneof(fc.string(), fc.constantFrom("seq", "args", "clientId", "type", "é", "\ud83d"));
  fc.assert(
    fc.property(fc.dictionary(keys, fc.jsonValue({ maxDepth: 12 })), (action) => {
      expect(isHashOf(formerHashOf(action), action)).toBe(true);
      expect(isHashOf(contentHashOf(action), action)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("[S3] numbering, dependencies, the sample of the clock and the order of keys are no content", () => {
  const action = {
    type: "comment",
    args: { text: "a", flow: "incident" },
    seq: 1,
    clockOffset: 3,
    dependsOn: ["a"],
  };
  const again = {
    clockOffset: 9,
    dependsOn: ["b", "c"],
    args: { flow: "incident", text: "a" },
    seq: 7,
    type: "comment",
  };
  expect(contentHashOf(again)).toBe(contentHashOf(action));
  expect(contentHashOf({ ...action, args: { text: "b", flow: "incident" } })).not.toBe(contentHashOf(action));
});
