/** S3: tells a repeat of an action from another action under the same id. */
import { createHash } from "node:crypto";

/** What a phone may say anew of the same action: its numbering (A7) and its newest sample of the clock. */
const numbering: ReadonlySet<string> = new Set([
  "clientId",
  "seq",
  "actionId",
  "clockOffset",
  "uncertainTime",
]);
/** Deeper than any action; what lies below is left out, so that nothing sent can exhaust the stack. */
const depthMax = 10;

/** SHA-256, hex, of the action's canonical JSON (keys sorted) without its numbering. */
export function contentHashOf(action: Readonly<Record<string, unknown>>): string {
  const content = Object.fromEntries(Object.entries(action).filter(([key]) => !numbering.has(key)));
  return createHash("sha256")
    .update(JSON.stringify(sorted(content, 0)), "utf8")
    .digest("hex");
}

function sorted(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth >= depthMax) return null;
  if (Array.isArray(value)) return value.map((child) => sorted(child, depth + 1));
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, child]) => [key, sorted(child, depth + 1)]);
}
