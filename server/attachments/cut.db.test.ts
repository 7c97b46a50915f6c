/** C8 over a real socket: a tunnel in the middle of a chunk, and the connection that it leaves behind. */
import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AttachmentRef } from "../../core/attachments/attachment";
import {
  type AttachmentDesk,
  chunkHeaders,
  createAttachmentDesk,
  openWith,
  refOf,
  type Sender,
} from "../testing/attachments";
import { createDesk, type Desk } from "../testing/desk";
import { origin } from "../testing/http";
import { type HttpServer, serve } from "../testing/http-server";
import { until } from "../testing/until";
import { answerUpload } from "./handle-upload";
import { readStates } from "./states";

let desk: Desk;
let uploads: AttachmentDesk;
let engineer: Sender;
let server: HttpServer;

beforeAll(async () => {
  desk = await createDesk();
  uploads = await createAttachmentDesk(desk);
  engineer = await uploads.senderOf("engineer", desk.engineer);
  server = await serve((request) => answerUpload(request, uploads.means));
});
afterAll(async () => {
  await server.end();
  await desk.end();
  uploads.end();
});

/** Announces all of the file and sends a part of it. */
function beginChunk({ id, sizeBytes }: AttachmentRef, part: Uint8Array): Socket {
  const socket = connect(server.port, "127.0.0.1");
  const headers = {
    host: "localhost",
    cookie: engineer.cookie,
    origin,
    "x-genba-account": engineer.accountId,
    "tus-resumable": "1.0.0",
    ...chunkHeaders(0, sizeBytes),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.on("error", () => undefined);
  socket.write(`PATCH /api/uploads/${id} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  socket.write(part);
  return socket;
}

async function readOffset({ id }: AttachmentRef): Promise<number> {
  return Number((await engineer.offset(id)).headers.get("upload-offset"));
}

/** Some of it lies on the disk. */
async function untilWritten({ id }: AttachmentRef): Promise<void> {
  const path = join(uploads.dataFolder, "uploads", id);
  await until(
    async () => (await stat(path)).size,
    (size) => size > 0,
  );
}

async function begin(): Promise<{ bytes: Buffer; file: AttachmentRef }> {
  const bytes = randomBytes(1_000_000);
  const file = refOf(bytes);
  await openWith(desk, desk.engineer, [file]);
  await engineer.create(file);
  return { bytes, file };
}

test("[C8] of a chunk that is cut off what arrived stays, and the rest goes on from there", async () => {
  const { bytes, file } = await begin();
  const socket = beginChunk(file, bytes.subarray(0, 400_000));
  await untilWritten(file);
  socket.destroy();
  const offset = await until(
    () => readOffset(file),
    (known) => known > 0,
  );
  expect(offset).toBeLessThanOrEqual(400_000);
  expect((await engineer.append(file.id, offset, bytes.subarray(offset))).status).toBe(204);
  expect(await readStates(desk.database, desk.engineer, [file.id])).toEqual([
    { id: file.id, state: "stored", sha256: file.sha256 },
  ]);
});

test("[C8] a connection that died without a word holds up nobody: the next request ends it", async () => {
  const { bytes, file } = await begin();
  const silent = beginChunk(file, bytes.subarray(0, 400_000));
  await untilWritten(file);
  const offset = await readOffset(file);
  expect(offset).toBeGreaterThan(0);
  expect(offset).toBeLessThanOrEqual(400_000);
  expect((await engineer.append(file.id, offset, bytes.subarray(offset))).status).toBe(204);
  silent.destroy();
});
