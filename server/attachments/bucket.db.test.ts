/** C8 with a bucket: uploads under way on the disk, what is stored in the bucket alone. */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  type AttachmentDesk,
  createAttachmentDesk,
  openWith,
  refOf,
  type Sender,
} from "../testing/attachments";
import { createDesk, type Desk } from "../testing/desk";
import { type S3Server, startS3Server } from "../testing/s3-server";
import { digitsAt, sweepAttachments, sweepEveryMs } from "./sweep";

let desk: Desk;
let bucket: S3Server;
let uploads: AttachmentDesk;
let engineer: Sender;

beforeAll(async () => {
  desk = await createDesk();
  bucket = await startS3Server();
  uploads = await createAttachmentDesk(desk, bucket.settings);
  engineer = await uploads.senderOf("engineer", desk.engineer);
});
afterAll(async () => {
  await desk.end();
  uploads.end();
  await bucket.end();
});

const day = 86_400_000;
const inBucket = (name: string): string => `desk/photos/${name.slice(0, 2)}/${name}`;
const partials = (): string[] => readdirSync(join(uploads.dataFolder, "uploads"));

test("[C8] a photo is uploaded, stored in the bucket with its preview, and served", async () => {
  const bytes = await sharp({ create: { width: 900, height: 600, channels: 3, background: "#a23" } })
    .jpeg()
    .toBuffer();
  const file = refOf(bytes);
  await openWith(desk, desk.engineer, [file]);
  await engineer.create(file);
  await engineer.append(file.id, 0, bytes.subarray(0, 1_000));
  expect([bucket.objects.size, partials().includes(file.id)]).toEqual([0, true]);
  const stored = await engineer.append(file.id, 1_000, bytes.subarray(1_000));
  expect([stored.status, stored.headers.get("x-genba-stored")]).toEqual([204, file.sha256]);
  expect([...bucket.objects.keys()]).toEqual([inBucket(file.sha256), inBucket(`${file.sha256}.webp`)]);
  expect(partials()).toEqual([]);
  expect(existsSync(join(uploads.dataFolder, "attachments"))).toBe(false);

  const served = await engineer.get(`/api/attachments/${file.id}`);
  expect([served.status, served.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true);
  const preview = await engineer.get(`/api/attachments/${file.id}/preview`);
  expect((await sharp(Buffer.from(await preview.arrayBuffer())).metadata()).width).toBe(320);
});

test("[C8] a bucket that fails at the end leaves the upload whole; asking for the offset ends it", async () => {
  const logged = vi.spyOn(console, "error").mockReturnValue();
  const bytes = randomBytes(50_000);
  const file = refOf(bytes);
  await openWith(desk, desk.engineer, [file]);
  bucket.faults.push({ status: 403, code: "AccessDenied" });
  expect((await engineer.upload(file, bytes)).status).toBe(500);
  expect(String(logged.mock.calls.flat().at(-1))).toBe(
    "BucketError(AccessDenied): PUT: answered 403 AccessDenied",
  );
  logged.mockRestore();
  expect(bucket.objects.has(inBucket(file.sha256))).toBe(false);
  expect((await engineer.offset(file.id)).headers.get("x-genba-code")).toBe("attachment.stored");
  expect(bucket.objects.get(inBucket(file.sha256))?.bytes.equals(bytes)).toBe(true);
});

test("[C8] bytes that are not those that were named never reach the bucket", async () => {
  const bytes = randomBytes(50_000);
  const file = refOf(bytes);
  await openWith(desk, desk.engineer, [file]);
  const before = bucket.requests.length;
  const answer = await engineer.upload(file, randomBytes(50_000));
  expect([answer.status, answer.headers.get("x-genba-code")]).toEqual([460, "attachment.hash"]);
  expect(bucket.requests.length).toBe(before);
});

test("a served file that breaks off at the bucket breaks off at the phone", async () => {
  const bytes = randomBytes(50_000);
  const file = refOf(bytes);
  await openWith(desk, desk.engineer, [file]);
  await engineer.upload(file, bytes);
  bucket.faults.push("cut");
  const served = await engineer.get(`/api/attachments/${file.id}`);
  await expect(served.arrayBuffer()).rejects.toThrow();
});

test("the sweep removes from the bucket what no attachment has", async () => {
  const digits = "5a";
  const named = { ...refOf(Buffer.from("x")), sha256: digits + "0".repeat(62) };
  await openWith(desk, desk.engineer, [named]);
  let now = Date.now() + 2 * day;
  while (digitsAt(now) !== digits) now += sweepEveryMs;
  const unnamed = digits + "1".repeat(62);
  for (const name of [named.sha256, unnamed, `${unnamed}.webp`])
    bucket.objects.set(inBucket(name), { bytes: Buffer.from("x"), modifiedAt: now - 2 * day });
  const { dataFolder, means } = uploads;
  expect(await sweepAttachments(desk.database, { dataFolder, store: means.store }, now)).toBe(2);
  expect([...bucket.objects.keys()].filter((name) => name.includes(`/${digits}/`))).toEqual([
    inBucket(named.sha256),
  ]);
});
