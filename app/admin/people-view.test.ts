import { expect, test } from "vitest";
import type { PersonRecord } from "../../core/directory/administration";
import type { AccountId } from "../../core/ids";
import { peopleMatching } from "./people-view";

const person = (name: string, email: string, active = true): PersonRecord => ({
  id: name as AccountId,
  name,
  email,
  role: "agent",
  active,
});
const people = [
  person("left", "left@x.example", false),
  person("Lin Wei", "lin@x.example"),
  person("陳", "c@x.example"),
];
const namesOf = (query: string) => peopleMatching(people, query).map(({ name }) => name);

test("every word of the query is found in name or e-mail, in any width and case", () => {
  expect(namesOf("WEI lin@")).toEqual(["Lin Wei"]);
  expect(namesOf("ｌｉｎ")).toEqual(["Lin Wei"]);
  expect(namesOf("nobody")).toEqual([]);
});

test("who is inactive stands last", () => {
  expect(namesOf("").at(-1)).toBe("left");
  expect(namesOf("")).toHaveLength(3);
});
