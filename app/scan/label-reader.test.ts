import { expect, test } from "vitest";
import { createLabelReader, type DetectorClass } from "./label-reader";

const picture = { width: 4_000, height: 3_000 } as ImageBitmap;
const video = { videoWidth: 0, videoHeight: 0 } as HTMLVideoElement;
const pixels = { data: new Uint8ClampedArray(4), width: 1, height: 1 };

function setUp(detectors: DetectorClass | undefined, decoded: readonly (string | null)[] = ["decoded"]) {
  const sides: number[] = [];
  const left = [...decoded];
  const reader = createLabelReader({
    detectors,
    loadDecoder: async () => ({ decode: () => left.shift() ?? null }),
    pixelsOf: (_picture, side) => {
      sides.push(side);
      return pixels;
    },
  });
  return { reader, sides };
}

function detectorClass(detect: () => Promise<{ rawValue: string }[]>, known = ["qr_code", "aztec"]) {
  const made: (readonly string[])[] = [];
  class Fake {
    static getSupportedFormats = async () => known;
    detect = detect;
    constructor({ formats }: { readonly formats: readonly string[] }) {
      made.push(formats);
    }
  }
  return { Fake: Fake as DetectorClass, made };
}

test("the browser's own detector is preferred, and asked for what it knows", async () => {
  const { Fake, made } = detectorClass(async () => [{ rawValue: "A-DR-017" }]);
  const { reader, sides } = setUp(Fake);
  expect(await reader.read(picture, "frame")).toBe("A-DR-017");
  expect(await reader.read(picture, "frame")).toBe("A-DR-017");
  expect(made).toEqual([["qr_code"]]);
  expect(sides).toEqual([]);
});

test("without one, or one that knows no QR codes, the decoder reads", async () => {
  expect(await setUp(undefined).reader.read(picture, "frame")).toBe("decoded");
  const { Fake, made } = detectorClass(async () => [], ["ean_13"]);
  expect(await setUp(Fake).reader.read(picture, "frame")).toBe("decoded");
  expect(made).toEqual([]);
});

test("a detector whose service is missing is asked once", async () => {
  let asked = 0;
  const { Fake } = detectorClass(async () => {
    asked++;
    throw new DOMException("", "NotSupportedError");
  });
  const { reader } = setUp(Fake, ["first", "second"]);
  expect(await reader.read(picture, "frame")).toBe("first");
  expect(await reader.read(picture, "frame")).toBe("second");
  expect(asked).toBe(1);
});

test("a chosen picture is tried in three sizes, however small it is, a frame of the camera in one", async () => {
  const chosen = setUp(undefined, [null, null, "small"]);
  expect(await chosen.reader.read(picture, "picture")).toBe("small");
  expect(chosen.sides).toEqual([1_600, 960, 640]);
  const small = setUp(undefined, [null, null, null]);
  expect(await small.reader.read({ width: 500, height: 265 } as ImageBitmap, "picture")).toBeNull();
  expect(small.sides).toEqual([500, 300, 200]);
  const frame = setUp(undefined, [null, "small"]);
  expect(await frame.reader.read(video, "frame")).toBeNull();
  expect(frame.sides).toEqual([960]);
});
