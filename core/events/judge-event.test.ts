import { expect, test } from "vitest";
import type { TicketId } from "../ids";
import { dueAt, type FingerprintState, initialState } from "./fingerprint-state";
import { type EventFacts, judgeEvent, passTime } from "./judge-event";
import { noStorm, placeInStorm } from "./storm";
import { eventOf, type Happening, play, start } from "./testing/small-desk";

const minute = 60_000;
const once = { count: 1, withinS: 60 };
const thrice = { count: 3, withinS: 300 };

const facts: EventFacts = {
  now: start,
  threshold: once,
  inMaintenance: false,
  incident: { kind: "over" },
  storm: noStorm,
  isOpen: () => true,
  newId: "new" as TicketId,
};

/** Minutes after the start; a late one says when it happened. */
function told(
  kind: "firing" | "recovered",
  minutes: number,
  at = minutes,
  severity = "major" as const,
): Happening {
  const now = start + minutes * minute;
  return {
    kind: "event",
    now,
    of: "f",
    at: start + at * minute,
    status: kind,
    severity,
    inMaintenance: false,
  };
}
const done = (kind: "touch" | "resolve" | "cancel" | "look", minutes: number): Happening => {
  return { kind, now: start + minutes * minute, of: "f" };
};
const storiesOf = (happenings: readonly Happening[], threshold = once) =>
  Object.values(play(happenings, threshold).stories);

test("the first that fires opens an incident, the next are appended and rise its severity only", () => {
  const judged = judgeEvent(initialState, eventOf(), facts);
  expect(judged).toMatchObject({ verdict: "opened", steps: [{ kind: "open", id: "new", parentId: null }] });
  const open = { ...facts, incident: { kind: "open", touched: false } } as const;
  const again = judgeEvent(judged.state, eventOf({ at: start + 1, severity: "critical" }), open);
  expect(again).toMatchObject({ verdict: "appended", state: { count: 2, severity: "critical" } });
  expect(again.steps).toEqual([{ kind: "raise", id: "new", severity: "critical" }]);
  const milder = judgeEvent(again.state, eventOf({ at: start + 2, severity: "info" }), open);
  expect(milder).toMatchObject({ steps: [], state: { count: 3, severity: "critical" } });
});

test("older than the last one applied is recorded only", () => {
  const { state } = judgeEvent(initialState, eventOf(), facts);
  const older = judgeEvent(state, eventOf({ at: start - 1, status: "recovered" }), {
    ...facts,
    incident: { kind: "open", touched: false },
  });
  expect(older).toMatchObject({ verdict: "late", steps: [] });
  expect(older.state).toBe(state);
});

test("three within five minutes open one, two minutes late allowed and no more", () => {
  expect(storiesOf([told("firing", 0), told("firing", 2), told("firing", 5)], thrice)).toEqual([
    ["open null"],
  ]);
  expect(storiesOf([told("firing", 0), told("firing", 2), told("firing", 5.1)], thrice)).toEqual([]);
  expect(storiesOf([told("firing", 0), told("firing", 4), told("firing", 4.5, 2)], thrice)).toEqual([
    ["open null"],
  ]);
  expect(storiesOf([told("firing", 0), told("firing", 4), told("firing", 4.5, 1.9)], thrice)).toEqual([]);
});

test("what was enough while it was well opens nothing later", () => {
  const early = [told("firing", 0), told("firing", 1), told("recovered", 2), told("firing", 3, 0.5)];
  expect(storiesOf([...early, told("firing", 5.6)], thrice)).toEqual([]);
  expect(storiesOf([...early, told("firing", 5)], thrice)).toEqual([["open null"]]);
});

test("a recovery resolves what nobody touched, and is noted on what somebody did", () => {
  expect(storiesOf([told("firing", 0), told("recovered", 5)])).toEqual([["open null", "recovered 300000"]]);
  expect(
    storiesOf([told("firing", 0), done("touch", 1), told("recovered", 5), told("recovered", 6)]),
  ).toEqual([["open null", "touch", "note 300000"]]);
});

test("resolved under an hour ago it reopens, later a new one opens; a cancelled one never comes back", () => {
  const firstHour = [told("firing", 0), done("resolve", 10)];
  expect(storiesOf([...firstHour, told("firing", 69.9)])).toEqual([["open null", "resolve", "reopen null"]]);
  expect(storiesOf([...firstHour, told("firing", 70)])).toEqual([["open null", "resolve"], ["open null"]]);
  expect(storiesOf([told("firing", 0), done("cancel", 1), told("firing", 2)])).toEqual([
    ["open null", "cancel"],
    ["open null"],
  ]);
});

