/** The bounds of the protocol, checked before an action is saved: what the server would not even read is never queued. */
import { attachmentsMax } from "../../core/attachments/attachment";
import {
  type ActionArgs,
  type ArgName,
  isStorable,
  listMax,
  textMaxLength,
  titleMaxLength,
} from "../../core/sync/protocol";

/** The arguments that are too long; empty when all fit. */
export function checkBounds(args: ActionArgs): readonly ArgName[] {
  return Object.entries(args)
    .filter(([name, value]) => !fits(name, value))
    .map(([name]) => name as ArgName);
}

function fits(name: string, value: unknown): boolean {
  if (typeof value === "string") {
    return value.length <= (name === "title" ? titleMaxLength : textMaxLength) && isStorable(value);
  }
  if (Array.isArray(value)) return value.length <= (name === "attachments" ? attachmentsMax : listMax);
  return typeof value !== "number" || Number.isFinite(value);
}
