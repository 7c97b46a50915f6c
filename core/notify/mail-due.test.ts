import { expect, test } from "vitest";
import { mailDueAt } from "./mail-due";
import { defaultChannels, noChannels } from "./matrix";

const now = 1_000_000;
const quarter = 15 * 60_000;

test.each([
  ["by default after a quarter of an hour", defaultChannels, now + quarter],
  ["at once where the matrix says mail", { ...defaultChannels, mail: true }, now],
  ["at once where it says nothing but mail", { ...noChannels, mail: true }, now],
  ["never after what was not to ring", { ...noChannels, inbox: true }, null],
  ["never where nobody can tell whether it was opened", { ...noChannels, push: true }, null],
])("mail is due %s", (_name, channels, due) => {
  expect(mailDueAt(now, channels, true)).toBe(due);
  expect(mailDueAt(now, channels, false)).toBeNull();
});
