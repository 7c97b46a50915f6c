/** Small pictures of pictures: turned upright, without a word of what the camera wrote (where, when, whose). */
import { previewMaxSide } from "../../core/attachments/attachment";

/** A picture that says it has more is not decoded: some kilobytes can be gigabytes of pixels. */
const pixelsMax = 50_000_000;
const timeLimitSeconds = 10;
const quality = 70;

type Sharp = typeof import("sharp").default;
let loading: Promise<Sharp> | undefined;

/** WebP with `previewMaxSide` pixels at most on its long side, of the first frame; null for what cannot be decoded. */
export async function makePreview(bytes: Uint8Array): Promise<Uint8Array | null> {
  try {
    loading ??= load();
    const sharp = await loading;
    return await sharp(bytes, { limitInputPixels: pixelsMax, pages: 1 })
      .timeout({ seconds: timeLimitSeconds })
      .autoOrient()
      .resize({ width: previewMaxSide, height: previewMaxSide, fit: "inside", withoutEnlargement: true })
      .webp({ quality })
      .toBuffer();
  } catch {
    // The file is kept all the same.
    return null;
  }
}

/** At its first use, as it is native code: where there is none for this machine, files are stored without previews. */
async function load(): Promise<Sharp> {
  const { default: sharp } = await import("sharp");
  // Of all that libvips reads, only the formats of media-type.ts: it would draw an SVG too.
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({
    operation: [
      "VipsForeignLoadJpeg",
      "VipsForeignLoadPng",
      "VipsForeignLoadWebp",
      "VipsForeignLoadNsgif",
      "VipsForeignLoadHeif",
    ],
  });
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}
