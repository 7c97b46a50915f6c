import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type CameraEntry,
  cameraMake,
  cameraSerial,
  cameraTiff,
  orientationOf,
  positionOf,
  taipei,
  withCameraExif,
  withTiff,
} from "../testing/camera-exif";
import { readPosition } from "./exif-read";
import { withPosition } from "./exif-write";

/** A start, a comment, an end: all that is looked at here. */
const plain = Buffer.from("ffd8fffe00066869686fffd9", "hex");
const entries = [cameraMake, orientationOf(6), cameraSerial];
const expected = new Map(positionOf(taipei).map(({ tag, values }) => [tag, [...values]]));

test.each([false, true])(
  "where a camera was is read and nothing else it wrote (little-endian: %s)",
  (isLittle) => {
    expect(readPosition(withCameraExif(plain, { isLittle, entries, gps: taipei }))).toEqual(expected);
  },
);

test("a picture says no place without EXIF, without a directory of position, and without a fix", () => {
  const gps = (changed: CameraEntry) => taipei.map((entry) => (entry.tag === changed.tag ? changed : entry));
  const noFix: CameraEntry = { tag: 2, type: "rational", values: [0, 0, 0, 0, 0, 0] };
  const offEarth: CameraEntry = { tag: 4, type: "rational", values: [181, 1, 0, 1, 0, 1] };
  const noHalf: CameraEntry = { tag: 1, type: "ascii", values: [0, 0] };
  expect(readPosition(plain)).toBeNull();
  expect(readPosition(withCameraExif(plain, { entries }))).toBeNull();
  for (const changed of [noFix, offEarth, noHalf]) {
    expect(readPosition(withCameraExif(plain, { gps: gps(changed) }))).toBeNull();
  }
});

test("EXIF is found behind other segments, and not behind the picture's data", () => {
  const exif = withCameraExif(plain, { gps: taipei }).subarray(2, -plain.length + 2);
  const at = (before: string) => Buffer.concat([Buffer.from(before, "hex"), exif, plain.subarray(2)]);
  expect(readPosition(at("ffd8ffe000044a46ffe1000458584fff"))).toBeNull();
  expect(readPosition(at("ffd8ffe000044a46ffe100045858ffff"))).toEqual(expected);
  expect(readPosition(at("ffd8ffda00044a46"))).toBeNull();
});

test("directories in a circle, and pointers and counts of any size, end", () => {
  const tiff = Buffer.from(cameraTiff({ entries, gps: taipei }));
  const pointer = tiff.indexOf(Buffer.from("882500040000000100", "hex")) + 8;
  const latitudeCount = tiff.indexOf(Buffer.from("0002000500000003", "hex")) + 4;
  const changes = [
    [pointer, 8],
    [pointer, 0xffffffff],
    [pointer, tiff.length - 1],
    [latitudeCount, 0xffffffff],
    [latitudeCount + 4, 0xfffffff0],
    [4, 0xffffffff],
  ] as const;
  for (const [at, value] of changes) {
    const changed = Buffer.from(tiff);
    changed.writeUInt32BE(value, at);
    expect(readPosition(withTiff(plain, changed))).toBeNull();
  }
  const manyEntries = Buffer.from(tiff);
  manyEntries.writeUInt16BE(0xffff, 8);
  expect(readPosition(withTiff(plain, manyEntries))).toEqual(expected);
});

test("a picture cut off anywhere says all or nothing", () => {
  const whole = withCameraExif(plain, { entries, gps: taipei });
  for (let length = 0; length < whole.length; length++) {
    const position = readPosition(whole.subarray(0, length));
    if (position !== null) expect([...expected]).toEqual(expect.arrayContaining([...position]));
  }
});

test("any bytes are read to an end, and what is read of them can be written and read again", () => {
  const original = withCameraExif(plain, { isLittle: true, entries, gps: taipei });
  const changes = fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { maxLength: 12 });
  const damaged = changes.map((all) => {
    const copy = original.slice();
    for (const [at, value] of all) copy[at] = value;
    return copy;
  });
  const bare = fc.uint8Array({ maxLength: 400 }).map((tiff) => withTiff(plain, tiff));
  fc.assert(
    fc.property(fc.oneof(damaged, bare, fc.uint8Array({ maxLength: 400 })), (bytes) => {
      const position = readPosition(bytes);
      if (position !== null) expect(readPosition(withPosition(plain, position))).toEqual(position);
    }),
    { numRuns: 2_000 },
  );
});

test("a position is put in with no other word of the camera, before all that the picture had", () => {
  const original = withCameraExif(plain, { isLittle: true, entries, gps: taipei });
  const position = readPosition(original);
  expect(withPosition(plain, position!)).toEqual(withCameraExif(plain, { gps: positionOf(taipei) }));
});

test("any place on Earth comes back as it was put in", () => {
  const unit = fc.integer({ min: 1, max: 0xffffffff });
  const angle = (degreesMax: number) =>
    fc
      .tuple(fc.nat(degreesMax - 1), fc.nat(59), fc.nat(59), unit)
      .map(([degrees, minutes, seconds, parts]) => [degrees, 1, minutes, 1, seconds, parts]);
  const places = fc.tuple(
    fc.constantFrom(78, 83),
    angle(90),
    fc.constantFrom(69, 87),
    angle(180),
    fc.option(fc.tuple(unit, unit)),
  );
  fc.assert(
    fc.property(places, ([northOrSouth, latitude, eastOrWest, longitude, error]) => {
      const position = new Map<number, readonly number[]>([
        [1, [northOrSouth, 0]],
        [2, latitude],
        [3, [eastOrWest, 0]],
        [4, longitude],
        ...(error === null ? [] : [[31, error] as const]),
      ]);
      expect(readPosition(withPosition(plain, position))).toEqual(position);
    }),
  );
});
