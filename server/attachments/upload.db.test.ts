import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Attachment } from "../../core/attachments/attachment";
import { previewMaxSide } from "../../core/attachments/attachment";
import type { AttachmentId, ClientId, TicketId } from "../../core/ids";
import { attachmentLimit, uploadLimit } from "../auth/rate";
import { readPage } from "../sync/page";
import { pull } from "../sync/pull";
import { push } from "../sync/push";
import {
  type AttachmentDesk,
  codeOf,
  createAttachmentDesk,
  createSender,
  metadataOf,
  openWith,
  refOf,
  type Sender,
} from "../testing/attachments";
import { createDesk, createPhone, type Desk, pushOf, uuid } from "../testing/desk";
import { chunkMaxBytes } from "./handle-upload";
import { readStates } from "./states";
import { fileKey } from "./store";

let desk: Desk;
let uploads: AttachmentDesk;
let engineer: Sender;
let colleague: Sender;

beforeAll(async () => {
  desk = await createDesk();
  uploads = await createAttachmentDesk(desk);
  engineer = await uploads.senderOf("engineer", desk.engineer);
  colleague = await uploads.senderOf("colleague", desk.colleague);
});
afterAll(async () => {
  await desk.end();
  uploads.end();
});

/** Each another one: the same bytes are one object in the store. */
function photo(width = 640, height = 480): Promise<Buffer> {
  const [r = 0, g = 0, b = 0] = randomBytes(3);
  const create = { width, height, channels: 3, background: { r, g, b } } as const;
  return sharp({ create }).jpeg().toBuffer();
}

async function listedOf(ticketId: TicketId): Promise<readonly Attachment[]> {
  const lines = await desk.database.activity.findMany({ where: { ticketId } });
  return lines.flatMap(({ details }) => (details as { attachments?: Attachment[] }).attachments ?? []);
}

test("[C8] what was sent whole is stored, has a preview, and its line says so to a colleague at the next pull", async () => {
  const bytes = await photo();
  const file = refOf(bytes);
  const ticketId = await openWith(desk, desk.engineer, [file]);
  const clientId = uuid<ClientId>();
  const { epoch, scopeHash, cursor } = await readPage(desk.database, {
    accountId: desk.colleague,
    clientId,
    position: null,
  });
  expect(await listedOf(ticketId)).toEqual([file]);

  const created = await engineer.create(file);
  expect([created.status, created.headers.get("location")]).toEqual([201, `/api/uploads/${file.id}`]);
  const finished = await engineer.append(file.id, 0, bytes);
  expect(finished.status).toBe(204);
  expect(finished.headers.get("x-genba-stored")).toBe(file.sha256);
  expect([...finished.headers.keys()].sort()).toEqual([
    "cache-control",
    "tus-resumable",
    "upload-offset",
    "x-genba-stored",
  ]);

  const answer = await pull(desk.database, {
    accountId: desk.colleague,
    clientId,
    epoch,
    scopeHash,
    cursor,
    fromSeq: 1,
  });
  if (answer.kind !== "changes") throw new Error(answer.reason);
  expect(answer.puts.tickets).toEqual([]);
  const [line] = answer.puts.activities;
  expect(line?.ticketId).toBe(ticketId);
  const stored = { at: expect.any(Number), mediaType: "image/jpeg", preview: true };
  expect(line?.details.attachments).toEqual([{ ...file, stored }]);
  expect(await codeOf(await engineer.create(file))).toBe("409 attachment.stored");
  const again = await engineer.offset(file.id);
  expect([again.headers.get("x-genba-code"), again.headers.get("x-genba-stored")]).toEqual([
    "attachment.stored",
    file.sha256,
  ]);
  expect(readdirSync(join(uploads.dataFolder, "uploads"))).toEqual([]);
  const got = await colleague.get(`/api/attachments/${file.id}`);
  expect(Buffer.from(await got.arrayBuffer()).equals(bytes)).toBe(true);
});

