/** How EXIF says where a photo was taken. Layout and numbers: CIPA DC-008 (Exif 2.32) 4.6.6, TIFF 6.0. */

/** The tags that say where, as they were written; a rational is two numbers, numerator and denominator. */
export type Position = ReadonlyMap<number, readonly number[]>;

export type Kind = "byte" | "ascii" | "rational";
export const codeOfKind = { byte: 1, ascii: 2, rational: 5 } as const satisfies Record<Kind, number>;
const bytesOfKind = { byte: 1, ascii: 1, rational: 8 } as const satisfies Record<Kind, number>;

export interface PositionTag {
  readonly tag: number;
  readonly kind: Kind;
  readonly count: number;
}

const version: PositionTag = { tag: 0, kind: "byte", count: 4 };
export const latitudeHalf: PositionTag = { tag: 1, kind: "ascii", count: 2 };
export const latitude: PositionTag = { tag: 2, kind: "rational", count: 3 };
export const longitudeHalf: PositionTag = { tag: 3, kind: "ascii", count: 2 };
export const longitude: PositionTag = { tag: 4, kind: "rational", count: 3 };
/** Directions, speeds, times and free text are more than where. In the order a directory must have. */
export const positionTags: readonly PositionTag[] = [
  version,
  latitudeHalf,
  latitude,
  longitudeHalf,
  longitude,
  { tag: 5, kind: "byte", count: 1 },
  { tag: 6, kind: "rational", count: 1 },
  // How far off it may be.
  { tag: 31, kind: "rational", count: 1 },
];

/** Bytes of a tag's values; up to 4 stand in its entry itself. */
export function sizeOf({ kind, count }: PositionTag): number {
  return bytesOfKind[kind] * count;
}

export const gpsPointerTag = 0x8825;
export const longCode = 4;
export const tiffHeaderBytes = 8;
export const entryBytes = 12;
export const exifMark = [0x45, 0x78, 0x69, 0x66, 0, 0] as const;
