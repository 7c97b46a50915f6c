import fc from "fast-check";
import { expect, test } from "vitest";
import { isStorable, titleMaxLength } from "../../core/sync/protocol";
import { nameOfDrawing, storableName } from "./prepare-name";

test.each([
  ["IMG_0451.HEIC", "image/jpeg", "IMG_0451.jpg"],
  ["IMG_0451.JPEG", "image/jpeg", "IMG_0451.JPEG"],
  ["螢幕截圖 2026-03-14.webp", "image/png", "螢幕截圖 2026-03-14.png"],
  ["scan.v2 final", "image/jpeg", "scan.v2 final.jpg"],
  ["", "image/jpeg", "photo.jpg"],
  [".jpg", "image/jpeg", "jpg.jpg"],
])("a picture drawn anew: %j as %s is %j", (name, mediaType, expected) => {
  expect(nameOfDrawing(name, mediaType)).toBe(expected);
});

test.each([
  ["core-switch.log", "text/plain", "core-switch.log"],
  ["C:\\Users\\mei\\report.pdf", "application/pdf", "report.pdf"],
  ["../../etc/passwd", "text/plain", "passwd"],
  ["invoice\u202egpj.exe", "application/octet-stream", "invoicegpj.exe"],
  ["two\nlines\0.txt", "text/plain", "twolines.txt"],
  ["half \ud83d.txt", "text/plain", "half .txt"],
  ["", "application/pdf", "file"],
  ["", "image/heic", "photo"],
  [" .. ", "video/mp4", "file"],
])("a file as it is: %j (%s) is %j", (name, mediaType, expected) => {
  expect(storableName(name, mediaType)).toBe(expected);
});

test.each([
  ["機".repeat(300), "機".repeat(196)],
  // No half of a pair is left at the cut.
  [`x${"😀".repeat(150)}`, `x${"😀".repeat(97)}`],
])("a long name loses its end and keeps its extension", (stem, kept) => {
  expect(storableName(`${stem}.pdf`, "application/pdf")).toBe(`${kept}.pdf`);
});

test("any name is storable, bounded, no path, and stays as it is from then on", () => {
  const names = fc.oneof(
    fc.string({ unit: "binary", maxLength: 400 }),
    fc.string({
      unit: fc.constantFrom("a", ".", "/", "\\", " ", "\0", "\ud83d", "\ude00", "😀"),
      maxLength: 300,
    }),
  );
  fc.assert(
    fc.property(names, fc.constantFrom("image/jpeg", "image/png", "text/plain"), (name, mediaType) => {
      for (const nameOf of [storableName, nameOfDrawing]) {
        const once = nameOf(name, mediaType);
        expect(isStorable(once)).toBe(true);
        expect(once).toMatch(/^[^/\\\p{Cc}]{1,200}$/u);
        expect(once.length).toBeLessThanOrEqual(titleMaxLength);
        expect(nameOf(once, mediaType)).toBe(once);
      }
    }),
    { numRuns: 300 },
  );
});
