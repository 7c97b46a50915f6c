/**
 * Reads codes where the browser cannot (iPhones, Firefox, desks): a part of its own, precached, loaded by who opens the
 * scanner (docs/decisions/0030-scanning.md). Its readers are imported one by one: the package's index is three times
 * their size and cannot be cut.
 */
import BinaryBitmap from "@zxing/library/esm/core/BinaryBitmap";
import HybridBinarizer from "@zxing/library/esm/core/common/HybridBinarizer";
import DecodeHintType from "@zxing/library/esm/core/DecodeHintType";
import DataMatrixReader from "@zxing/library/esm/core/datamatrix/DataMatrixReader";
import Code39Reader from "@zxing/library/esm/core/oned/Code39Reader";
import Code128Reader from "@zxing/library/esm/core/oned/Code128Reader";
import EAN13Reader from "@zxing/library/esm/core/oned/EAN13Reader";
import QRCodeReader from "@zxing/library/esm/core/qrcode/QRCodeReader";
import RGBLuminanceSource from "@zxing/library/esm/core/RGBLuminanceSource";
import type { Effort, Pixels } from "./label-reader";

/** Code 39 checks nothing: a railing reads as one or two characters. */
const textMinLength = 3;

const readers = [
  new QRCodeReader(),
  new Code128Reader(),
  new Code39Reader(),
  new EAN13Reader(),
  new DataMatrixReader(),
];
const harder = new Map<DecodeHintType, unknown>([[DecodeHintType.TRY_HARDER, true]]);

/** The text of the first code found in the picture, null when there is none. */
export function decode({ data, width, height }: Pixels, effort: Effort): string | null {
  const source = new RGBLuminanceSource(toGrey(data), width, height);
  const bitmap = new BinaryBitmap(new HybridBinarizer(source));
  const hints = effort === "picture" ? harder : null;
  for (const reader of readers) {
    try {
      const text = reader.decode(bitmap, hints ?? new Map()).getText();
      if (text.length >= textMinLength) return text;
    } catch {
      // Nothing found is thrown, and so is whatever a picture of something else runs into.
    } finally {
      reader.reset();
    }
  }
  return null;
}

function toGrey(data: Uint8ClampedArray): Uint8ClampedArray {
  const grey = new Uint8ClampedArray(data.length / 4);
  for (let at = 0; at < grey.length; at++) {
    const from = at * 4;
    grey[at] = ((data[from] ?? 0) + 2 * (data[from + 1] ?? 0) + (data[from + 2] ?? 0)) / 4;
  }
  return grey;
}
