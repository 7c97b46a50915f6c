import type { Group } from "../../core/directory/directory";
import type { GroupId } from "../../core/ids";

export interface TreeRow {
  readonly group: Group;
  /** 0 at the top. */
  readonly depth: number;
}

/** The groups as a tree from the top, each before those below it, by name. One whose parent is not here stands at the top. */
export function groupTree(groups: ReadonlyMap<string, Group>): readonly TreeRow[] {
  const below = new Map<GroupId | null, Group[]>();
  for (const group of groups.values()) {
    const parentId = group.parentId !== null && groups.has(group.parentId) ? group.parentId : null;
    below.set(parentId, [...(below.get(parentId) ?? []), group]);
  }
  const rowsBelow = (parentId: GroupId | null, depth: number): readonly TreeRow[] =>
    (below.get(parentId) ?? [])
      .sort((a, b) => a.name.localeCompare(b.name, "zh-TW"))
      .flatMap((group) => [{ group, depth }, ...rowsBelow(group.id, depth + 1)]);
  return rowsBelow(null, 0);
}

/** Where a group may be put: anywhere but below itself. */
export function possibleParents(groups: ReadonlyMap<string, Group>, id: GroupId | null): readonly TreeRow[] {
  const rows = groupTree(groups);
  const start = rows.findIndex(({ group }) => group.id === id);
  const own = rows[start];
  if (own === undefined) return rows;
  const after = rows.slice(start + 1);
  const end = after.findIndex(({ depth }) => depth <= own.depth);
  return [...rows.slice(0, start), ...(end < 0 ? [] : after.slice(end))];
}
