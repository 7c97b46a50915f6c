import { expect, test } from "vitest";
import type { ProbeHops } from "../../core/push/health";
import { hopLines, patienceMs, probeVerdict } from "./hops-view";

const queued: ProbeHops = {
  state: "pending",
  queuedAt: 1_000,
  sentAt: null,
  acceptedAt: null,
  receivedAt: null,
  shownAt: null,
  attempts: 0,
  error: null,
};
const sent: ProbeHops = { ...queued, sentAt: 1_020, attempts: 1 };
const accepted: ProbeHops = { ...sent, state: "accepted", acceptedAt: 1_100 };
const received: ProbeHops = { ...accepted, receivedAt: 1_900 };
const shown: ProbeHops = { ...received, shownAt: 2_000 };

test("each hop says when it was reached, counted from the first", () => {
  expect(hopLines(received).map(({ name, afterMs }) => [name, afterMs])).toEqual([
    ["queued", 0],
    ["sent", 20],
    ["accepted", 100],
    ["received", 900],
    ["shown", null],
  ]);
});

test("clocks that disagree by a moment make no negative times", () => {
  expect(hopLines({ ...accepted, acceptedAt: 990 })[2]).toEqual({ name: "accepted", afterMs: 0 });
});

test("while there is patience nothing is said to be missing", () => {
  for (const hops of [queued, sent, accepted, received]) expect(probeVerdict(hops, 0)).toBe("running");
});

test("where it stands when patience ends is what is wrong", () => {
  const verdicts = [queued, sent, accepted, received, shown].map((hops) => probeVerdict(hops, patienceMs));
  expect(verdicts).toEqual(["notSent", "notAccepted", "notReceived", "notShown", "shown"]);
});

test("what a push service refused for good is said at once", () => {
  expect(probeVerdict({ ...sent, state: "dead", error: "403" }, 0)).toBe("notAccepted");
});
