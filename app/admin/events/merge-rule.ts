/**
 * Two editors of one rule: what only one of them changed is taken from each, so that only a part that both changed is
 * told. A part is its name, whether it is active, or one part of its definition. Pure, but for `saveRule`.
 */
import { AdminError } from "../../../client/admin-request";
import type { EventAdmin } from "../../../client/event-admin";
import type { RuleDraft, RuleRecord } from "../../../core/events/administration";

export type RulePart = "name" | "active" | keyof RuleDraft["definition"];

interface Merged {
  readonly draft: RuleDraft;
  /** Parts that both changed, each to something else; `draft` has ours. */
  readonly collisions: readonly RulePart[];
}

/** `begun`: as our editor began; `present`: as somebody else left it. */
export function mergeRule(begun: RuleDraft, present: RuleDraft, ours: RuleDraft): Merged {
  const [before, theirs, mine] = [flat(begun), flat(present), flat(ours)];
  const parts = Object.keys(mine) as RulePart[];
  const isMine = (part: RulePart) => !isSame(mine[part], before[part]);
  const merged = Object.fromEntries(parts.map((part) => [part, isMine(part) ? mine[part] : theirs[part]]));
  const { name, active, ...definition } = merged as unknown as Flat;
  return {
    draft: { name, active, definition },
    collisions: parts.filter(
      (part) => isMine(part) && !isSame(theirs[part], before[part]) && !isSame(theirs[part], mine[part]),
    ),
  };
}

export function recordToDraft(record: RuleRecord): RuleDraft {
  const { id: _id, order: _order, changedAt: _changedAt, name, active, ...definition } = record;
  return { name, active, definition };
}

export interface Collision {
  readonly present: RuleRecord;
  /** Ours, with what only they changed. */
  readonly draft: RuleDraft;
  readonly parts: readonly RulePart[];
}

/**
 * `begun` null: a new one. Changed meanwhile in other parts, it is saved with both; in the same ones, `onCollision`
 * hears of it, and AdminError `changed.meanwhile` is thrown.
 */
export async function saveRule(
  events: Pick<EventAdmin, "saveRule" | "listRules">,
  begun: RuleRecord | null,
  draft: RuleDraft,
  onCollision: (collision: Collision) => void,
): Promise<void> {
  try {
    await events.saveRule(begun, draft);
  } catch (error) {
    if (begun === null || !(error instanceof AdminError) || error.code !== "changed.meanwhile") throw error;
    const present = (await events.listRules()).find(({ id }) => id === begun.id);
    if (present === undefined) throw error;
    const merged = mergeRule(recordToDraft(begun), recordToDraft(present), draft);
    if (merged.collisions.length > 0) {
      onCollision({ present, draft: merged.draft, parts: merged.collisions });
      throw error;
    }
    await events.saveRule(present, merged.draft);
  }
}

type Flat = RuleDraft["definition"] & Pick<RuleDraft, "name" | "active">;

function flat({ name, active, definition }: RuleDraft): Flat {
  return { name, active, ...definition };
}

/** As data: the order of keys says nothing, that of lists does. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null)
    return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(a[key], b[key]));
}
