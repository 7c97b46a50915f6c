import { expect, test } from "vitest";
import { kindText, sizeText } from "./file-text";

test("a size is said as a person would", () => {
  const said = [0, 900, 48_300, 999_999, 1_000_000, 2_345_678, 24_900_000, 10_743_000_000].map((size) =>
    sizeText("en", size),
  );
  expect(said).toEqual(["1 KB", "1 KB", "48 KB", "1,000 KB", "1 MB", "2.3 MB", "25 MB", "11 GB"]);
});

test("the kind is the ending of the name", () => {
  const names = ["pump.JPG", "開機.log", "a.tar.gz", "noending", "odd.<b>", "long.extension"];
  expect(names.map((name) => kindText({ name }))).toEqual(["JPG", "LOG", "GZ", "", "", ""]);
});
