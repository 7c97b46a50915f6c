import { expect, test } from "vitest";
import type { Group } from "../../core/directory/directory";
import type { GroupId } from "../../core/ids";
import { groupTree, possibleParents } from "./group-tree";

const groupOf = (id: string, parentId: string | null): Group => ({
  id: id as GroupId,
  name: id,
  parentId: parentId as GroupId | null,
  active: true,
  ownsIncidents: false,
  members: [],
});
const groups = new Map(
  [
    groupOf("pumps", "field"),
    groupOf("field", "it"),
    groupOf("it", null),
    groupOf("desk", "it"),
    groupOf("lost", "nowhere"),
    groupOf("valves", "pumps"),
  ].map((group) => [group.id as string, group]),
);
const textOf = (rows: ReturnType<typeof groupTree>) =>
  rows.map(({ group, depth }) => `${"-".repeat(depth)}${group.name}`);

test("each group stands before those below it, by name, and none is lost", () => {
  expect(textOf(groupTree(groups))).toEqual(["it", "-desk", "-field", "--pumps", "---valves", "lost"]);
});

test("a group may be put anywhere but below itself", () => {
  expect(textOf(possibleParents(groups, "field" as GroupId))).toEqual(["it", "-desk", "lost"]);
  expect(textOf(possibleParents(groups, "lost" as GroupId))).toEqual([
    "it",
    "-desk",
    "-field",
    "--pumps",
    "---valves",
  ]);
  expect(possibleParents(groups, null)).toHaveLength(6);
});
