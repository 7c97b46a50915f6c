import { describe, expect, test } from "vitest";
import { qrPath } from "../assets/qr-path";
import { decode } from "./decoder";
import type { Pixels } from "./label-reader";

const address = "https://desk.example/assets/0190b0a0-0000-7000-8000-0000000000a1";

/** White, with black rectangles: left, top, width, height. */
function draw(width: number, height: number, black: readonly (readonly number[])[]): Pixels {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [left = 0, top = 0, wide = 0, high = 0] of black) {
    for (let y = top; y < top + high; y++) {
      for (let x = left; x < left + wide; x++) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { data, width, height };
}

/** The path of our own label as a browser fills it. */
function drawQr(text: string, modulePx: number): Pixels {
  const { size, path } = qrPath(text);
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].map(([, ...numbers]) =>
    [...numbers.map(Number), 1].map((value) => value * modulePx),
  );
  return draw(size * modulePx, size * modulePx, runs);
}

/** Bars and gaps in turn, in modules. */
function drawBars(widths: string): Pixels {
  const [modulePx, quiet, high] = [3, 30, 120];
  const bars: number[][] = [];
  let left = quiet;
  for (const [index, width] of [...widths].entries()) {
    if (index % 2 === 0) bars.push([left, 20, Number(width) * modulePx, high]);
    left += Number(width) * modulePx;
  }
  return draw(left + quiet, high + 40, bars);
}

describe("the decoder reads", () => {
  test("our own label", () => {
    for (const modulePx of [2, 3, 7]) expect(decode(drawQr(address, modulePx), "frame")).toBe(address);
  });
  test("Code 128 of another maker's label", () => {
    const [start, p, u, seven, check, stop] = ["211214", "313121", "213131", "312131", "223211", "2331112"];
    const bars = [start, p, u, seven, check, stop].join("");
    expect(decode(drawBars(bars), "frame")).toBe("PU7");
  });
  test("Code 39", () => {
    const characters = { "*": "131131311", A: "311113113", "1": "311311113", "7": "111311313" } as const;
    const bars = (["*", "A", "1", "7", "*"] as const).map((one) => characters[one]).join("1");
    expect(decode(drawBars(bars), "frame")).toBe("A17");
  });
});

test("a picture without a code has no text, stripes neither", () => {
  expect(decode(draw(200, 200, []), "picture")).toBeNull();
  const stripes = Array.from({ length: 40 }, (_, index) => [index * 8, 0, 4, 200]);
  expect(decode(draw(330, 200, stripes), "picture")).toBeNull();
});
