import { expect, test } from "vitest";
import { clientRoutes } from "../../core/routes";
import { scenes } from "./scenes";

test("every address of the app is drawn and judged", () => {
  const drawn = new Set(scenes.map(({ route }) => route));
  expect(clientRoutes.filter((route) => !drawn.has(route))).toEqual([]);
});

test("no two pictures have one name, and those of one person stand together", () => {
  const names = scenes.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  const people = scenes.map(({ who }) => who).filter((who, index, all) => who !== all[index - 1]);
  expect(new Set(people).size).toBe(people.length);
});
