import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { actionLabel } from "./action-label";
import { adminEn } from "./admin-en";
import { adminZhTW } from "./admin-zh-tw";
import { messages } from "./messages";
import { numberText } from "./number-text";
import { locales } from "./vocabulary-texts";

/** Decided with the forms of problems and changes (docs/decisions/0014-first-load.md). */
const sizeBudgetBytes = 6_100;

test("an action is named by its flow and stage as WORKFLOWS.md names it", () => {
  const t = messages["zh-TW"];
  expect(actionLabel(t, "resolveNow", "incident", "assign")).toBe("立即解決");
  expect(actionLabel(t, "resolveNow", "problem", "assign")).toBe("立即排除");
  expect(actionLabel(t, "assignHandler", "problem", "investigate")).toBe("分析並指派處理人員");
  expect(actionLabel(t, "submitForReview", "normal", "new")).toBe("送審");
  expect(actionLabel(t, "submitForReview", "normal", "done")).toBe("送結案審核");
  expect(actionLabel(t, "reject", "normal", "closingReview")).toBe("退回補件");
});

test("a ticket without a number is told apart by the end of its id", () => {
  expect(numberText("incident", 482, "0190-a3f")).toBe("INC-000482");
  expect(numberText("normal", null, "0190-a3f")).toBe("CHG-…a3f");
});

test("no text is empty in any language", () => {
  for (const locale of locales) expect(emptyPaths(messages[locale])).toEqual([]);
  for (const texts of [adminZhTW, adminEn]) expect(emptyPaths(texts)).toEqual([]);
});

test("no language grows unseen: gz of keys and words", () => {
  for (const locale of locales) {
    const words = JSON.stringify(messages[locale], (_, value) =>
      typeof value === "function" ? value(1, 2) : value,
    );
    expect(gzipSync(words).length).toBeLessThan(sizeBudgetBytes);
  }
});

function emptyPaths(value: unknown, path = ""): readonly string[] {
  if (typeof value === "string") return value.trim() === "" ? [path] : [];
  if (typeof value === "function") return String(value(1, 2)).trim() === "" ? [path] : [];
  return Object.entries(value as object).flatMap(([key, inner]) => emptyPaths(inner, `${path}.${key}`));
}
