import fc from "fast-check";
import { expect, test } from "vitest";
import type { SiteId } from "../ids";
import { type Blackout, blackoutsIn, nextFreeWindow, overlaps } from "./blackout";

const [here, there] = ["here", "there"] as string[] as [SiteId, SiteId];
const blackout = (from: number, until: number, siteIds: readonly SiteId[] = []): Blackout =>
  ({ id: `${from}`, name: "", from, until, siteIds }) as unknown as Blackout;

test("a change lies in what it overlaps, and touching is not overlapping", () => {
  const all = [blackout(20, 30), blackout(10, 20)];
  const found = (from: number, until: number) => blackoutsIn(all, { from, until }, []).map((one) => one.from);
  expect(found(15, 25)).toEqual([10, 20]);
  expect(found(0, 10)).toEqual([]);
  expect(found(30, 40)).toEqual([]);
  expect(found(0, 99)).toEqual([10, 20]);
});

test("of some sites, it is for changes there and for those that do not say where", () => {
  const one = [blackout(0, 10, [here])];
  const at = (...sites: SiteId[]) => blackoutsIn(one, { from: 5, until: 6 }, sites).length;
  expect([at(here), at(there), at(there, here), at()]).toEqual([1, 0, 1, 1]);
  expect(blackoutsIn([blackout(0, 10)], { from: 5, until: 6 }, [there])).toHaveLength(1);
});

const span = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }))
  .map(([from, length]) => ({ from, until: from + length }));

test("the next free window is free, as long, and no earlier one is", () => {
  fc.assert(
    fc.property(span, fc.array(span, { maxLength: 12 }), (wanted, busy) => {
      const found = nextFreeWindow(wanted, busy);
      const length = wanted.until - wanted.from;
      expect(found.until - found.from).toBe(length);
      const isFree = (from: number) => !busy.some((one) => overlaps(one, { from, until: from + length }));
      let first = wanted.from;
      while (!isFree(first)) first += 1;
      expect(found.from).toBe(first);
    }),
  );
});
