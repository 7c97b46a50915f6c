/**
 * Reads the position in a photo's EXIF, and nothing else of it. The bytes may come from anywhere, so reading ends on
 * any of them and answers null where they make no sense: each length is held against what is there, and of all
 * pointers only two are followed (to the first directory, to the directory of position), so that a circle of them
 * holds nobody.
 */
import {
  codeOfKind,
  entryBytes,
  exifMark,
  gpsPointerTag,
  latitude,
  latitudeHalf,
  longCode,
  longitude,
  longitudeHalf,
  type Position,
  type PositionTag,
  positionTags,
  sizeOf,
  tiffHeaderBytes,
} from "./exif-layout";

/** Of a JPEG's beginning; the segments that a camera writes lie in its first 128 KB. Null: it says no place on Earth. */
export function readPosition(head: Uint8Array): Position | null {
  const exif = findExif(head);
  const tiff = exif && openTiff(exif);
  if (!tiff) return null;
  const { view, isLittle } = tiff;
  const pointer = findEntry(tiff, view.getUint32(4, isLittle), gpsPointerTag);
  if (pointer === null || view.getUint16(pointer + 2, isLittle) !== longCode) return null;
  const directory = view.getUint32(pointer + 8, isLittle);
  const position = new Map<number, readonly number[]>();
  for (const wanted of positionTags) {
    const values = readValues(tiff, directory, wanted);
    if (values !== null) position.set(wanted.tag, values);
  }
  return isOnEarth(position) ? position : null;
}

/** Degrees, minutes, seconds each a number, and together on the globe: a phone without a fix writes 0/0. */
function isOnEarth(position: Position): boolean {
  const isWithin = ({ tag }: PositionTag, half: PositionTag, halves: string, degreesMax: number): boolean => {
    const [d = 0, dUnit = 0, m = 0, mUnit = 0, s = 0, sUnit = 0] = position.get(tag) ?? [];
    const degrees = d / dUnit + m / mUnit / 60 + s / sUnit / 3_600;
    const [letter = 0] = position.get(half.tag) ?? [];
    return degrees <= degreesMax && letter > 0 && halves.includes(String.fromCharCode(letter));
  };
  return isWithin(latitude, latitudeHalf, "NS", 90) && isWithin(longitude, longitudeHalf, "EW", 180);
}

/** The TIFF structure in the first EXIF segment before the picture's own data. */
function findExif(jpeg: Uint8Array): Uint8Array | null {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return null;
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1] ?? 0;
    // Any number of 0xff may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isPictureData = marker === 0xda || marker === 0xd9;
    if (isPictureData) return null;
    const length = ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0);
    const content = jpeg.subarray(at + 4, at + 2 + length);
    if (marker === 0xe1 && exifMark.every((byte, index) => content[index] === byte)) {
      return content.subarray(exifMark.length);
    }
    at += 2 + length;
  }
  return null;
}

interface Tiff {
  readonly view: DataView;
  readonly isLittle: boolean;
}

function openTiff(bytes: Uint8Array): Tiff | null {
  if (bytes.length < tiffHeaderBytes) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const order = view.getUint16(0);
  const isLittle = order === 0x4949;
  if (!isLittle && order !== 0x4d4d) return null;
  return view.getUint16(2, isLittle) === 42 ? { view, isLittle } : null;
}

/** Where the whole entry of `tag` stands in the directory at `directory`. */
function findEntry({ view, isLittle }: Tiff, directory: number, tag: number): number | null {
  if (directory + 2 > view.byteLength) return null;
  const count = view.getUint16(directory, isLittle);
  const end = Math.min(directory + 2 + count * entryBytes, view.byteLength);
  for (let at = directory + 2; at + entryBytes <= end; at += entryBytes) {
    if (view.getUint16(at, isLittle) === tag) return at;
  }
  return null;
}

/** Null unless it has the very form that the standard gives it: a count is never taken from the file. */
function readValues(tiff: Tiff, directory: number, wanted: PositionTag): number[] | null {
  const { tag, kind, count } = wanted;
  const { view, isLittle } = tiff;
  const entry = findEntry(tiff, directory, tag);
  if (entry === null) return null;
  const isAsWanted =
    view.getUint16(entry + 2, isLittle) === codeOfKind[kind] && view.getUint32(entry + 4, isLittle) === count;
  if (!isAsWanted) return null;
  const sizeBytes = sizeOf(wanted);
  const start = sizeBytes <= 4 ? entry + 8 : view.getUint32(entry + 8, isLittle);
  if (start + sizeBytes > view.byteLength) return null;
  return kind === "rational"
    ? Array.from({ length: count * 2 }, (_, index) => view.getUint32(start + index * 4, isLittle))
    : Array.from({ length: count }, (_, index) => view.getUint8(start + index));
}
