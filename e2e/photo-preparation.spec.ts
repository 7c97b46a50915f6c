/** What becomes of a file that somebody chooses, with the decoders and canvases of a real browser. */
import { createHash } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { expect, type Page, test } from "playwright/test";
import {
  cameraMake,
  cameraSerial,
  orientationOf,
  positionOf,
  taipei,
  withCameraExif,
} from "../client/testing/camera-exif";
import { attachmentMaxBytes } from "../core/attachments/attachment";
import { openPreparePage, type PreparePage } from "./fixtures/prepare-page";

const camera = { name: "IMG_0451.jpeg", type: "image/jpeg" };
const quarters = { width: 3_000, height: 1_500, type: "image/jpeg", subject: "quarters" } as const;
/** GB over RY, turned as each orientation says (Exif 2.32, 4.6.4). */
const uprightCorners = ["GBRY", "BGYR", "YRBG", "RYGB", "GRBY", "RGYB", "YBRG", "BYGR"];

async function comesUpright(prepare: PreparePage): Promise<void> {
  const painted = await prepare.paint(quarters);
  for (const [index, corners] of uprightCorners.entries()) {
    const isLittle = index % 2 === 0;
    const photo = withCameraExif(painted, { isLittle, entries: [orientationOf(index + 1)] });
    const prepared = await prepare.prepare(photo, camera);
    const size = index < 4 ? { width: 2_048, height: 1_024 } : { width: 1_024, height: 2_048 };
    expect(await prepare.look(prepared.bytes)).toEqual({ ...size, corners });
    expect(prepared).toMatchObject({ ...size, mediaType: "image/jpeg", name: "IMG_0451.jpeg" });
    const previewSize = index < 4 ? { width: 320, height: 160 } : { width: 160, height: 320 };
    expect(await prepare.look(prepared.preview!)).toEqual({ ...previewSize, corners });
    expect(prepared.positionUnknown).toBeUndefined();
  }
}

test("a photo comes upright and at most 2,048 pixels long, however its camera was held", async ({ page }) => {
  await comesUpright(await openPreparePage(page));
});

test("so it does where there is no decoder, and where the decoder does not turn it", async ({ page }) => {
  await page.addInitScript("delete globalThis.ImageDecoder");
  await comesUpright(await openPreparePage(page));
  await page.addInitScript(`globalThis.ImageDecoder = class {
    decode = async () => ({ image: await createImageBitmap(new ImageData(16, 16)) });
    close() {}
  }`);
  await comesUpright(await openPreparePage(page));
});

test("a photo is decoded no larger than it needs to be, and never two at once", async ({ page }) => {
  await page.addInitScript(() => {
    const decoded: string[] = [];
    const original = ImageDecoder.prototype.decode;
    ImageDecoder.prototype.decode = async function (options) {
      decoded.push("start");
      const result = await original.call(this, options);
      decoded.push(`${result.image.codedWidth}`);
      return result;
    };
    Object.assign(globalThis, { decoded });
  });
  const prepare = await openPreparePage(page);
  const photo = await prepare.paint({ ...quarters, width: 8_000, height: 6_000 });
  await Promise.all([1, 2, 3].map(() => prepare.prepare(photo, camera)));
  const decoded = await page.evaluate(() => (globalThis as unknown as { decoded: string[] }).decoded);
  // The first is the picture by which a browser is tried.
  expect(decoded).toEqual(["start", "16", ...[1, 2, 3].flatMap(() => ["start", "3000"])]);
});

test("a small picture is not enlarged", async ({ page }) => {
  const prepare = await openPreparePage(page);
  const photo = await prepare.paint({ ...quarters, width: 200, height: 100 });
  const prepared = await prepare.prepare(photo, camera);
  expect(await prepare.look(prepared.bytes)).toMatchObject({ width: 200, height: 100 });
  expect(await prepare.look(prepared.preview!)).toMatchObject({ width: 200, height: 100 });
});

