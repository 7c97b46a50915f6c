import { expect, test } from "vitest";
import { messages } from "../../core/messages/messages";
import { agoText, fromLocalInput, momentText, spanText, toLocalInput } from "./time-text";

const t = messages["zh-TW"];
const minute = 60_000;

test("a span is told in its largest whole unit", () => {
  expect(spanText(t, 59_999)).toBe("剛剛");
  expect(spanText(t, 42 * minute)).toBe("42 分鐘");
  expect(spanText(t, 3 * 60 * minute + 5)).toBe("3 小時");
  expect(spanText(t, 49 * 60 * minute)).toBe("2 天");
  expect(agoText(messages.en, 42 * minute)).toBe("42 min ago");
});

test("a moment of today is only its time; another day and year are named", () => {
  const at = new Date(2026, 10, 23, 10, 5).getTime();
  expect(momentText("zh-TW", at, new Date(2026, 10, 23, 20, 0).getTime())).toBe("10:05");
  expect(momentText("zh-TW", at, new Date(2026, 10, 24, 20, 0).getTime())).toBe("11/23 10:05");
  expect(momentText("zh-TW", at, new Date(2027, 0, 1).getTime())).toBe("2026/11/23 10:05");
});

test("a local date and time survives the input", () => {
  const at = new Date(2026, 1, 3, 4, 5).getTime();
  expect(fromLocalInput(toLocalInput(at))).toBe(at);
  expect(fromLocalInput("")).toBeNull();
  expect(fromLocalInput("later")).toBeNull();
});
