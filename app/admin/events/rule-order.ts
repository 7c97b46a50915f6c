/** Lists in an order that is changed by hand. Pure. */

/** With one moved a place up (-1) or down; the same list where it cannot. */
export function moved<Id>(ids: readonly Id[], id: Id, by: 1 | -1): readonly Id[] {
  const from = ids.indexOf(id);
  const to = from + by;
  if (from < 0 || to < 0 || to >= ids.length) return ids;
  const others = ids.filter((one) => one !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}

/** Those of `present` in the order of `ids`; what is new to it stands at the end, as rules are added there. */
export function reordered<Id>(ids: readonly Id[], present: readonly Id[]): readonly Id[] {
  const kept = ids.filter((id) => present.includes(id));
  return [...kept, ...present.filter((id) => !kept.includes(id))];
}