test("[C8] chunks continue where the last one ended", async () => {
  const bytes = randomBytes(300_000);
  const file = refOf(bytes, { mediaType: "application/pdf", name: "plan.pdf" });
  await openWith(desk, desk.engineer, [file]);
  expect((await engineer.offset(file.id)).headers.get("x-genba-code")).toBe("upload.none");
  await engineer.create(file);
  expect((await engineer.append(file.id, 0, bytes.subarray(0, 100_000))).headers.get("upload-offset")).toBe(
    "100000",
  );
  expect(await codeOf(await engineer.append(file.id, 0, bytes))).toBe("409 upload.offset");
  const known = await engineer.offset(file.id);
  expect([known.status, known.headers.get("upload-offset")]).toEqual([200, "100000"]);
  expect((await engineer.append(file.id, 100_000, bytes.subarray(100_000))).status).toBe(204);
  expect(await readStates(desk.database, desk.engineer, [file.id])).toEqual([
    { id: file.id, state: "stored", sha256: file.sha256 },
  ]);
});

test("[C8] bytes that are not those that were named are removed, and the phone begins anew", async () => {
  const bytes = await photo();
  const file = refOf(bytes);
  const ticketId = await openWith(desk, desk.engineer, [file]);
  const other = Buffer.from(bytes);
  other[bytes.length - 1] = 0;
  expect(await codeOf(await engineer.upload(file, other))).toBe("460 attachment.hash");
  expect(await listedOf(ticketId)).toEqual([file]);
  expect((await engineer.offset(file.id)).headers.get("x-genba-code")).toBe("upload.none");
  expect(await uploads.means.store.open(fileKey(file.sha256))).toBeNull();
  expect((await engineer.upload(file, bytes)).status).toBe(204);
});

test("[A9] somebody else's attachment and one that is not there are the same: unknown", async () => {
  const bytes = await photo();
  const file = refOf(bytes);
  await openWith(desk, desk.engineer, [file]);
  const nowhere = { ...file, id: uuid<AttachmentId>() };
  for (const { id, sizeBytes } of [file, nowhere]) {
    expect(await codeOf(await colleague.create({ ...file, id, sizeBytes }))).toBe("404 attachment.unknown");
    expect((await colleague.offset(id)).headers.get("x-genba-code")).toBe("attachment.unknown");
    expect(await codeOf(await colleague.append(id, 0, bytes))).toBe("404 attachment.unknown");
  }
  await engineer.upload(file, bytes);
  expect(await readStates(desk.database, desk.colleague, [file.id, nowhere.id])).toEqual([
    { id: file.id, state: "unknown" },
    { id: nowhere.id, state: "unknown" },
  ]);
});

test("[A9] naming somebody else's attachment in an action of one's own gives no way to it", async () => {
  const bytes = await photo();
  const file = refOf(bytes);
  const ticketId = await openWith(desk, desk.engineer, [file]);
  const forged = await openWith(desk, desk.requester, [file]);
  const requester = await uploads.senderOf("requester", desk.requester);
  expect(await codeOf(await requester.create(file))).toBe("404 attachment.unknown");
  await engineer.upload(file, bytes);
  expect(await codeOf(await requester.get(`/api/attachments/${file.id}`))).toBe("404 attachment.unknown");
  expect((await listedOf(ticketId))[0]?.stored).toBeDefined();
  expect((await listedOf(forged))[0]?.stored).toBeUndefined();
});