const flapping = [
  told("firing", 0),
  told("recovered", 2),
  told("firing", 4),
  told("recovered", 6),
  told("firing", 8),
];

test("four flips in ten minutes are flapping: no recovery closes it until a quarter of an hour is quiet", () => {
  const opened = ["open null", "recovered 120000", "reopen null", "recovered 360000", "reopen null"];
  const happenings = [...flapping, told("recovered", 12), told("recovered", 13)];
  expect(storiesOf(happenings)).toEqual([opened]);
  expect(storiesOf([...happenings, done("look", 26.9)])).toEqual([opened]);
  expect(storiesOf([...happenings, done("look", 27)])).toEqual([[...opened, `recovered ${27 * minute}`]]);
  const touched = [...happenings, done("touch", 14), done("look", 40), done("look", 41)];
  expect(storiesOf(touched)).toEqual([[...opened, "touch", `note ${27 * minute}`]]);
  const state = play(happenings, once).states.get("f") as FingerprintState;
  expect(dueAt(state)).toBe(start + 27 * minute);
  expect(dueAt(passTime(state, start + 27 * minute, { kind: "over" }).state)).toBeNull();
});

test("four flips in more than ten minutes are none, and flapping alarms once", () => {
  const slow = [0, 4, 8, 12, 16].map((at, n) => told(n % 2 === 0 ? "firing" : "recovered", at));
  expect(play(slow, once).states.get("f")?.flapping).toBe("no");
  const held = [flapping[0]!, done("touch", 1), ...flapping.slice(1)];
  const more = [told("recovered", 10), told("firing", 12), told("recovered", 14), told("firing", 28)];
  const { told: alarms } = play([...held, ...more], once);
  expect(alarms.map(({ why }) => why)).toEqual(["open", "flapping"]);
});

test("a flip that arrives after the quiet but happened before it goes on flapping", () => {
  const late = told("firing", 28, 20);
  const { states } = play([...flapping, told("recovered", 12), done("look", 27), late], once);
  expect(states.get("f")?.flapping).toBe("yes");
});

test("people hear again of one that stays open after a quarter of an hour, of a child never", () => {
  const again = [
    told("firing", 0),
    told("firing", 14.9),
    told("firing", 15),
    told("firing", 29),
    told("firing", 30),
  ];
  expect(play(again, once).told.map(({ why, now }) => [why, (now - start) / minute])).toEqual([
    ["open", 0],
    ["update", 15],
    ["update", 30],
  ]);
  const child = { ...initialState, incidentId: "i" as TicketId, parentId: "p" as TicketId, toldAt: start };
  const later = { ...facts, now: start + 60 * minute, incident: { kind: "open", touched: false } } as const;
  expect(judgeEvent({ ...child, severity: "info" }, eventOf(), later).steps.map(({ kind }) => kind)).toEqual([
    "raise",
  ]);
});

test("what fires under maintenance is recorded only, what recovers is not lost", () => {
  const silent = { ...facts, inMaintenance: true };
  const judged = judgeEvent(initialState, eventOf(), silent);
  expect(judged).toMatchObject({ verdict: "maintenance", steps: [], state: initialState });
  const { state } = judgeEvent(initialState, eventOf(), facts);
  const recovered = judgeEvent(state, eventOf({ at: start + 1, status: "recovered" }), {
    ...silent,
    incident: { kind: "open", touched: false },
  });
  expect(recovered.verdict).toBe("resolved");
});

test("the 21st incident of a rule in five minutes is a child of the first, while that is open", () => {
  let storm = noStorm;
  const parents: (string | null)[] = [];
  for (let n = 1; n <= 23; n += 1) {
    const placed = placeInStorm(storm, start + n * 10_000, `i${n}` as TicketId, () => n !== 23);
    storm = placed.storm;
    parents.push(placed.parentId);
  }
  expect(parents).toEqual([...Array(20).fill(null), "i1", "i1", null]);
  expect(storm.openings).toEqual([{ at: start + 230_000, id: "i23" }]);
});

test("twenty in five minutes, and one more when the first of them is past, are no storm", () => {
  let storm = noStorm;
  for (let n = 1; n <= 20; n += 1)
    storm = placeInStorm(storm, start + n, `i${n}` as TicketId, () => true).storm;
  const at = start + 1 + 5 * minute;
  expect(placeInStorm(storm, at, "i21" as TicketId, () => true).parentId).toBeNull();
  expect(placeInStorm(storm, at - 1, "i21" as TicketId, () => true).parentId).toBe("i1");
});
