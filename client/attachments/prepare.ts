/**
 * From a file that somebody chose to what is stored and sent (C8): a picture small, upright and without its metadata,
 * anything else as it is. Runs in a window; loaded when a file is chosen, never with the first screen.
 */

import { attachmentMaxBytes } from "../../core/attachments/attachment";
import { sha256Of } from "../sha-256";
import type { Position } from "./exif-layout";
import { readPosition } from "./exif-read";
import { withPosition } from "./exif-write";
import { type Drawing, drawAnew } from "./prepare-drawing";
import { PrepareError } from "./prepare-error";
import { mayHoldPosition, mediaTypeOf, type Picture, pictureOf } from "./prepare-kind";
import { nameOfDrawing, storableName } from "./prepare-name";

export { PrepareError, type PrepareErrorCode } from "./prepare-error";

/** A File, or a Blob that somebody has named. */
export type NamedBlob = Blob & { readonly name: string };

export interface PrepareOptions {
  /** Where a photo was taken stays in it; nothing else that its camera wrote does. Of a JPEG only. */
  readonly keepPosition: boolean;
}

export interface Prepared {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of `bytes`, hex, lower case. */
  readonly sha256: string;
  readonly mediaType: string;
  readonly name: string;
  /** Pixels; absent for what was not drawn anew. */
  readonly width?: number;
  readonly height?: number;
  /** A JPEG, its long side at most `previewMaxSide`; null for what was not drawn anew. */
  readonly preview: Uint8Array<ArrayBuffer> | null;
  /** Nobody asked to keep the position, but this picture or film is sent as it is and may hold it. */
  readonly positionUnknown?: true;
}

/** What a camera writes before the picture's own data. */
const headBytes = 128 * 2 ** 10;
/** The largest photos have some 50 MB; more is not worth the memory of a try. */
const pictureMaxBytes = 100 * 2 ** 20;

/** A cloud's file that never comes, a decoder that never answers: those behind it go on. */
const longestMs = 60_000;

let last: Promise<unknown> = Promise.resolve();

/** One after the other: two photos decoded at once are what a cheap phone has no memory for. Fails with PrepareError. */
export function prepareFile(file: NamedBlob, options: PrepareOptions): Promise<Prepared> {
  const prepared = last.then(() => Promise.race([prepare(file, options), giveUp()]));
  last = prepared.catch(() => undefined);
  return prepared;
}

function giveUp(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new PrepareError("unreadable")), longestMs);
  });
}

async function prepare(file: NamedBlob, { keepPosition }: PrepareOptions): Promise<Prepared> {
  // Chromium gives a file that is gone no bytes as well: only reading it tells the two apart.
  const head = await read(file.size === 0 ? file : file.slice(0, headBytes));
  if (head.length === 0) throw new PrepareError("empty");
  const picture = pictureOf(head);
  const isDrawable = picture !== null && picture.kind !== "negative" && file.size <= pictureMaxBytes;
  const drawing = isDrawable ? await drawAnew(file, picture) : null;
  return drawing === null
    ? keepAsItIs(file, picture, keepPosition)
    : takeDrawing(drawing, file.name, keepPosition ? readPosition(head) : null);
}

async function takeDrawing(drawing: Drawing, name: string, position: Position | null): Promise<Prepared> {
  const { mediaType, width, height, preview } = drawing;
  const isPlaced = position !== null && mediaType === "image/jpeg";
  const bytes = isPlaced ? withPosition(drawing.bytes, position) : drawing.bytes;
  const sha256 = await sha256Of(bytes);
  return { bytes, sha256, mediaType, name: nameOfDrawing(name, mediaType), width, height, preview };
}

async function keepAsItIs(
  file: NamedBlob,
  picture: Picture | null,
  keepPosition: boolean,
): Promise<Prepared> {
  if (file.size > attachmentMaxBytes) throw new PrepareError("tooLarge");
  const bytes = await read(file);
  const mediaType = mediaTypeOf(file.type || (picture?.mediaType ?? ""));
  const isUnknown = !keepPosition && (picture !== null || mayHoldPosition(mediaType));
  return {
    bytes,
    sha256: await sha256Of(bytes),
    mediaType,
    name: storableName(file.name, mediaType),
    preview: null,
    ...(isUnknown && { positionUnknown: true }),
  };
}

async function read(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw new PrepareError("unreadable", { cause });
  }
}
