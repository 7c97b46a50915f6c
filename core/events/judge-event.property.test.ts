import fc from "fast-check";
import { expect, test } from "vitest";
import { severities } from "./event";
import { updateEveryMs } from "./fingerprint-state";
import { foretell } from "./testing/oracle";
import { type Happening, play, start } from "./testing/small-desk";

const minute = 60_000;

/** Pauses that are next to every bound: 2, 5, 10, 15 and 60 minutes; most are short, so that things meet. */
const pause = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 3 * minute }) },
  { weight: 1, arbitrary: fc.constantFrom(5, 10, 15, 16, 59, 60, 61).map((minutes) => minutes * minute) },
);
const event = fc.record({
  kind: fc.constant("event" as const),
  pause,
  of: fc.constantFrom("a", "b"),
  late: fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 4 * minute }) },
    { weight: 1, arbitrary: fc.constantFrom(2 * minute, 2 * minute + 1, 20 * minute) },
  ),
  status: fc.constantFrom("firing" as const, "firing" as const, "recovered" as const),
  severity: fc.constantFrom(...severities),
  inMaintenance: fc.oneof(
    { weight: 6, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});
const deed = fc.record({
  kind: fc.constantFrom(
    "touch" as const,
    "resolve" as const,
    "cancel" as const,
    "look" as const,
    "look" as const,
  ),
  pause,
  of: fc.constantFrom("a", "b"),
});
const day = fc
  .array(fc.oneof({ weight: 5, arbitrary: event }, { weight: 1, arbitrary: deed }), { maxLength: 60 })
  .map((list) => {
    let now = start;
    return list.map((one): Happening => {
      now += one.pause;
      if (one.kind !== "event") return { kind: one.kind, now, of: one.of };
      const { of, status, severity, inMaintenance } = one;
      return { kind: "event", now, of, at: now - one.late, status, severity, inMaintenance };
    });
  });
const threshold = fc.record({ count: fc.constantFrom(1, 1, 2, 3), withinS: fc.constantFrom(60, 300) });

test("random days become the incidents that the oracle foretells", () => {
  fc.assert(
    fc.property(day, threshold, (happenings, needed) => {
      expect(play(happenings, needed).stories).toEqual(foretell(happenings, needed));
    }),
    { numRuns: 3_000 },
  );
});

/** One fingerprint flips every few minutes, is quiet for a quarter of an hour, is looked at and taken in hand. */
const flapper = fc
  .array(
    fc.record({
      pause: fc.constantFrom(1, 2, 3, 4, 14, 15, 16).map((minutes) => minutes * minute),
      kind: fc.constantFrom("flip", "flip", "flip", "flip", "flip", "flip", "same", "touch", "look", "look"),
      late: fc.constantFrom(0, 0, 0, 0, 5 * minute, 14 * minute),
    }),
    { minLength: 8, maxLength: 40 },
  )
  .map((list) => {
    let now = start;
    let status: "firing" | "recovered" = "recovered";
    return list.map(({ pause: ms, kind, late }): Happening => {
      now += ms;
      if (kind === "touch" || kind === "look") return { kind, now, of: "a" };
      if (kind === "flip") status = status === "firing" ? "recovered" : "firing";
      return { kind: "event", now, of: "a", at: now - late, status, severity: "major", inMaintenance: false };
    });
  });

test("what flaps stays open, and its quiet resolves it, as the oracle foretells", () => {
  fc.assert(
    fc.property(flapper, (happenings) => {
      const once = { count: 1, withinS: 60 };
      expect(play(happenings, once).stories).toEqual(foretell(happenings, once));
    }),
    { numRuns: 2_000 },
  );
});

/** Fingerprints fire by the dozen within minutes; some recover, the first may be closed. */
const storm = fc
  .array(
    fc.record({
      pause: fc.constantFrom(0, 1_000, 7_000, 12_000, 20_000),
      of: fc.integer({ min: 1, max: 60 }).map((n) => `f${n}`),
      kind: fc.constantFrom(
        "firing",
        "firing",
        "firing",
        "firing",
        "firing",
        "recovered",
        "resolve",
        "cancel",
      ),
      late: fc.constantFrom(0, 0, 0, 30_000, 90_000),
    }),
    { minLength: 30, maxLength: 120 },
  )
  .map((list) => {
    let now = start;
    return list.map(({ pause: ms, of, kind, late }): Happening => {
      now += ms;
      if (kind === "resolve" || kind === "cancel") return { kind, now, of };
      const status = kind === "firing" ? ("firing" as const) : ("recovered" as const);
      return { kind: "event", now, of, at: now - late, status, severity: "major", inMaintenance: false };
    });
  });

test("storms have the children that the oracle foretells", () => {
  let children = 0;
  fc.assert(
    fc.property(storm, (happenings) => {
      const { stories } = play(happenings, { count: 1, withinS: 60 });
      children += Object.values(stories).filter(([opening]) => opening !== "open null").length;
      expect(stories).toEqual(foretell(happenings, { count: 1, withinS: 60 }));
    }),
    { numRuns: 500 },
  );
  expect(children).toBeGreaterThan(100);
});

test("people are told of an incident that is open once a quarter of an hour at most, and of flapping once", () => {
  fc.assert(
    fc.property(day, threshold, (happenings, needed) => {
      const { told } = play(happenings, needed);
      for (const [index, { id, now, why }] of told.entries()) {
        const before = told.slice(0, index).findLast((one) => one.id === id);
        if (why === "update") expect(now - (before?.now ?? 0)).toBeGreaterThanOrEqual(updateEveryMs);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("a state stays small, whatever comes", () => {
  fc.assert(
    fc.property(day, threshold, (happenings, needed) => {
      for (const state of play(happenings, needed).states.values()) {
        expect(state.flips.length).toBeLessThanOrEqual(4);
        expect(state.past.length).toBeLessThanOrEqual(20);
      }
    }),
    { numRuns: 300 },
  );
});