test("nothing that the camera wrote is left; the position alone, and only when asked for", async ({
  page,
}) => {
  const prepare = await openPreparePage(page);
  const painted = await prepare.paint(quarters);
  const entries = [cameraMake, orientationOf(6), cameraSerial];
  const photo = withCameraExif(painted, { isLittle: true, entries, gps: taipei });
  const without = await prepare.prepare(photo, camera);
  // What the browser itself writes into any JPEG.
  expect(segmentsOf(without.bytes)).toEqual(segmentsOf(painted));
  expect(without.bytes.includes("SERIAL")).toBe(false);
  const placed = await prepare.prepare(photo, camera, { keepPosition: true });
  expect(placed.bytes).toEqual(Buffer.from(withCameraExif(without.bytes, { gps: positionOf(taipei) })));
  expect(await prepare.look(placed.bytes)).toMatchObject({ width: 1_024, height: 2_048, corners: "RGYB" });
  expect(segmentsOf(placed.preview!)).toEqual(segmentsOf(painted));
  expect(placed.sha256).toBe(createHash("sha256").update(placed.bytes).digest("hex"));
});

test("a screenshot stays a sharp and transparent PNG; one that would be large becomes a JPEG on white", async ({
  page,
}) => {
  const prepare = await openPreparePage(page);
  const glass = { width: 1_080, height: 2_400, type: "image/webp", subject: "glass" } as const;
  const sharp = await prepare.prepare(await prepare.paint(glass), { name: "畫面.webp", type: "image/webp" });
  expect(sharp).toMatchObject({ mediaType: "image/png", name: "畫面.png", width: 922, height: 2_048 });
  expect(await prepare.look(sharp.bytes)).toMatchObject({ corners: "G---" });
  expect(await prepare.look(sharp.preview!)).toMatchObject({ corners: "GWWW" });
  const scene = await prepare.paint({ width: 1_600, height: 1_200, type: "image/png", subject: "scene" });
  const large = await prepare.prepare(scene, { name: "scan.png", type: "image/png" });
  expect(large).toMatchObject({ mediaType: "image/jpeg", name: "scan.jpg", width: 1_600 });
});

