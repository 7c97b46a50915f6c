import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeText } from "./merge-text";

const base = "power down rack\nswap the fan\npower up\nwatch the alarms";

describe("[A3] mergeText", () => {
  it("keeps what both changed in different lines", () => {
    const mine = base.replace("swap the fan", "swap the fan (spare on site)");
    const theirs = `${base}\ncall the desk`;
    expect(mergeText(base, mine, theirs)).toBe(
      "power down rack\nswap the fan (spare on site)\npower up\nwatch the alarms\ncall the desk",
    );
  });

  it("takes a deletion and an insertion in other places", () => {
    expect(mergeText("a\nb\nc\nd", "a\nc\nd", "a\nb\nc\nnew\nd")).toBe("a\nc\nnew\nd");
  });

  it("comes to nothing where both changed one line, or neighbours of each other", () => {
    expect(mergeText(base, base.replace("fan", "left fan"), base.replace("fan", "right fan"))).toBeNull();
    expect(mergeText("a\nb", "A\nb", "a\nB")).toBeNull();
    expect(mergeText("a", "a\nmine", "a\ntheirs")).toBeNull();
  });

  it("the same change of both is one change", () => {
    expect(mergeText("a\nb\nc", "a\nX\nc", "a\nX\nc")).toBe("a\nX\nc");
    expect(mergeText("a\nb\nc", "a\nX\nc\nY", "a\nX\nc")).toBe("a\nX\nc\nY");
  });

  it("texts too long to compare line by line do not merge, and take no time", () => {
    const many = (word: string): string =>
      Array.from({ length: 9_000 }, (_, n) => `${word}${n % 7}`).join("\n");
    expect(mergeText(many("a"), many("b"), many("c"))).toBeNull();
  });

  const text = fc
    .array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 8 })
    .map((lines) => lines.join("\n"));

  it("of any texts: no side alone is lost, order of the sides does not matter, all lines come from somewhere", () => {
    fc.assert(
      fc.property(text, text, text, (from, mine, theirs) => {
        expect(mergeText(from, from, theirs)).toBe(theirs);
        expect(mergeText(from, mine, from)).toBe(mine);
        expect(mergeText(from, mine, mine)).toBe(mine);
        const merged = mergeText(from, mine, theirs);
        expect(mergeText(from, theirs, mine)).toBe(merged);
        const known = new Set([...from.split("\n"), ...mine.split("\n"), ...theirs.split("\n")]);
        for (const line of merged?.split("\n") ?? []) expect(known).toContain(line);
      }),
      { numRuns: 2_000 },
    );
  });

  it("of one line changed on each side, with unchanged lines between: both changes are there", () => {
    const place = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(place, place, (one, other) => {
        fc.pre(Math.abs(one - other) > 1);
        const lines = Array.from({ length: 10 }, (_, n) => `line ${n}`);
        const mine = lines.with(one, "mine").join("\n");
        const theirs = lines.with(other, "theirs").join("\n");
        expect(mergeText(lines.join("\n"), mine, theirs)).toBe(
          lines.with(one, "mine").with(other, "theirs").join("\n"),
        );
      }),
    );
  });
});
