/** C8: a crash between any two steps of the end, and a repeat, come to one attachment that is stored once. */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Attachment, AttachmentRef } from "../../core/attachments/attachment";
import type { TicketId } from "../../core/ids";
import {
  type AttachmentDesk,
  createAttachmentDesk,
  openWith,
  refOf,
  type Sender,
} from "../testing/attachments";
import { createDesk, type Desk } from "../testing/desk";
import { until } from "../testing/until";
import { createStore } from "./create-store";
import { finish } from "./finish";
import { fileKey } from "./store";
import { digitsAt, sweepAttachments, sweepEveryMs } from "./sweep";

let desk: Desk;
let uploads: AttachmentDesk;
let engineer: Sender;

beforeAll(async () => {
  desk = await createDesk();
  uploads = await createAttachmentDesk(desk);
  engineer = await uploads.senderOf("engineer", desk.engineer);
});
afterAll(async () => {
  await desk.end();
  uploads.end();
});

const day = 86_400_000;
const storage = () => ({ dataFolder: uploads.dataFolder, store: uploads.means.store });
const partialOf = ({ id }: AttachmentRef): string => join(uploads.dataFolder, "uploads", id);

/** All bytes have come, and the process died before it did anything about it. */
async function arrive(bytes: Buffer): Promise<AttachmentRef & { ticketId: TicketId }> {
  const file = refOf(bytes);
  const ticketId = await openWith(desk, desk.engineer, [file]);
  await engineer.create(file);
  await engineer.append(file.id, 0, bytes.subarray(0, -1));
  writeFileSync(partialOf(file), bytes);
  return { ...file, ticketId };
}

async function storedOf(ticketId: TicketId) {
  const lines = await desk.database.activity.findMany({ where: { ticketId } });
  return lines.flatMap(
    ({ details }) => ((details as { attachments?: Attachment[] }).attachments ?? [])[0]?.stored,
  );
}

async function readCounter(): Promise<number> {
  return Number((await desk.database.syncCounter.findUniqueOrThrow({ where: { id: 1 } })).value);
}

test("[C8] died with all bytes here: asking for the offset ends it", async () => {
  const file = await arrive(randomBytes(50_000));
  const { status, headers } = await engineer.offset(file.id);
  expect([status, headers.get("x-genba-code")]).toEqual([409, "attachment.stored"]);
  expect(await storedOf(file.ticketId)).toEqual([
    { at: expect.any(Number), mediaType: "application/octet-stream", preview: false },
  ]);
});

test("[C8] died with all bytes here: an empty chunk ends it too", async () => {
  const file = await arrive(randomBytes(50_000));
  const answer = await engineer.append(file.id, file.sizeBytes, new Uint8Array());
  expect([answer.status, answer.headers.get("x-genba-stored")]).toEqual([204, file.sha256]);
});

test("[C8] died with the file in the store, before its row said so", async () => {
  const bytes = randomBytes(50_000);
  const file = await arrive(bytes);
  await uploads.means.store.put(fileKey(file.sha256), [bytes]);
  expect(await finish(uploads.means, file, 1_000)).toBe("stored");
  expect(await storedOf(file.ticketId)).toEqual([expect.objectContaining({ at: 1_000 })]);
});

test("[C8] died after its row said so: nothing is said twice", async () => {
  const bytes = randomBytes(50_000);
  const file = await arrive(bytes);
  expect(await finish(uploads.means, file, 1_000)).toBe("stored");
  writeFileSync(partialOf(file), bytes);
  const before = await readCounter();
  expect(await finish(uploads.means, file, 2_000)).toBe("stored");
  expect(await finish(uploads.means, file, 3_000)).toBe("gone");
  expect(await readCounter()).toBe(before);
  expect(await storedOf(file.ticketId)).toEqual([expect.objectContaining({ at: 1_000 })]);
});

test("[C8] two that end it at once say it once", async () => {
  const file = await arrive(randomBytes(2_000_000));
  const before = await readCounter();
  const ends = await Promise.all([1, 2, 3].map((now) => finish(uploads.means, file, now)));
  expect(ends).toContain("stored");
  expect(ends).not.toContain("different");
  expect(await readCounter()).toBe(before + 1);
});

