/**
 * The two ways from a picture's file to pixels on a canvas. Window only: createImageBitmap, which workers have too,
 * decodes the whole picture whatever size is asked of it.
 *
 * decoder  ImageDecoder makes a JPEG smaller while it decodes: a photo of 108 megapixels takes less than 100 MB in
 *          Chromium and Firefox, where all others take 450 to 600. Safari has none.
 * image    <img>, everywhere; the whole picture is decoded.
 *
 * Browsers differ, by age, in who turns a picture as its EXIF says, and some answer what is read from a canvas with
 * noise, against being recognised. So a way is trusted only after a picture that we know has come out right by it.
 */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What its header says, upright; no pixel is decoded yet. */
export interface OpenPicture extends Size {
  readonly file: Blob;
  readonly mediaType: string;
  readonly image: ImageElement;
  close(): void;
}

/** Draws the picture on the whole canvas. Fails on what this browser cannot decode. */
export type Draw = (picture: OpenPicture, canvas: OffscreenCanvas) => Promise<void>;

/** client/ is compiled for workers too, which have no elements. */
interface ImageElement {
  src: string;
  onload: (() => void) | null;
  onerror: (() => void) | null;
  readonly naturalWidth: number;
  readonly naturalHeight: number;
}

/** Null where this browser does not know such a picture. */
export async function openPicture(file: Blob, mediaType: string): Promise<OpenPicture | null> {
  const { Image } = globalThis as unknown as { readonly Image: new () => ImageElement };
  const image = new Image();
  const url = URL.createObjectURL(file);
  const close = (): void => URL.revokeObjectURL(url);
  const isLoaded = await new Promise<boolean>((resolve) => {
    image.onload = () => resolve(true);
    image.onerror = () => resolve(false);
    image.src = url;
  });
  const { naturalWidth: width, naturalHeight: height } = image;
  if (isLoaded && width > 0 && height > 0) return { file, mediaType, image, width, height, close };
  close();
  return null;
}

let trusted: Promise<Draw | null> | undefined;

/** The better way that this browser can be trusted with; null: none, so that every file must stay as it is. */
export function trustedDraw(): Promise<Draw | null> {
  trusted ??= findTrustedDraw();
  return trusted;
}

async function findTrustedDraw(): Promise<Draw | null> {
  for (const draw of [drawByDecoder, drawByImage]) {
    if (await comesOutRight(draw).catch(() => false)) return draw;
  }
  return null;
}

async function drawByDecoder(picture: OpenPicture, canvas: OffscreenCanvas): Promise<void> {
  const { width: desiredWidth, height: desiredHeight } = decodedSize(picture, canvas);
  const { file, mediaType: type } = picture;
  const decoder = new ImageDecoder({ type, data: file.stream(), desiredWidth, desiredHeight });
  try {
    const { image } = await decoder.decode();
    paint(image, canvas);
    image.close();
  } finally {
    decoder.close();
  }
}

async function drawByImage({ image }: OpenPicture, canvas: OffscreenCanvas): Promise<void> {
  // An element of the page is as good a source as a bitmap; the types of workers do not know it.
  paint(image as unknown as ImageBitmap, canvas);
}

function paint(source: CanvasImageSource, canvas: OffscreenCanvas): void {
  const context = contextOf(canvas);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
}

/** Fails where there is no memory for it. */
export function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  return context;
}

/** JPEG is decoded in eighths of its size (Chromium takes the largest that is not above what is desired). */
function decodedSize(original: Size, wanted: Size): Size {
  const eighths = Math.min(8, Math.ceil((8 * wanted.width) / original.width));
  const part = (side: number): number => Math.ceil((side * eighths) / 8);
  return { width: part(original.width), height: part(original.height) };
}

/** 16 × 16 pixels in four greys, to be turned by a quarter (EXIF orientation 6). */
const knownPicture =
  "/9j/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//wAALCAAQABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAABgf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AJgamho//9k=";
/** Upright: top left, top right, bottom left, bottom right. */
const knownGreys = [170, 0, 255, 85] as const;
/** Lossy, and some browsers shift a few pixels by a little. */
const greyTolerance = 16;

async function comesOutRight(draw: Draw): Promise<boolean> {
  const bytes = Uint8Array.from(atob(knownPicture), (letter) => letter.charCodeAt(0));
  const picture = await openPicture(new Blob([bytes]), "image/jpeg");
  if (picture === null) return false;
  try {
    const canvas = new OffscreenCanvas(16, 16);
    await draw(picture, canvas);
    const corners = [
      [3, 3],
      [12, 3],
      [3, 12],
      [12, 12],
    ] as const;
    return corners.every(([x, y], index) => {
      const [red = 0] = contextOf(canvas).getImageData(x, y, 1, 1).data;
      return Math.abs(red - (knownGreys[index] ?? 0)) <= greyTolerance;
    });
  } finally {
    picture.close();
  }
}
