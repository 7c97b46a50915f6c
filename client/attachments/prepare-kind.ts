/** What a file's first bytes say it is. Its name and its type are claims, and some Android pickers make none. */

/** `photo` becomes a JPEG, `graphic` may stay sharp and transparent; `negative` is never drawn anew. */
export type PictureKind = "photo" | "graphic" | "negative";

export interface Picture {
  readonly kind: PictureKind;
  readonly mediaType: string;
}

/** Bytes in hex from the first on, `..` for any. */
const signatures: readonly (readonly [pattern: string, picture: Picture])[] = [
  ["ffd8ff", { kind: "photo", mediaType: "image/jpeg" }],
  ["89504e470d0a1a0a", { kind: "graphic", mediaType: "image/png" }],
  ["47494638", { kind: "graphic", mediaType: "image/gif" }],
  ["52494646........57454250", { kind: "graphic", mediaType: "image/webp" }],
  ["424d........00000000", { kind: "graphic", mediaType: "image/bmp" }],
  ["........6674797061766966", { kind: "photo", mediaType: "image/avif" }],
  ...["68656963", "68656978", "6865696d", "68656973", "6d696631"].map(
    (brand) => [`........66747970${brand}`, { kind: "photo", mediaType: "image/heic" }] as const,
  ),
  // A camera's raw file is a TIFF too, and what Safari would draw of it is often its thumbnail.
  ["49492a00", { kind: "negative", mediaType: "image/tiff" }],
  ["4d4d002a", { kind: "negative", mediaType: "image/tiff" }],
];

/** Null: no picture as far as its first 16 bytes say. A drawing in SVG is text here: it may hold a program. */
export function pictureOf(head: Uint8Array): Picture | null {
  const hex = Array.from(head.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return signatures.find(([pattern]) => new RegExp(`^${pattern}`).test(hex))?.[1] ?? null;
}

/** As the server takes it (server/sync/request.ts): no parameters, lower case. */
const storable = /^[a-z0-9!#$&^_.+-]{1,63}\/[a-z0-9!#$&^_.+-]{1,63}$/;

/** Of what the browser says of a file; the default where it says nothing that the server would take. */
export function mediaTypeOf(claimed: string): string {
  const [type = ""] = claimed.toLowerCase().split(";");
  return storable.test(type.trim()) ? type.trim() : "application/octet-stream";
}

/** Pictures and films of a phone say where they were taken. */
export function mayHoldPosition(mediaType: string): boolean {
  return /^(image|video)\//.test(mediaType);
}
