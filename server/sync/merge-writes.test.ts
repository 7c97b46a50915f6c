import { expect, test } from "vitest";
import type { TicketId } from "../../core/ids";
import { mergeWrites } from "./merge-writes";
import { noEffects, type Writes } from "./write";

type Rows = Omit<Writes, "client">;
const id = "ticket" as TicketId;
const writes = (given: Partial<Rows>): Rows => ({ ...noEffects, ...given });
const ticket = (version: number, isNew: boolean) => ({ id, version, isNew }) as Rows["tickets"][number];
const link = { ticketId: id, kind: "fixes", linkedId: "other" as TicketId } as const;
const knownError = { problemId: id, categoryId: null, assetIds: [], workaround: "restart" };

test("[S4] a ticket is written once, as it was last, and is new if it began as new", () => {
  expect(
    mergeWrites([writes({ tickets: [ticket(1, true)] }), writes({ tickets: [ticket(2, false)] })]),
  ).toEqual(writes({ tickets: [ticket(2, true)] }));
  expect(
    mergeWrites([writes({ tickets: [ticket(4, false)] }), writes({ tickets: [ticket(5, false)] })]),
  ).toEqual(writes({ tickets: [ticket(5, false)] }));
});

test("[S4] of a link or a known error that comes and goes the last word counts", () => {
  const [comes, goes] = [writes({ linksNew: [link] }), writes({ linksGone: [link] })];
  expect(mergeWrites([comes, goes])).toEqual(goes);
  expect(mergeWrites([goes, comes])).toEqual(comes);
  const [known, forgotten] = [writes({ knownErrors: [knownError] }), writes({ knownErrorsGone: [id] })];
  expect(mergeWrites([known, forgotten])).toEqual(forgotten);
  expect(mergeWrites([forgotten, known])).toEqual(known);
});

test("[S4] lines, outcomes and people told are added up in their order", () => {
  const line = (key: string) => writes({ outbox: [{ key }] as never, activities: [{ id: key }] as never });
  expect(mergeWrites([line("a"), line("b")])).toEqual(
    writes({
      outbox: [{ key: "a" }, { key: "b" }] as never,
      activities: [{ id: "a" }, { id: "b" }] as never,
    }),
  );
  expect(mergeWrites([])).toEqual(noEffects);
});