test("an upload is for who is signed in, from our own pages, and for the account it names", async () => {
  const bytes = await photo();
  const file = refOf(bytes);
  await openWith(desk, desk.engineer, [file]);
  const start = { "upload-length": String(file.sizeBytes), "upload-metadata": metadataOf(file.id) };
  const post = async (headers: Record<string, string | null>) =>
    codeOf(await engineer.send("POST", "/api/uploads", { ...start, ...headers }));
  const stranger = createSender(uploads.means, desk.engineer, "");
  expect(await codeOf(await stranger.create(file))).toBe("401 session.none");
  expect(await post({ "sec-fetch-site": "cross-site", origin: "https://evil.example" })).toBe(
    "403 origin.foreign",
  );
  expect(await post({ "sec-fetch-site": null, origin: "https://evil.example" })).toBe("403 origin.foreign");
  expect(await post({ "x-genba-account": desk.colleague })).toBe("409 account.mismatch");
  expect(await post({ "x-genba-account": null })).toBe("409 account.mismatch");
  expect(await post({ "tus-resumable": "0.2.2" })).toBe("400 input.malformed");
  expect(await post({ "upload-length": String(file.sizeBytes + 1) })).toBe("400 attachment.length");
  expect(await post({ "upload-length": null, "upload-defer-length": "1" })).toBe("400 input.malformed");
  const path = `/api/uploads/${file.id}`;
  for (const method of ["GET", "DELETE", "PUT"]) {
    expect(await codeOf(await engineer.send(method, path))).toBe("400 input.malformed");
  }
  expect(readdirSync(join(uploads.dataFolder, "uploads"))).not.toContain(file.id);
});

test.each(["..", "../keys/auth-secret", "%2e%2e%2fkeys", "..%5ckeys", "%00", ""])(
  "an id that is no UUID (%s) names nothing, and touches no file",
  async (id) => {
    const before = readdirSync(uploads.dataFolder, { recursive: true });
    const start = { "upload-length": "10", "upload-metadata": metadataOf(id) };
    expect(await codeOf(await engineer.send("POST", "/api/uploads", start))).toBe("404 attachment.unknown");
    const head = await engineer.send("HEAD", `/api/uploads/${id}`);
    expect(head.headers.get("x-genba-code")).toBe("attachment.unknown");
    expect(await codeOf(await engineer.get(`/api/attachments/${id}`))).toBe("404 attachment.unknown");
    expect(readdirSync(uploads.dataFolder, { recursive: true })).toEqual(before);
  },
);

test("a chunk longer than the bound, than what is left, or of no length is refused", async () => {
  const bytes = await photo();
  const file = refOf(bytes);
  await openWith(desk, desk.engineer, [file]);
  await engineer.create(file);
  const path = `/api/uploads/${file.id}`;
  const chunk = { "upload-offset": "0", "content-type": "application/offset+octet-stream" };
  const long = { ...chunk, "content-length": String(chunkMaxBytes + 1) };
  expect(await codeOf(await engineer.send("PATCH", path, long, new Uint8Array(chunkMaxBytes + 1)))).toBe(
    "413 body.tooLarge",
  );
  expect(await codeOf(await engineer.append(file.id, 0, Buffer.concat([bytes, bytes])))).toBe(
    "413 body.tooLarge",
  );
  expect(await codeOf(await engineer.send("PATCH", path, chunk, bytes as BodyInit))).toBe(
    "400 input.malformed",
  );
  const json = { ...chunk, "content-length": "2", "content-type": "application/json" };
  expect(await codeOf(await engineer.send("PATCH", path, json, "{}"))).toBe("400 input.malformed");
  expect((await engineer.offset(file.id)).headers.get("upload-offset")).toBe("0");
});

test("two writers of one upload end with the promised bytes or begin anew, never with others", async () => {
  const bytes = randomBytes(2_000_000);
  const file = refOf(bytes);
  await openWith(desk, desk.engineer, [file]);
  await engineer.create(file);
  const answers = await Promise.all([engineer.append(file.id, 0, bytes), engineer.append(file.id, 0, bytes)]);
  const codes = answers.map(({ status }) => status);
  expect(codes).toContain(204);
  for (const status of codes) expect([204, 400, 404, 409]).toContain(status);
  const { status, headers } = await engineer.offset(file.id);
  if (status === 200) {
    const offset = Number(headers.get("upload-offset"));
    expect((await engineer.append(file.id, offset, bytes.subarray(offset))).status).toBe(204);
  }
  expect(await readStates(desk.database, desk.engineer, [file.id])).toEqual([
    { id: file.id, state: "stored", sha256: file.sha256 },
  ]);
});

