/** Files that go with actions, and the requests that a phone sends their bytes with, without a socket. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AttachmentRef } from "../../core/attachments/attachment";
import type { AccountId, AttachmentId, TicketId } from "../../core/ids";
import type { ActionArgs } from "../../core/sync/protocol";
import type { BucketSettings } from "../attachments/bucket-settings";
import { answerAttachment } from "../attachments/handle-attachment";
import { answerUpload } from "../attachments/handle-upload";
import { keepIn, type Means } from "../attachments/means";
import { push } from "../sync/push";
import { createPhone, type Desk, openIncident, pushOf, uuid } from "./desk";
import { createTestAuth, givePassword, origin, signIn } from "./http";

export type Sender = {
  readonly accountId: AccountId;
  readonly cookie: string;
  /** What is not said is what an honest phone says. */
  send(
    method: string,
    path: string,
    headers?: Record<string, string | null>,
    body?: BodyInit,
  ): Promise<Response>;
  create(file: AttachmentRef): Promise<Response>;
  offset(id: AttachmentId): Promise<Response>;
  append(id: AttachmentId, offset: number, bytes: Uint8Array): Promise<Response>;
  /** Creation and all bytes in one chunk; the answer to that. */
  upload(file: AttachmentRef, bytes: Uint8Array): Promise<Response>;
  get(path: string, headers?: Record<string, string | null>): Promise<Response>;
};

export type AttachmentDesk = {
  readonly means: Means;
  readonly dataFolder: string;
  senderOf(name: string, accountId: AccountId): Promise<Sender>;
  end(): void;
};

/** A data folder of its own, or a bucket for what is stored, and passwords for everybody. */
export async function createAttachmentDesk(
  desk: Desk,
  bucket: BucketSettings | null = null,
): Promise<AttachmentDesk> {
  const { database } = desk;
  const dataFolder = mkdtempSync(join(tmpdir(), "genba-test-attachments-"));
  const auth = createTestAuth(database);
  await givePassword(database, [
    desk.engineer,
    desk.colleague,
    desk.networkEngineer,
    desk.requester,
    desk.admin,
  ]);
  const means: Means = { database, auth, origin, ...keepIn(dataFolder, bucket) };
  return {
    means,
    dataFolder,
    async senderOf(name, accountId) {
      const { cookie } = await signIn(auth, `${name}@desk.example`);
      return createSender(means, accountId, cookie);
    },
    end: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}

export function createSender(means: Means, accountId: AccountId, cookie: string): Sender {
  const honest = { cookie, origin, "sec-fetch-site": "same-origin", "x-genba-account": accountId };
  const requestOf = (
    method: string,
    path: string,
    headers: Record<string, string | null>,
    body?: BodyInit,
  ): Request => {
    const given = Object.entries({ ...honest, ...headers }).filter(([, value]) => value !== null);
    const init = { method, headers: given as [string, string][], ...(body ? { body, duplex: "half" } : {}) };
    return new Request(`${origin}${path}`, init as RequestInit);
  };
  const send: Sender["send"] = (method, path, headers = {}, body) =>
    answerUpload(requestOf(method, path, { "tus-resumable": "1.0.0", ...headers }, body), means);
  const create: Sender["create"] = ({ id, sizeBytes }) =>
    send("POST", "/api/uploads", { "upload-length": String(sizeBytes), "upload-metadata": metadataOf(id) });
  const append: Sender["append"] = (id, offset, bytes) =>
    send("PATCH", `/api/uploads/${id}`, chunkHeaders(offset, bytes.length), bytes as BodyInit);
  return {
    accountId,
    cookie,
    send,
    create,
    append,
    offset: (id) => send("HEAD", `/api/uploads/${id}`),
    async upload(file, bytes) {
      const created = await create(file);
      return created.ok ? append(file.id, 0, bytes) : created;
    },
    get: (path, headers = {}) => answerAttachment(requestOf("GET", path, headers), means),
  };
}

export function metadataOf(id: string): string {
  return `attachmentId ${Buffer.from(id).toString("base64")}`;
}
export function chunkHeaders(offset: number, lengthBytes: number): Record<string, string> {
  return {
    "upload-offset": String(offset),
    "content-length": String(lengthBytes),
    "content-type": "application/offset+octet-stream",
  };
}

/** As an action names these bytes. */
export function refOf(bytes: Uint8Array, given: Partial<AttachmentRef> = {}): AttachmentRef {
  return {
    id: uuid<AttachmentId>(),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    sizeBytes: bytes.length,
    mediaType: "image/jpeg",
    name: "機房.jpg",
    ...given,
  };
}

/** Somebody opens an incident with these files; the ticket. */
export async function openWith(
  desk: Desk,
  accountId: AccountId,
  attachments: readonly AttachmentRef[],
  args: ActionArgs = {},
): Promise<TicketId> {
  const phone = createPhone(accountId);
  const opened = openIncident(desk, phone);
  const action = { ...opened, args: { ...opened.args, ...args, attachments } };
  const { results } = await push(desk.database, pushOf(phone, [action]));
  const [result] = results;
  if (result?.outcome.kind !== "applied") throw new Error(`not applied: ${JSON.stringify(result)}`);
  return action.ticketId;
}

export async function codeOf(response: Response): Promise<string> {
  const code = response.headers.get("x-genba-code") ?? "";
  const body = (await response.json()) as { code?: string; message?: string };
  return body.code === code && body.message === code ? `${response.status} ${code}` : "inconsistent";
}
