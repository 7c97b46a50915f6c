/** A refusal inside the workflow, before the author's choices are worked out (choices.ts). */
import type { ArgName, ReturnCode } from "../sync/protocol";
import type { LastTransition } from "../tickets/ticket";
import type { Relation } from "./vocabulary";

export interface Refusal {
  readonly kind: "refused";
  readonly code: ReturnCode;
  readonly fields: readonly ArgName[];
  readonly whoMay: readonly Relation[];
  readonly since: LastTransition | null;
}

export function refuse(
  code: ReturnCode,
  details: {
    readonly fields?: readonly ArgName[];
    readonly whoMay?: readonly Relation[];
    readonly since?: LastTransition | null;
  } = {},
): Refusal {
  return {
    kind: "refused",
    code,
    fields: details.fields ?? [],
    whoMay: details.whoMay ?? [],
    since: details.since ?? null,
  };
}

export function isRefusal(value: object): value is Refusal {
  return "kind" in value && value.kind === "refused";
}
