/** A QR code as one SVG path: runs of dark modules, so that a page of labels is a few hundred elements, not a million. */
import { encode } from "uqr";

/** What the standard asks for around it, in modules. */
const quietModules = 4;

export interface QrPath {
  /** Of its square, quiet zone included, in modules. */
  readonly size: number;
  /** For an SVG's `d`, one unit a module. */
  readonly path: string;
}

/** Level M: a label is scratched, and an address still fits into modules that a camera sees from an arm away. */
export function qrPath(text: string): QrPath {
  const { data, size } = encode(text, { ecc: "M", border: quietModules });
  const runs: string[] = [];
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < row.length; ) {
      const from = x;
      while (row[x] === true) x++;
      if (x > from) runs.push(`M${from} ${y}h${x - from}v1h${from - x}z`);
      else x++;
    }
  }
  return { size, path: runs.join("") };
}
