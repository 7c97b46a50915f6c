import { expect, test } from "vitest";
import type { DraftRow } from "../../client/replica/database";
import { draftAction, strandedDrafts } from "./stranded";

const draft = (id: string): DraftRow => ({ id, ticketId: "t" as never, args: { notes: "x" }, savedAt: 1 });

test("[P2] a draft is stranded when its action is not offered any more, or is none at all", () => {
  const drafts = [draft("t:resolve"), draft("t:comment"), draft("t:resolve:0190"), draft("t:later")];
  expect(strandedDrafts(drafts, ["comment"]).map(({ id }) => id)).toEqual([
    "t:resolve",
    "t:resolve:0190",
    "t:later",
  ]);
  expect(strandedDrafts(drafts, ["comment", "resolve"]).map(({ id }) => id)).toEqual(["t:later"]);
});

test("the opening's draft belongs to no ticket", () => {
  expect(draftAction("open")).toBeNull();
  expect(draftAction("t:assignHandler")).toBe("assignHandler");
});
