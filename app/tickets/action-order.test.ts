import { expect, test } from "vitest";
import type { ActionType } from "../../core/workflow/vocabulary";
import { arrangeActions } from "./action-order";

/** As core gives them: the primary one first, when there is one. */
const offer = (primary: ActionType | null, ...others: ActionType[]) => [
  ...(primary ? [{ action: primary, needed: [], primary: true }] : []),
  ...others.map((action) => ({ action, needed: [], primary: false })),
];
const names = (arranged: ReturnType<typeof arrangeActions>) => [
  arranged.main?.action,
  arranged.second?.action,
  arranged.rest.map(({ action }) => action),
];

test("a handler's amber action is 排除事故, 返回指派 beside it", () => {
  const offered = offer("resolve", "returnToAssign", "hold", "transfer", "comment");
  expect(names(arrangeActions(offered))).toEqual([
    "resolve",
    "returnToAssign",
    ["hold", "transfer", "comment"],
  ]);
});

test("a lead assigns, and may claim beside it; cancelling is behind more", () => {
  expect(names(arrangeActions(offer("assignHandler", "claim", "cancel")))).toEqual([
    "assignHandler",
    "claim",
    ["cancel"],
  ]);
});

test("without a way forward nothing is amber, and a comment is at hand", () => {
  expect(names(arrangeActions(offer(null, "cancel", "comment")))).toEqual([undefined, "comment", ["cancel"]]);
});