test("where the disk is nearly full nothing more is taken, and what is there stays", async () => {
  const bytes = await photo();
  const file = refOf(bytes);
  await openWith(desk, desk.engineer, [file]);
  const full = { ...uploads.means, readFreeBytes: async () => 2 ** 30 - 1 };
  const sender = createSender(full, desk.engineer, engineer.cookie);
  expect(await codeOf(await sender.create(file))).toBe("507 attachment.noSpace");
  await engineer.create(file);
  await engineer.append(file.id, 0, bytes.subarray(0, 100));
  expect(await codeOf(await sender.append(file.id, 100, bytes.subarray(100)))).toBe("507 attachment.noSpace");
  expect((await sender.offset(file.id)).headers.get("upload-offset")).toBe("100");
});

test("too much that was named before waits its turn, and the oldest always may", async () => {
  const accountId = desk.networkEngineer;
  const sender = await uploads.senderOf("network-engineer", accountId);
  const sizeBytes = 25 * 2 ** 20;
  // 5 GB are 204 of these; the trigger takes them all.
  const files = Array.from({ length: 210 }, () => refOf(Buffer.from("x"), { sizeBytes }));
  for (let from = 0; from < files.length; from += 10)
    await openWith(desk, accountId, files.slice(from, from + 10));
  const rows = await desk.database.attachment.findMany({
    where: { accountId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  expect(rows.length).toBe(210);
  const create = async (at: number) => sender.create({ ...files[0]!, id: rows.at(at)!.id as AttachmentId });
  expect((await create(0)).status).toBe(201);
  expect((await create(203)).status).toBe(201);
  expect(await codeOf(await create(204))).toBe("429 attachment.quota");
  // A phone that was lost blocks nobody for good.
  await desk.database.attachment.updateMany({
    where: { accountId, id: { not: rows.at(-1)!.id } },
    data: { createdAt: new Date(Date.now() - 31 * 86_400_000) },
  });
  expect((await create(-1)).status).toBe(201);
});

test("[A5] the files of an action that comes back are on its kept note, and are taken", async () => {
  const ticketId = await openWith(desk, desk.engineer, []);
  const bytes = await photo();
  const file = refOf(bytes);
  const phone = createPhone(desk.engineer);
  const action = phone.act({
    type: "resolve",
    ticketId,
    baseRevision: 1,
    args: { notes: "done", attachments: [file] },
  });
  const { results } = await push(desk.database, pushOf(phone, [action]));
  expect(results[0]?.outcome.kind).toBe("returned");
  expect((await engineer.upload(file, bytes)).status).toBe(204);
  expect((await listedOf(ticketId))[0]?.stored).toBeDefined();
});

test("a preview is small, upright, and says nothing of where the photo was taken", async () => {
  const bytes = await sharp(await photo(1_200, 600))
    .withExif({ IFD0: { Make: "Camera" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "25/1 2/1 3/1" } })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  expect((await sharp(bytes).metadata()).exif).toBeDefined();
  const file = refOf(bytes);
  await openWith(desk, desk.engineer, [file]);
  expect((await engineer.upload(file, bytes)).status).toBe(204);
  const preview = await engineer.get(`/api/attachments/${file.id}/preview`);
  expect(preview.headers.get("content-type")).toBe("image/webp");
  const small = await sharp(Buffer.from(await preview.arrayBuffer())).metadata();
  expect([small.width, small.height]).toEqual([previewMaxSide / 2, previewMaxSide]);
  for (const metadata of [small.exif, small.xmp, small.iptc, small.icc, small.orientation]) {
    expect(metadata).toBeUndefined();
  }
  expect(
    existsSync(join(uploads.dataFolder, "attachments", file.sha256.slice(0, 2), `${file.sha256}.webp`)),
  ).toBe(true);
});

test("who sends or asks too often is told when to go on", async () => {
  const admin = await uploads.senderOf("admin", desk.admin);
  for (const [limit, ask] of [
    [uploadLimit, () => admin.offset(uuid<AttachmentId>())],
    [attachmentLimit, () => admin.get(`/api/attachments/${uuid()}`)],
  ] as const) {
    while ((await limit.consume(desk.admin)) === 0);
    const { status, headers } = await ask();
    expect([status, headers.get("x-genba-code")]).toEqual([429, "rate.limited"]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  }
});