test("what cannot be drawn goes as it is, and says so where its position goes with it", async ({ page }) => {
  const prepare = await openPreparePage(page);
  const photo = await prepare.paint(quarters);
  const heic = Buffer.concat([Buffer.from("00000018667479706865696300000000", "hex"), Buffer.alloc(500, 7)]);
  const cases = [
    { bytes: heic, file: { name: "IMG_7.HEIC", type: "" }, mediaType: "image/heic", isPicture: true },
    {
      bytes: photo.subarray(0, photo.length / 2),
      file: camera,
      mediaType: "image/jpeg",
      isPicture: true,
    },
    {
      bytes: Buffer.from("%PDF-1.7 ..."),
      file: { name: "report.pdf", type: "application/pdf" },
      mediaType: "application/pdf",
      isPicture: false,
    },
    {
      bytes: Buffer.from("00000018667479706d703432", "hex"),
      file: { name: "clip.mp4", type: "video/mp4" },
      mediaType: "video/mp4",
      isPicture: true,
    },
    {
      bytes: Buffer.from("09:12 link down"),
      file: { name: "switch", type: "" },
      mediaType: "application/octet-stream",
      isPicture: false,
    },
  ];
  for (const { bytes, file, mediaType, isPicture } of cases) {
    const kept = await prepare.prepare(bytes, file);
    expect(kept.bytes).toEqual(bytes);
    expect(kept).toMatchObject({ mediaType, name: file.name, preview: null });
    expect(kept.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(kept.width).toBeUndefined();
    expect(kept.positionUnknown).toBe(isPicture ? true : undefined);
    const asked = await prepare.prepare(bytes, file, { keepPosition: true });
    expect(asked.positionUnknown).toBeUndefined();
  }
});

test("a browser that answers a canvas with noise sends the photo as it is", async ({ page }) => {
  await page.addInitScript(() => {
    OffscreenCanvasRenderingContext2D.prototype.getImageData = (_x, _y, width, height) => {
      const noise = new ImageData(width, height);
      crypto.getRandomValues(noise.data);
      return noise;
    };
  });
  const prepare = await openPreparePage(page);
  const photo = await prepare.paint(quarters);
  const kept = await prepare.prepare(photo, camera);
  expect(kept.bytes).toEqual(photo);
  expect(kept).toMatchObject({ preview: null, positionUnknown: true });
});

test("no bytes, too many bytes and too many pixels are refused by their codes, and the next file is not", async ({
  page,
}) => {
  const prepare = await openPreparePage(page);
  const file = { name: "core.dump", type: "" };
  await expect(prepare.prepare(new Uint8Array(0), file)).rejects.toThrow("empty");
  expect(await sizeOfPrepared(page, attachmentMaxBytes)).toBe(attachmentMaxBytes);
  expect(await sizeOfPrepared(page, attachmentMaxBytes + 1)).toBe("tooLarge");
  const painted = await prepare.paint({ ...quarters, width: 64, height: 64 });
  await expect(prepare.prepare(resized(painted, 20_000, 10_001), camera)).rejects.toThrow("tooLarge");
  expect(await prepare.prepare(painted, camera)).toMatchObject({ width: 64, height: 64 });
});

test("a file that is gone when it is read is refused as unreadable", async ({ page }, testInfo) => {
  await openPreparePage(page);
  const path = testInfo.outputPath("gone.log");
  await writeFile(path, "09:12 link down");
  await page.setContent('<input type="file">');
  await page.locator("input").setInputFiles(path);
  await rm(path);
  const code = await page.locator("input").evaluate((input: HTMLInputElement) =>
    photos.prepareFile(input.files![0]!, { keepPosition: false }).then(
      () => "prepared",
      (error) => (error instanceof photos.PrepareError ? error.code : String(error)),
    ),
  );
  expect(code).toBe("unreadable");
});

test("a photo of 12 megapixels leaves a megabyte at most", async ({ page }) => {
  const prepare = await openPreparePage(page);
  const photo = await prepare.paint({ width: 4_000, height: 3_000, type: "image/jpeg", subject: "scene" });
  const first = await prepare.prepare(photo, camera);
  const second = await prepare.prepare(photo, camera);
  const kilobytes = (bytes: Uint8Array) => Math.round(bytes.length / 1_024);
  console.log(
    `12 megapixels, ${kilobytes(photo)} KB: ${kilobytes(first.bytes)} KB and ${kilobytes(first.preview!)} KB of preview`,
    `in ${Math.round(first.tookMs)} ms, the next in ${Math.round(second.tookMs)} ms`,
  );
  expect(first.bytes.length).toBeLessThan(2 ** 20);
  expect(first.preview!.length).toBeLessThan(30 * 2 ** 10);
});

/** Made in the page: so many bytes are not sent through the tools. */
function sizeOfPrepared(page: Page, sizeBytes: number): Promise<number | string> {
  return page.evaluate(
    (size) =>
      photos.prepareFile(new File([new Uint8Array(size)], "core.dump"), { keepPosition: false }).then(
        ({ bytes }) => bytes.length,
        (error) => (error instanceof photos.PrepareError ? error.code : String(error)),
      ),
    sizeBytes,
  );
}

/** The markers before a JPEG's data. */
function segmentsOf(jpeg: Buffer): number[] {
  const markers: number[] = [];
  for (let at = 2; jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) markers.push(jpeg[at + 1]!);
  return markers;
}

/** The same JPEG with another size in its header. */
function resized(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  const frame = changed.indexOf(Buffer.from("ffc0", "hex"));
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return changed;
}
