/** Draws a picture anew, smaller and upright, so that nothing but what one sees of it is sent. Window only. */
import { photoMaxSide, previewMaxSide } from "../../core/attachments/attachment";
import {
  contextOf,
  type Draw,
  type OpenPicture,
  openPicture,
  type Size,
  trustedDraw,
} from "./prepare-decoding";
import { PrepareError } from "./prepare-error";
import type { Picture, PictureKind } from "./prepare-kind";

export interface Drawing extends Size {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mediaType: string;
  /** A JPEG. */
  readonly preview: Uint8Array<ArrayBuffer>;
}

/** What the largest sensors give; more is no photo, and would end the tab of a phone. */
const pixelsMax = 200_000_000;
/** Of a photo of 12 megapixels 0.82 leaves some 0.7 MB; 0.9 would take half as much again. */
const photoQuality = 0.82;
const previewQuality = 0.7;
/** A screenshot is about as large; a photo that came as PNG is larger and loses nothing one sees as a JPEG. */
const graphicMaxBytes = 1.5 * 2 ** 20;

/** Null: this browser cannot decode it, or cannot be trusted to. PrepareError `tooLarge`: more than 200 megapixels. */
export async function drawAnew(file: Blob, found: Picture): Promise<Drawing | null> {
  const draw = await trustedDraw();
  const picture = draw && (await openPicture(file, found.mediaType));
  if (!picture) return null;
  try {
    if (picture.width * picture.height > pixelsMax) throw new PrepareError("tooLarge");
    // Whatever fails from here on (a broken picture, no memory for a canvas), the file itself can still be sent.
    return await drawOpened(picture, draw, found.kind).catch(() => null);
  } finally {
    picture.close();
  }
}

async function drawOpened(picture: OpenPicture, draw: Draw, kind: PictureKind): Promise<Drawing> {
  const { width, height } = fitWithin(picture, photoMaxSide);
  const canvas = new OffscreenCanvas(width, height);
  try {
    await draw(picture, canvas);
    const encoded = (kind === "graphic" && (await encodeSharp(canvas))) || (await encodePhoto(canvas));
    const preview = await encodePreview(canvas);
    return { bytes: await bytesOf(encoded), mediaType: encoded.type, width, height, preview };
  } finally {
    release(canvas);
  }
}

/** Never enlarged; a side is a pixel at least. */
function fitWithin({ width, height }: Size, sideMax: number): Size {
  const scale = Math.min(1, sideMax / Math.max(width, height));
  const scaled = (side: number): number => Math.max(1, Math.round(side * scale));
  return { width: scaled(width), height: scaled(height) };
}

async function encodeSharp(canvas: OffscreenCanvas): Promise<Blob | null> {
  const png = await canvas.convertToBlob({ type: "image/png" });
  return png.size <= graphicMaxBytes ? png : null;
}

function encodePhoto(canvas: OffscreenCanvas, quality = photoQuality): Promise<Blob> {
  const context = contextOf(canvas);
  // JPEG knows no transparency and would make it black.
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality });
}

async function encodePreview(drawn: OffscreenCanvas): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = fitWithin(drawn, previewMaxSide);
  const canvas = new OffscreenCanvas(width, height);
  try {
    const context = contextOf(canvas);
    context.imageSmoothingQuality = "high";
    context.drawImage(drawn, 0, 0, width, height);
    return await bytesOf(await encodePhoto(canvas, previewQuality));
  } finally {
    release(canvas);
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

/** Safari counts a canvas's memory until it is collected, and has little of it. */
function release(canvas: OffscreenCanvas): void {
  canvas.width = 0;
  canvas.height = 0;
}
