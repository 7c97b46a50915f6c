/**
 * The server's side of the attachments' lane in memory, honest about tus (what arrived stays, an offset that is not its
 * own is refused, the hash decides), over the lines of the fake server; and a network in front of it that is not.
 */
import { createHash } from "node:crypto";
import type { Attachment } from "../../core/attachments/attachment";
import type { AttachmentId } from "../../core/ids";
import { UploadError, type Uploads } from "../attachments/uploads";
import type { FakeServer } from "./fake-server";

export type UploadFault =
  | { readonly kind: "lost" | "lostAnswer" }
  /** Only so many bytes of the chunk arrive, and no answer. */
  | { readonly kind: "cut"; readonly after: number }
  /** A bit of the chunk is another one on the way. */
  | { readonly kind: "garbled" }
  | { readonly kind: "fails"; readonly failure: UploadError["failure"] };

export interface FakeUploads {
  uploads(next?: (question: keyof Uploads) => UploadFault | null): Uploads;
  readonly stored: ReadonlyMap<AttachmentId, Uint8Array>;
  /** Bytes that arrived in all, again or not. */
  readonly receivedBytes: number;
  /** Ends after the last byte has come and before it is looked at, once. */
  crashAtEnd(): void;
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function createFakeUploads(server: FakeServer): FakeUploads {
  const partial = new Map<AttachmentId, Uint8Array>();
  const stored = new Map<AttachmentId, Uint8Array>();
  let receivedBytes = 0;
  let crashes = 0;

  const promised = (id: AttachmentId): Attachment | null => {
    for (const { details } of server.activities.values()) {
      const found = details.attachments?.find((one) => one.id === id);
      if (found !== undefined) return found;
    }
    return null;
  };
  const expected = (id: AttachmentId): Attachment => {
    const ref = promised(id);
    if (ref === null) throw new UploadError("unknown");
    if (stored.has(id)) throw new UploadError("stored");
    return ref;
  };
  const finish = (ref: Attachment, bytes: Uint8Array): void => {
    if (crashes > 0) {
      crashes -= 1;
      throw new UploadError("later");
    }
    partial.delete(ref.id);
    if (hashOf(bytes) !== ref.sha256) throw new UploadError("hash");
    stored.set(ref.id, bytes);
  };
  const append = (id: AttachmentId, offset: number, chunk: Uint8Array): number => {
    const ref = expected(id);
    const held = partial.get(id);
    if (held === undefined) throw new UploadError("unknown");
    if (held.length !== offset) throw new UploadError("moved");
    const now = new Uint8Array(held.length + chunk.length);
    now.set(held);
    now.set(chunk, held.length);
    partial.set(id, now);
    receivedBytes += chunk.length;
    if (now.length === ref.sizeBytes) finish(ref, now);
    return offset + chunk.length;
  };

  return {
    stored,
    get receivedBytes() {
      return receivedBytes;
    },
    crashAtEnd: () => {
      crashes += 1;
    },
    uploads(next = () => null) {
      /** What is to be done with the chunk, then whether the answer is heard. */
      const through = async <Answer>(
        question: keyof Uploads,
        work: (change: (chunk: Uint8Array) => Uint8Array) => Answer,
      ): Promise<Answer> => {
        const fault = next(question);
        if (fault?.kind === "fails") throw new UploadError(fault.failure);
        if (fault?.kind === "lost") throw new UploadError("unheard");
        const answer = work((chunk) => {
          if (fault?.kind === "cut") return chunk.subarray(0, fault.after);
          return fault?.kind === "garbled"
            ? chunk.map((byte, index) => (index === 0 ? byte ^ 1 : byte))
            : chunk;
        });
        if (fault?.kind === "lostAnswer" || fault?.kind === "cut") throw new UploadError("unheard");
        return answer;
      };
      return {
        states: (ids) =>
          through("states", () =>
            ids.map((id) => {
              const ref = promised(id);
              if (ref === null) return { id, state: "unknown" as const };
              const bytes = stored.get(id);
              return bytes === undefined
                ? { id, state: "expected" as const }
                : { id, state: "stored" as const, sha256: hashOf(bytes) };
            }),
          ),
        offset: (id) => through("offset", () => partial.get(id)?.length ?? null),
        create: (id, sizeBytes) =>
          through("create", () => {
            if (expected(id).sizeBytes !== sizeBytes) throw new UploadError("refused");
            partial.set(id, new Uint8Array());
          }),
        append: (id, offset, chunk) => through("append", (change) => append(id, offset, change(chunk))),
      };
    },
  };
}
