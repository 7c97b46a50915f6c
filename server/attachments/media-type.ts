/** What bytes are, whatever their sender says. */
import { fileTypeFromBuffer } from "file-type";

const unknownType = "application/octet-stream";

/**
 * Raster pictures that every browser shows and none runs anything of. Nothing else is ever shown inside of our origin: an
 * SVG or HTML file would be a page of ours.
 */
const pictureTypes: readonly string[] = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"];

export function isPicture(mediaType: string): boolean {
  return pictureTypes.includes(mediaType);
}

/** By the bytes alone; `application/octet-stream` for text and for what is not known. */
export async function detectMediaType(bytes: Uint8Array): Promise<string> {
  // It throws at some files that end too early.
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  return found?.mime ?? unknownType;
}
