/** Outcomes of what came back before the shared rules were asked: the words are in their author's hands only. */
import type { ArgName, ReturnCode, ReturnedOutcome } from "../../core/sync/protocol";

export function refusedWith(code: ReturnCode, fields: readonly ArgName[] = []): ReturnedOutcome {
  const choices = [{ kind: "discard" }] as const;
  return { kind: "returned", code, fields, whoMay: [], since: null, choices, noteKept: false };
}