test("[A9] bytes that lie in the store are proved by nobody who only knows their hash", async () => {
  const bytes = randomBytes(50_000);
  const first = await arrive(bytes);
  await engineer.offset(first.id);
  const second = refOf(bytes);
  await openWith(desk, desk.engineer, [second]);
  expect((await engineer.offset(second.id)).headers.get("x-genba-code")).toBe("upload.none");
  await engineer.create(second);
  expect((await engineer.offset(second.id)).headers.get("upload-offset")).toBe("0");
  expect((await engineer.append(second.id, 0, bytes)).status).toBe(204);
  const folder = join(uploads.dataFolder, "attachments", second.sha256.slice(0, 2));
  expect(readdirSync(folder).filter((name) => name.startsWith(second.sha256))).toEqual([second.sha256]);
});

test("uploads that stand still for 30 days are let go, others not", async () => {
  const files = [refOf(randomBytes(1_000)), refOf(randomBytes(1_000))] as const;
  await openWith(desk, desk.engineer, files);
  for (const file of files) await engineer.create(file);
  const [still, moving] = files;
  const now = Date.now();
  const longAgo = new Date(now - 31 * day);
  for (const file of files) utimesSync(`${partialOf(file)}.json`, longAgo, longAgo);
  utimesSync(partialOf(still), longAgo, longAgo);
  expect(await sweepAttachments(desk.database, storage(), now)).toBe(2);
  expect((await engineer.offset(still.id)).headers.get("x-genba-code")).toBe("upload.none");
  expect((await engineer.offset(moving.id)).status).toBe(200);
});

test("files that no attachment has are let go after a day, with what a crash left of a write", async () => {
  const digits = "5a";
  const folder = join(uploads.dataFolder, "attachments", digits);
  await mkdir(folder, { recursive: true });
  const hash = (end: string): string => digits + "0".repeat(61) + end;
  const expected = { ...refOf(Buffer.from("x")), sha256: hash("1") };
  await openWith(desk, desk.engineer, [expected]);
  const kept = [hash("1"), `${hash("1")}.webp`, hash("2")];
  const gone = [hash("3"), `${hash("3")}.webp`, `${hash("1")}.0e4c`];
  for (const name of [...kept, ...gone]) writeFileSync(join(folder, name), "x");
  let now = Date.now();
  while (digitsAt(now) !== digits) now += sweepEveryMs;
  const dayAgo = new Date(now - 2 * day);
  for (const name of [...kept, ...gone])
    if (name !== hash("2")) utimesSync(join(folder, name), dayAgo, dayAgo);
  utimesSync(join(folder, hash("2")), new Date(now - 1_000), new Date(now - 1_000));

  expect(await sweepAttachments(desk.database, storage(), now + sweepEveryMs)).toBe(0);
  expect(await sweepAttachments(desk.database, storage(), now)).toBe(3);
  expect(readdirSync(folder).sort()).toEqual(kept.sort());
});

test("a desk where nobody has sent a file yet has nothing to sweep", async () => {
  const empty = join(uploads.dataFolder, "empty");
  expect(
    await sweepAttachments(desk.database, { dataFolder: empty, store: createStore(empty, null) }, Date.now()),
  ).toBe(0);
  expect(existsSync(empty)).toBe(false);
});

test("a deleted ticket takes its attachments with it", async () => {
  const file = await arrive(randomBytes(1_000));
  await engineer.offset(file.id);
  await desk.database.ticket.delete({ where: { id: file.ticketId } });
  expect(await desk.database.attachment.findUnique({ where: { id: file.id } })).toBeNull();
  expect((await engineer.get(`/api/attachments/${file.id}`)).status).toBe(404);
});

test("[R1a] who gets the ticket while its file is stored hears of the file", async () => {
  const file = await arrive(randomBytes(1_000));
  let ended: Promise<unknown> = Promise.resolve();
  await desk.database.$transaction(async (on) => {
    await on.ticket.update({ where: { id: file.ticketId }, data: { assignedGroupId: desk.networkGroup } });
    // As at COMMIT: it has its number, and nobody sees it yet.
    await on.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`;
    ended = finish(uploads.means, file, 1_000);
    await until(
      () => desk.database.$queryRaw<unknown[]>`SELECT FROM pg_locks WHERE NOT granted`,
      (waiting) => waiting.length > 0,
    );
  });
  expect(await ended).toBe("stored");
  const value = await readCounter();
  const marked = await desk.database.syncChange.findMany({ where: { counter: value, entity: "activity" } });
  expect(marked.map(({ scope }) => scope)).toContain(`g:${desk.networkGroup}`);
});
