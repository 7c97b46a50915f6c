import fc from "fast-check";
import { expect, test } from "vitest";
import type { Asset } from "../../core/directory/directory";
import { labelAddress, readLabel, shownMaxLength } from "./read-label";

const origin = "https://desk.example";
const id = "0190b0a0-0000-7000-8000-0000000000a1";
const asset = (more: Partial<Asset> = {}): Asset =>
  ({ id, tag: "A-DR-017", name: "門禁讀卡機", location: "", groupId: null, active: true, ...more }) as Asset;
const assets = new Map([[id, asset()]]);
const read = (text: string) => readLabel(text, origin, assets);
const found = { kind: "asset", asset: asset() };

test("the address on our own label is the asset, also printed in capitals or without its origin", () => {
  const address = labelAddress(origin, asset().id);
  for (const text of [
    address,
    address.toUpperCase(),
    `/assets/${id}`,
    `${address}/`,
    `${address}?from=label`,
  ]) {
    expect(read(text)).toEqual(found);
  }
});

test("a bare tag is found in any case, with blanks around it and in full-width letters", () => {
  for (const text of ["A-DR-017", " a-dr-017\r\n", "Ａ－ＤＲ－０１７", "a-dr-０１７"])
    expect(read(text)).toEqual(found);
});

test("an address of another origin is a text, whatever it looks like", () => {
  for (const foreign of [
    `https://desk.example.evil.test/assets/${id}`,
    `https://evil.test/assets/${id}`,
    `https://desk.example@evil.test/assets/${id}`,
    `http://desk.example/assets/${id}`,
    `//evil.test/assets/${id}`,
  ]) {
    expect(read(foreign)).toEqual({ kind: "unknown", text: foreign });
  }
});

test("an address of an asset that is not in the list is unknown", () => {
  const text = `${origin}/assets/0190b0a0-0000-7000-8000-0000000000ff`;
  expect(read(text)).toEqual({ kind: "unknown", text });
});

test("of two things with one tag the one in use is meant; one out of use is still found", () => {
  const old = asset({ id: "0190b0a0-0000-7000-8000-0000000000a0" as never, active: false });
  const both = new Map([
    [old.id as string, old],
    [id, asset()],
  ]);
  expect(readLabel("a-dr-017", origin, both)).toEqual(found);
  expect(readLabel("a-dr-017", origin, new Map([[old.id as string, old]]))).toEqual({
    kind: "asset",
    asset: old,
  });
});

test("hostile texts are harmless: one short line without controls, and never an asset", () => {
  for (const text of [
    "javascript:alert(1)",
    "data:text/html,<b>",
    "\u202ehidden\u0000\u001b[2J",
    "",
    " ",
    "\ud800",
  ]) {
    expect(read(text).kind).toBe("unknown");
  }
  expect(read("\u202ea\u0000b\nc")).toEqual({ kind: "unknown", text: "a b c" });
  expect(read("台".repeat(100_000))).toEqual({ kind: "unknown", text: "台".repeat(shownMaxLength) });
});

test("whatever is scanned, what is shown is one line within its bound", () => {
  const anything = fc.oneof(fc.string({ unit: "binary", maxLength: 3_000 }), fc.webUrl(), fc.string());
  fc.assert(
    fc.property(anything, (text) => {
      const reading = read(text);
      if (reading.kind === "asset") return;
      expect([...reading.text].length).toBeLessThanOrEqual(shownMaxLength);
      expect(reading.text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }),
  );
});

test("a tag is found however it is cased, widened and spaced", () => {
  const widen = (text: string): string =>
    text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
  const tag = fc.stringMatching(/^[A-Z]{1,4}-[A-Z0-9]{1,6}-[0-9]{1,4}$/);
  fc.assert(
    fc.property(tag, fc.constantFrom("", " ", "\n"), fc.boolean(), fc.boolean(), (name, blank, wide, low) => {
      const one = asset({ tag: name });
      const said = low ? name.toLowerCase() : name;
      expect(readLabel(blank + (wide ? widen(said) : said) + blank, origin, new Map([[id, one]]))).toEqual({
        kind: "asset",
        asset: one,
      });
    }),
  );
});
