/** EXIF as a camera writes it, written apart from client/attachments/exif-write.ts, which it is to try. */

export interface CameraEntry {
  readonly tag: number;
  readonly type: "byte" | "ascii" | "short" | "long" | "rational";
  /** A rational is two of them. */
  readonly values: readonly number[];
}

const types = {
  byte: { code: 1, bytes: 1 },
  ascii: { code: 2, bytes: 1 },
  short: { code: 3, bytes: 2 },
  long: { code: 4, bytes: 4 },
  rational: { code: 5, bytes: 4 },
} as const;

export interface CameraExif {
  readonly isLittle?: boolean;
  readonly entries?: readonly CameraEntry[];
  readonly gps?: readonly CameraEntry[];
}

export function ascii(text: string): readonly number[] {
  return [...new TextEncoder().encode(`${text}\0`)];
}

export const cameraMake: CameraEntry = { tag: 0x010f, type: "ascii", values: ascii("Genba Camera Works") };
export const cameraSerial: CameraEntry = { tag: 0xa431, type: "ascii", values: ascii("SERIAL-0451") };
export const orientationOf = (value: number): CameraEntry => ({
  tag: 0x0112,
  type: "short",
  values: [value],
});

/** 25° 2' 0.96" N, 121° 33' 52.56" E, 12.5 m, with the time and the direction that nobody asked for. */
export const taipei: readonly CameraEntry[] = [
  { tag: 0, type: "byte", values: [2, 3, 0, 0] },
  { tag: 1, type: "ascii", values: ascii("N") },
  { tag: 2, type: "rational", values: [25, 1, 2, 1, 96, 100] },
  { tag: 3, type: "ascii", values: ascii("E") },
  { tag: 4, type: "rational", values: [121, 1, 33, 1, 5256, 100] },
  { tag: 5, type: "byte", values: [0] },
  { tag: 6, type: "rational", values: [125, 10] },
  { tag: 7, type: "rational", values: [8, 1, 15, 1, 30, 1] },
  { tag: 17, type: "rational", values: [271, 1] },
  { tag: 29, type: "ascii", values: ascii("2026:03:14") },
];

/** Which of them say where, and not when or in which direction. */
export function positionOf(gps: readonly CameraEntry[]): readonly CameraEntry[] {
  return gps.filter(({ tag }) => tag <= 6);
}

/** The TIFF structure alone. */
export function cameraTiff({ isLittle = false, entries = [], gps }: CameraExif): Uint8Array {
  const start = 8;
  const withPointer = (to: number): readonly CameraEntry[] =>
    gps === undefined ? entries : [...entries, { tag: 0x8825, type: "long", values: [to] }];
  const gpsStart = start + directoryOf(withPointer(0), start, isLittle).length;
  return Uint8Array.from([
    ...(isLittle ? [0x49, 0x49] : [0x4d, 0x4d]),
    ...digits(42, 2, isLittle),
    ...digits(start, 4, isLittle),
    ...directoryOf(withPointer(gpsStart), start, isLittle),
    ...(gps === undefined ? [] : directoryOf(gps, gpsStart, isLittle)),
  ]);
}

/** `jpeg` with the EXIF as its first segment. */
export function withCameraExif(jpeg: Uint8Array, exif: CameraExif): Uint8Array {
  return withTiff(jpeg, cameraTiff(exif));
}

export function withTiff(jpeg: Uint8Array, tiff: Uint8Array): Uint8Array {
  const mark = ascii("Exif\0");
  const length = digits(2 + mark.length + tiff.length, 2, false);
  return joined(jpeg.subarray(0, 2), [0xff, 0xe1], length, mark, tiff, jpeg.subarray(2));
}

export function joined(...parts: readonly ArrayLike<number>[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function directoryOf(entries: readonly CameraEntry[], start: number, isLittle: boolean): readonly number[] {
  const valuesStart = start + 2 + entries.length * 12 + 4;
  const inside = [...digits(entries.length, 2, isLittle)];
  const outside: number[] = [];
  for (const { tag, type, values } of entries) {
    const { code, bytes } = types[type];
    const count = type === "rational" ? values.length / 2 : values.length;
    const written = values.flatMap((value) => digits(value, bytes, isLittle));
    inside.push(...digits(tag, 2, isLittle), ...digits(code, 2, isLittle), ...digits(count, 4, isLittle));
    if (written.length <= 4) inside.push(...written, ...Array<number>(4 - written.length).fill(0));
    else {
      inside.push(...digits(valuesStart + outside.length, 4, isLittle));
      outside.push(...written);
    }
  }
  return [...inside, 0, 0, 0, 0, ...outside];
}

function digits(value: number, bytes: number, isLittle: boolean): number[] {
  const ascending = Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** index) % 256);
  return isLittle ? ascending : ascending.reverse();
}
