/** The reader of this browser: its detector if it has one, its canvas, and the decoder that is loaded when needed. */
import { createLabelReader, type DetectorClass, type Picture, type Pixels } from "./label-reader";

const canvas = () => document.createElement("canvas").getContext("2d", { willReadFrequently: true });
let context: ReturnType<typeof canvas> | undefined;

export const labelReader = createLabelReader({
  detectors: (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector,
  loadDecoder: () => import("./decoder"),
  pixelsOf,
});

/** Null while a camera has no picture yet. One canvas for all frames. */
function pixelsOf(picture: Picture, sideMaxPx: number): Pixels | null {
  const [fullWidth, fullHeight] =
    picture instanceof HTMLVideoElement
      ? [picture.videoWidth, picture.videoHeight]
      : [picture.width, picture.height];
  context ??= canvas();
  if (context === null || fullWidth === 0 || fullHeight === 0) return null;
  const scale = Math.min(1, sideMaxPx / Math.max(fullWidth, fullHeight));
  const width = Math.max(1, Math.round(fullWidth * scale));
  const height = Math.max(1, Math.round(fullHeight * scale));
  context.canvas.width = width;
  context.canvas.height = height;
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** The text of the code in a file that a person chose; null: no code in it. Throws when it is no picture. */
export async function readFile(file: File): Promise<string | null> {
  const picture = await createImageBitmap(file);
  try {
    return await labelReader.read(picture, "picture");
  } finally {
    picture.close();
  }
}
