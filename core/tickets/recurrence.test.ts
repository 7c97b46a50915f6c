import { expect, test } from "vitest";
import type { TicketId } from "../ids";
import { hasOpenProblemIn, isSameTrouble, newestTrouble, repeatedBy, suggestionOf } from "./recurrence";
import type { Ticket } from "./ticket";

const ids = (...names: string[]) => names as readonly string[] as readonly TicketId[];
const past = {
  id: "a",
  flow: "incident",
  outcome: "resolved",
  restricted: false,
  categoryId: "c",
  assetIds: ["door"],
  links: [],
} as unknown as Ticket;
const opened = { id: "b", categoryId: "c", assetIds: ["lamp", "door"] } as unknown as Ticket;

test.each([
  ["itself", { id: "b" }],
  ["a problem", { flow: "problem" }],
  ["one that was cancelled", { outcome: "cancelled" }],
  ["one that is open", { outcome: null }],
  ["a restricted one", { restricted: true }],
  ["another category", { categoryId: "d" }],
  ["another asset", { assetIds: ["lift"] }],
  ["one without an asset", { assetIds: [] }],
])("%s is not the same trouble", (_, other) => {
  expect(isSameTrouble(past, opened)).toBe(true);
  expect(isSameTrouble({ ...past, ...other } as unknown as Ticket, opened)).toBe(false);
});

test("no category is like no category", () => {
  const none = { categoryId: null };
  expect(isSameTrouble({ ...past, ...none }, { ...opened, ...none })).toBe(false);
});

test("an open problem's, or one's that is not known to be closed", () => {
  const linked = { links: [{ kind: "problemOf", ticketId: "p" }] } as unknown as Ticket;
  const known = (stage: string) => new Map([["p", { stage }]]) as unknown as Map<TicketId, Ticket>;
  expect(hasOpenProblemIn(linked, known("handle"))).toBe(true);
  expect(hasOpenProblemIn(linked, new Map())).toBe(true);
  expect(hasOpenProblemIn(linked, known("closed"))).toBe(false);
  expect(hasOpenProblemIn(past, known("handle"))).toBe(false);
});

test("in the days before it was opened, both ends included, each once, newest first, often enough", () => {
  const dayMs = 86_400_000;
  const at = (id: string, closedAt: number) => ({ id: id as string as TicketId, closedAt });
  const found = newestTrouble([
    at("first", 0),
    at("last", 2 * dayMs),
    at("last", 2 * dayMs),
    at("late", 2 * dayMs + 1),
    at("early", -1),
  ]);
  const of = (count: number) => repeatedBy(2 * dayMs, found, { days: 2, count });
  expect(of(2)).toEqual(ids("last", "first"));
  expect(of(3)).toBeNull();
});

test("a suggestion ends with a problem, and with the incident", () => {
  const recurring = { stage: "handle", links: [], recurrence: ids("a") } as const;
  expect(suggestionOf(recurring)).toEqual(["a"]);
  expect(suggestionOf({ ...recurring, stage: "closed" })).toEqual([]);
  expect(suggestionOf({ ...recurring, links: [{ kind: "problemOf", ticketId: ids("p")[0]! }] })).toEqual([]);
  expect(suggestionOf({ ...recurring, recurrence: null })).toEqual([]);
});
