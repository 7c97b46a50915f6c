/** Reads an action of an older version as one of today (A1, A2): before it is decided, on server and phone alike. */
import { type SaidArgs, upcasts } from "./upcasts";

export function newestVersion(type: string): number {
  return 1 + stepsOf(type).length;
}

/** Null: a version that this app does not know yet, or none at all. The same object when it is of today. */
export function upcast<
  Said extends { readonly type: string; readonly typeVersion: number; readonly args: object },
>(action: Said): Said | null {
  const newest = newestVersion(action.type);
  if (action.typeVersion === newest) return action;
  if (!Number.isInteger(action.typeVersion) || action.typeVersion > newest || action.typeVersion < 1)
    return null;
  const args = stepsOf(action.type)
    .slice(action.typeVersion - 1)
    .reduce<SaidArgs>((said, step) => step(said), action.args as SaidArgs);
  return { ...action, typeVersion: newest, args };
}

/** A type is a word of whoever sent it: `constructor` is none of ours. */
function stepsOf(type: string): readonly ((args: SaidArgs) => SaidArgs)[] {
  return Object.hasOwn(upcasts, type) ? (upcasts[type] ?? []) : [];
}
