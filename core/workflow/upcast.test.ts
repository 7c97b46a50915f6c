import { expect, test, vi } from "vitest";
import type { Action } from "../sync/protocol";
import { decide } from "./decide";
import { account } from "./testing/people";
import { makeAction, makeContext, makeTicket } from "./testing/world";
import { newestVersion, upcast } from "./upcast";

/** A comment that called its text `note`, then `words`. */
vi.mock("./upcasts", () => ({
  upcasts: {
    comment: [
      ({ note, ...rest }: { note?: unknown }) => ({ ...rest, words: note }),
      ({ words, ...rest }: { words?: unknown }) => ({ ...rest, text: words }),
    ],
  },
}));

const handled = makeTicket("incident", "handle", null, { holderId: account.holder });
const said = (typeVersion: number, args: object): Action =>
  makeAction("comment", args as never, { typeVersion });

test("[A1] a type's version counts its steps, and no word of the language is a type", () => {
  expect(["comment", "claim", "constructor", "__proto__"].map(newestVersion)).toEqual([3, 1, 1, 1]);
});

test.each([
  [1, { note: "三樓", restricted: true }, { text: "三樓", restricted: true }],
  [2, { words: "三樓" }, { text: "三樓" }],
  [3, { text: "三樓" }, { text: "三樓" }],
  [1, {}, { text: undefined }],
])("[A2] version %i that said %o is read as today's", (typeVersion, args, today) => {
  const action = said(typeVersion, args);
  expect(upcast(action)).toEqual({ ...action, typeVersion: 3, args: today });
  expect(action.args).toEqual(args);
});

test.each([0, -1, 1.5, 4, Number.NaN])("[S2a] version %f is none that is known, and held", (typeVersion) => {
  const action = said(typeVersion, { text: "三樓" });
  expect(upcast(action)).toBeNull();
  expect(decide(handled, action, makeContext("holder"))).toEqual({ kind: "held", code: "type.unknown" });
});

test("[A2] an older version is decided as what it means today, and refused with today's words", () => {
  const applied = decide(handled, said(1, { note: " 三樓 " }), makeContext("holder"));
  expect(applied).toMatchObject({ kind: "applied", changes: [{ activities: [{ text: "三樓" }] }] });
  expect(decide(handled, said(2, { words: " " }), makeContext("holder"))).toMatchObject({
    kind: "returned",
    code: "needs.missing",
    fields: ["text"],
  });
  // Nothing that was said under today's name before it had that meaning.
  expect(decide(handled, said(1, { text: "三樓" }), makeContext("holder"))).toMatchObject({
    kind: "returned",
  });
});
