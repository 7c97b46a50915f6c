/** S3: tells a repeat of an action from another action under the same id. */
import { createHash } from "node:crypto";

/** What a phone may say anew of the same action: its numbering (A7) and its newest sample of the clock. */
const numbering: readonly string[] = ["clientId", "seq", "actionId", "clockOffset", "uncertainTime"];
/**
 * And what it depends on: where an action got another id because its content was new, those that depend on it name
 * that one from then on. They may have been decided long before (a restored backup), and would be decided again.
 */
const noContent: ReadonlySet<string> = new Set([...numbering, "dependsOn"]);
const noContentFormerly: ReadonlySet<string> = new Set(numbering);
/** Deeper than any action; what lies below is left out, so that nothing sent can exhaust the stack. */
const depthMax = 10;

/** SHA-256, hex, of the action's canonical JSON without its numbering and without what it depends on. */
export function contentHashOf(action: Readonly<Record<string, unknown>>): string {
  return hashWithout(noContent, action);
}

/** Whether `hash`, stored with an action, is that of this one; also one stored when `dependsOn` was content. */
export function isHashOf(hash: string, action: Readonly<Record<string, unknown>>): boolean {
  return hash === contentHashOf(action) || hash === hashWithout(noContentFormerly, action);
}

function hashWithout(left: ReadonlySet<string>, action: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(action).filter((key) => !left.has(key));
  return createHash("sha256")
    .update(canonicalEntries(action, keys, 0), "utf8")
    .digest("hex");
}

/** An object is written as the list of its entries by key. What was stored under a hash is found by no other text. */
function canonical(value: unknown, depth: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (depth >= depthMax) return "null";
  if (Array.isArray(value)) return `[${value.map((child) => canonical(child, depth + 1)).join(",")}]`;
  return canonicalEntries(value as Readonly<Record<string, unknown>>, Object.keys(value), depth);
}

function canonicalEntries(
  object: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  depth: number,
): string {
  const entries = [...keys]
    .sort()
    .map((key) => `[${JSON.stringify(key)},${canonical(object[key], depth + 1)}]`);
  return `[${entries.join(",")}]`;
}
