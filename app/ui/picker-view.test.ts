import { expect, test } from "vitest";
import { pickerMatches } from "./picker-view";

const options = [
  { id: "1", label: "A-DR-017 讀卡機", note: "南港廠 1F" },
  { id: "2", label: "B-UPS-02 不斷電系統", note: "內湖 B2" },
];

test("every word must be found, in the label or its note, whatever the width and case", () => {
  expect(pickerMatches(options, "ａ-dr 南港").map((option) => option.id)).toEqual(["1"]);
  expect(pickerMatches(options, "南港 不斷電")).toEqual([]);
  expect(pickerMatches(options, "  ")).toBe(options);
});
