import { expect, test } from "vitest";
import { messages } from "../../core/messages/messages";
import type { Activity, Ticket } from "../../core/tickets/ticket";
import { differenceLines, votedRevision } from "./material-view";

const now = new Date(2026, 10, 25, 9).getTime();
const context = {
  t: messages["zh-TW"],
  locale: "zh-TW" as const,
  now,
  directory: {
    people: new Map([["p2", { name: "張志豪" }]]),
    assets: new Map([["a1", { tag: "SW-B-01" }]]),
  } as never,
};
const ticket = {
  revision: 3,
  assetIds: ["a1"],
  holderId: "p2",
  change: {
    scope: "B 棟",
    risk: "high",
    riskAssessment: "",
    steps: "2",
    rollbackPlan: "切回",
    window: { from: now, until: now + 7_200_000 },
  },
} as unknown as Ticket;
const line = (details: object, more: object = {}): Activity => ({ details, ...more }) as unknown as Activity;

test("each changed field says what it was and what it is, in words", () => {
  const was = { risk: "low", window: null, assetIds: [], implementerId: null, riskAssessment: "" };
  expect(differenceLines(ticket, [line({ revision: 3, was })], 2, context)).toEqual([
    { label: "風險", from: "低", to: "高" },
    { label: "變更時段", from: "（沒有）", to: "09:00 – 11:00" },
    { label: "資產", from: "（沒有）", to: "SW-B-01" },
    { label: "實施人員", from: "（沒有）", to: "張志豪" },
  ]);
});

test("the revision that I voted on last, not one of now or of somebody else", () => {
  const vote = (revision: number, actorId: string) => line({ revision }, { type: "approve", actorId });
  const lines = [vote(1, "me"), vote(2, "other"), vote(3, "me")];
  expect(votedRevision(ticket, lines, "me" as never)).toBe(1);
  expect(votedRevision(ticket, lines, "nobody" as never)).toBeNull();
});
