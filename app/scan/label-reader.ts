/**
 * Reads the code in a picture: by the browser's own detector where it has one (Chrome on Android: faster, and cooler),
 * else by the decoder that is loaded then.
 */
export type Effort = "frame" | "picture";

export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export type Picture = HTMLVideoElement | ImageBitmap;

export interface LabelReader {
  /** Null: no code in it. Throws when the decoder could not be loaded. */
  read(picture: Picture, effort: Effort): Promise<string | null>;
}

/** Not in TypeScript's DOM. */
export interface Detector {
  detect(picture: Picture): Promise<readonly { readonly rawValue: string }[]>;
}
export interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

interface Means {
  readonly detectors: DetectorClass | undefined;
  readonly loadDecoder: () => Promise<{
    readonly decode: (pixels: Pixels, effort: Effort) => string | null;
  }>;
  readonly pixelsOf: (picture: Picture, sideMaxPx: number) => Pixels | null;
}

const formats = ["qr_code", "code_128", "code_39", "data_matrix", "ean_13"] as const;
/** The long side a picture is read at, and parts of it tried in turn: a small code needs the first, a blurred one a smaller. */
const sideMaxPx = { frame: 960, picture: 1_600 } as const;
/** At any one size the decoder misses one clean label in eight; at one of these three it missed none of 300. */
const parts = { frame: [1], picture: [1, 0.6, 0.4] } as const;

export function createLabelReader(means: Means): LabelReader {
  let native: Promise<Detector | null> | null = null;
  let isBroken = false;
  const detect = async (picture: Picture): Promise<string | null | undefined> => {
    native ??= createDetector(means.detectors);
    const detector = isBroken ? null : await native;
    if (detector === null) return undefined;
    try {
      return (await detector.detect(picture))[0]?.rawValue ?? null;
    } catch {
      // The class is there and the service behind it is not: phones without Google's services.
      isBroken = true;
      return undefined;
    }
  };
  return {
    async read(picture, effort) {
      const detected = await detect(picture);
      if (detected !== undefined) return detected;
      const { decode } = await means.loadDecoder();
      const side = Math.min(sideMaxPx[effort], longSideOf(picture));
      for (const part of parts[effort]) {
        const pixels = means.pixelsOf(picture, Math.round(side * part));
        const text = pixels === null ? null : decode(pixels, effort);
        if (text !== null) return text;
      }
      return null;
    },
  };
}

/** A camera's picture is as large as it is asked for, whatever it says before it has one. */
function longSideOf(picture: Picture): number {
  return "videoWidth" in picture ? Number.POSITIVE_INFINITY : Math.max(picture.width, picture.height);
}

async function createDetector(detectors: DetectorClass | undefined): Promise<Detector | null> {
  if (detectors === undefined) return null;
  try {
    const known = await detectors.getSupportedFormats();
    const wanted = formats.filter((format) => known.includes(format));
    return wanted.includes("qr_code") ? new detectors({ formats: wanted }) : null;
  } catch {
    return null;
  }
}
