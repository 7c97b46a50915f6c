import { expect, test } from "vitest";
import { conflictsOf, type Edits, editsTo, openEdits, rebased, withEdits } from "./edits";

interface Fields {
  readonly name: string;
  readonly parent: string | null;
}
const present: Fields = { name: "pumps", parent: null };

test("an edit says what it began with, and is gone when taken back", () => {
  const typed = editsTo({ name: "water", parent: null }, present, {});
  expect(typed).toEqual({ name: { from: "pumps", to: "water" } });
  // Somebody else renamed it meanwhile: the edit goes on from what its editor saw.
  const renamed = { ...present, name: "wells" };
  const more = editsTo({ name: "water works", parent: "b" }, renamed, typed);
  expect(more).toEqual({ name: { from: "pumps", to: "water works" }, parent: { from: null, to: "b" } });
  const moved = { name: "wells", parent: "c" };
  expect(editsTo({ name: "pumps", parent: "d" }, moved, more)).toEqual({ parent: { from: null, to: "d" } });
});

test("an edit clashes where the field is neither what it began with nor what it becomes", () => {
  const edits: Edits<Fields> = { name: { from: "pumps", to: "water" }, parent: { from: null, to: "b" } };
  expect(conflictsOf(present, edits)).toEqual({});
  expect(conflictsOf({ name: "water", parent: null }, edits)).toEqual({});
  expect(conflictsOf({ name: "wells", parent: "b" }, edits)).toEqual({ name: "wells" });
});

test("what is edited stands over what is there; what others made the same is open no more", () => {
  const edits: Edits<Fields> = { name: { from: "pumps", to: "water" } };
  expect(withEdits({ name: "wells", parent: "b" }, edits)).toEqual({ name: "water", parent: "b" });
  expect(openEdits(present, edits)).toEqual(edits);
  expect(openEdits({ ...present, name: "water" }, edits)).toEqual({});
});

test("who was shown what it is now saves over that", () => {
  const edits: Edits<Fields> = { name: { from: "pumps", to: "water" }, parent: { from: null, to: "b" } };
  expect(rebased(edits, { name: "wells" })).toEqual({
    name: { from: "wells", to: "water" },
    parent: { from: null, to: "b" },
  });
});

test("nobody there is null: who joins, who leaves, and who is in neither list", () => {
  type Roles = Readonly<Record<string, string | null>>;
  const roles: Roles = { chen: "lead", lin: "member" };
  const edits = editsTo<Roles>({ chen: "lead", lin: null, wang: "member" }, roles, {});
  expect(edits).toEqual({ lin: { from: "member", to: null }, wang: { from: null, to: "member" } });
  expect(conflictsOf<Roles>({ chen: "lead" }, edits)).toEqual({});
  expect(conflictsOf<Roles>({ lin: "lead", wang: "lead" }, edits)).toEqual({ lin: "lead", wang: "lead" });
  // A name of an object's own is nobody.
  expect(conflictsOf<Roles>({}, { toString: { from: null, to: "lead" } })).toEqual({});
});
