/**
 * Uploads under way, by the tus protocol 1.0: FOLDER/<attachment> holds the bytes so far, and its length is the offset;
 * FOLDER/<attachment>.json what its creation said. One writer at a time in this process; two of two processes may mix
 * their bytes, which the hash finds out (finish.ts).
 */
import { mkdirSync } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { FileStore } from "@tus/file-store";
import { Metadata, Server } from "@tus/server";
import type { AttachmentId } from "../../core/ids";

export const uploadsPath = "/api/uploads";

/** Who holds an upload while another wants it is most likely a connection whose phone is gone; it spins until then. */
const lockDrainMs = 200;

export interface Partials {
  /** The library's own answers, of which the status and tus' headers count. */
  create(id: AttachmentId, sizeBytes: number): Promise<Response>;
  readOffset(id: AttachmentId): Promise<Response>;
  append(
    id: AttachmentId,
    offset: number,
    lengthBytes: number,
    body: ReadableStream | null,
  ): Promise<Response>;
  /** Its bytes so far, to be closed; null: there is none. */
  open(id: AttachmentId): Promise<FileHandle | null>;
  remove(id: AttachmentId): Promise<void>;
}

export function createPartials(folder: string): Partials {
  // The library would let everybody on the machine read it.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const server = new Server({
    path: uploadsPath,
    datastore: new FileStore({ directory: folder }),
    relativeLocation: true,
    namingFunction: (_, metadata) => metadata?.attachmentId ?? "",
    lockDrainTimeout: lockDrainMs,
  });
  const pathOf = (id: AttachmentId): string => join(folder, id);
  // Made of what was checked, so that no header that the library knows and we do not reaches it.
  const ask = (method: string, path: string, headers: Record<string, string>, body?: ReadableStream | null) =>
    server.handleWeb(
      new Request(`http://localhost${path}`, {
        method,
        headers: { "tus-resumable": "1.0.0", ...headers },
        ...(body ? { body, duplex: "half" } : {}),
      }),
    );
  return {
    create: (id, sizeBytes) =>
      ask("POST", uploadsPath, {
        "upload-length": String(sizeBytes),
        "upload-metadata": Metadata.stringify({ attachmentId: id }),
      }),
    readOffset: (id) => ask("HEAD", `${uploadsPath}/${id}`, {}),
    append: (id, offset, lengthBytes, body) =>
      ask(
        "PATCH",
        `${uploadsPath}/${id}`,
        {
          "upload-offset": String(offset),
          "content-length": String(lengthBytes),
          "content-type": "application/offset+octet-stream",
        },
        body,
      ),
    open: (id) =>
      open(pathOf(id), "r").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      }),
    async remove(id) {
      await rm(`${pathOf(id)}.json`, { force: true });
      await rm(pathOf(id), { force: true });
    },
  };
}

/** Undefined: the header names none, or is malformed. */
export function readAttachmentId(uploadMetadata: string): string | undefined {
  try {
    return Metadata.parse(uploadMetadata).attachmentId ?? undefined;
  } catch {
    return undefined;
  }
}
