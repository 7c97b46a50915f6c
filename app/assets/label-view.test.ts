import fc from "fast-check";
import { expect, test } from "vitest";
import type { Asset } from "../../core/directory/directory";
import {
  isOnlyThisMachine,
  type LabelView,
  labelPages,
  labelsMax,
  labelsOfPage,
  labelView,
} from "./label-view";
import { readLabel } from "./read-label";

const id = "0190b0a0-0000-7000-8000-0000000000a1";
const asset = {
  id,
  tag: "A-DR-017",
  name: "門禁讀卡機",
  siteId: "s1",
  location: "機房前室",
  active: true,
} as Asset;
const sites = new Map([["s1", { id: "s1", name: "台中資料中心" }]]) as never;
const label = (tag: string): LabelView => ({ id: tag as never, tag, name: "", place: "", address: "" });

test("a label says tag, name and place, and its code leads back to the asset", () => {
  const view = labelView(asset, { sites }, "https://desk.example");
  expect(view).toMatchObject({ tag: "A-DR-017", name: "門禁讀卡機", place: "台中資料中心 · 機房前室" });
  expect(readLabel(view.address, "https://desk.example", new Map([[id, asset]]))).toEqual({
    kind: "asset",
    asset,
  });
});

test("a site that this phone does not know leaves no gap", () => {
  expect(labelView(asset, { sites: new Map() }, "").place).toBe("機房前室");
});

test("labels fill pages in order, after what is gone from the first", () => {
  fc.assert(
    fc.property(fc.nat(600), fc.integer({ min: -5, max: 60 }), (count, used) => {
      const labels = Array.from({ length: count }, (_, index) => label(`${index}`));
      const pages = labelPages(labels, used);
      const printed = pages.flat();
      expect(printed.filter((one) => one !== null)).toEqual(labels.slice(0, labelsMax));
      expect(printed.findIndex((one) => one !== null)).toBe(
        count === 0 ? -1 : Math.max(0, Math.min(labelsOfPage - 1, used)),
      );
      for (const page of pages.slice(0, -1)) expect(page).toHaveLength(labelsOfPage);
    }),
  );
});

test("an address of this machine alone is told", () => {
  for (const own of ["http://localhost:3000", "http://127.0.0.1", "http://[::1]:80"]) {
    expect(isOnlyThisMachine(own)).toBe(true);
  }
  for (const shared of ["https://desk.example", "https://localhost.example", "http://10.0.0.7:3000"]) {
    expect(isOnlyThisMachine(shared)).toBe(false);
  }
});
