/** Puts a position into a JPEG that was drawn anew. */
import {
  codeOfKind,
  entryBytes,
  exifMark,
  gpsPointerTag,
  type Kind,
  longCode,
  type Position,
  positionTags,
  sizeOf,
  tiffHeaderBytes,
} from "./exif-layout";

/** The same JPEG with `position` as the only thing its EXIF says. `jpeg` has none yet. */
export function withPosition(jpeg: Uint8Array, position: Position): Uint8Array<ArrayBuffer> {
  const segment = writeSegment(position);
  const startMarkerBytes = 2;
  const result = new Uint8Array(jpeg.length + segment.length);
  result.set(jpeg.subarray(0, startMarkerBytes));
  result.set(segment, startMarkerBytes);
  result.set(jpeg.subarray(startMarkerBytes), startMarkerBytes + segment.length);
  return result;
}

/** An APP1 segment with two directories: the first points to the second, the second says where. */
function writeSegment(position: Position): Uint8Array {
  const tags = positionTags.filter(({ tag }) => position.has(tag));
  const gpsDirectory = tiffHeaderBytes + 2 + entryBytes + 4;
  const firstValue = gpsDirectory + 2 + tags.length * entryBytes + 4;
  const outside = tags.filter((tag) => sizeOf(tag) > 4);
  const tiffBytes = outside.reduce((sum, tag) => sum + sizeOf(tag), firstValue);
  const tiffStart = 4 + exifMark.length;
  const segment = new Uint8Array(tiffStart + tiffBytes);
  segment.set([0xff, 0xe1]);
  new DataView(segment.buffer).setUint16(2, segment.length - 2);
  segment.set(exifMark, 4);

  const view = new DataView(segment.buffer, tiffStart);
  view.setUint16(0, 0x4d4d);
  view.setUint16(2, 42);
  view.setUint32(4, tiffHeaderBytes);
  view.setUint16(tiffHeaderBytes, 1);
  writeEntry(view, tiffHeaderBytes + 2, gpsPointerTag, longCode, 1);
  view.setUint32(tiffHeaderBytes + 2 + 8, gpsDirectory);

  view.setUint16(gpsDirectory, tags.length);
  let free = firstValue;
  for (const [index, tag] of tags.entries()) {
    const entry = gpsDirectory + 2 + index * entryBytes;
    writeEntry(view, entry, tag.tag, codeOfKind[tag.kind], tag.count);
    const isOutside = sizeOf(tag) > 4;
    if (isOutside) view.setUint32(entry + 8, free);
    writeValues(view, isOutside ? free : entry + 8, tag.kind, position.get(tag.tag) ?? []);
    if (isOutside) free += sizeOf(tag);
  }
  return segment;
}

function writeEntry(view: DataView, at: number, tag: number, code: number, count: number): void {
  view.setUint16(at, tag);
  view.setUint16(at + 2, code);
  view.setUint32(at + 4, count);
}

function writeValues(view: DataView, at: number, kind: Kind, values: readonly number[]): void {
  for (const [index, value] of values.entries()) {
    if (kind === "rational") view.setUint32(at + index * 4, value);
    else view.setUint8(at + index, value);
  }
}
