/**
 * The network of the attachments' lane: what the server knows of each, and tus 1.0 as far as one resumable upload
 * needs it (creation, HEAD, PATCH), over fetch, so that it runs in the worker too. Why not a library:
 * docs/decisions/0029. Every request has a time limit; what arrived before it was cut off is not sent again.
 */
import type { AccountId, AttachmentId } from "../../core/ids";
import { callServer } from "../trpc-transport";

/** What the server says of one: `unknown` also where it is somebody else's. */
export interface KnownAttachment {
  readonly id: AttachmentId;
  readonly state: "unknown" | "expected" | "stored";
  /** Of the stored bytes. */
  readonly sha256?: string;
}

export interface Uploads {
  /** At most 100. Throws TransportError. */
  states(ids: readonly AttachmentId[]): Promise<readonly KnownAttachment[]>;
  /** How many bytes it has; null: none were begun. Throws UploadError. */
  offset(id: AttachmentId): Promise<number | null>;
  create(id: AttachmentId, sizeBytes: number): Promise<void>;
  /** Answers how many bytes it has now. Throws UploadError. */
  append(id: AttachmentId, offset: number, chunk: Uint8Array): Promise<number>;
}

/**
 * unheard   no answer: there is no network, or none to this server
 * later     an answer, but not now: a server in trouble, no room there; others may go meanwhile
 * moved     it has another number of bytes than thought: ask for the offset
 * hash      what arrived is not what was promised; the server has thrown it away
 * pause     signed out, or another account's session: only a person can help
 * stored    it has them all already
 * unknown   there is no such attachment for this account (yet)
 * refused   it will not take it, however often it is sent
 */
export type UploadFailure =
  | "unheard"
  | "later"
  | "moved"
  | "hash"
  | "pause"
  | "stored"
  | "unknown"
  | "refused";
export class UploadError extends Error {
  constructor(
    readonly failure: UploadFailure,
    readonly retryAfterMs = 0,
  ) {
    super(`upload: ${failure}`);
    this.name = "UploadError";
  }
}

/** A server that is there answers long before; the bytes of a chunk are given the time of a bad link beside it. */
const answerMs = 30_000;
const bytesPerMs = 2;
/** A connection that died without a word must not hold the lane: what arrived stays, and the next chunk is small. */
const longestMs = 90_000;

export function createUploads(
  accountId: AccountId,
  fetcher: typeof fetch = (...all) => fetch(...all),
): Uploads {
  const ask = async (path: string, init: RequestInit, sizeBytes = 0): Promise<Response> => {
    let answer: Response;
    try {
      answer = await fetcher(`/api/uploads${path}`, {
        ...init,
        headers: { "tus-resumable": "1.0.0", "x-genba-account": accountId, ...init.headers },
        credentials: "same-origin",
        // A proxy's or captive portal's page is no answer of ours.
        redirect: "error",
        signal: AbortSignal.timeout(Math.min(longestMs, answerMs + Math.ceil(sizeBytes / bytesPerMs))),
      });
    } catch {
      throw new UploadError("unheard");
    }
    if (answer.ok && answer.headers.has("tus-resumable")) return answer;
    throw new UploadError(failureOf(answer.headers.get("x-genba-code")), retryAfterMsOf(answer));
  };
  return {
    states: async (ids) => {
      const { states } = await callServer<{ readonly states: readonly KnownAttachment[] }>(
        "mutation",
        "attachments.states",
        { accountId, ids },
        fetcher,
      );
      return states;
    },
    offset: async (id) => {
      try {
        return offsetOf(await ask(`/${id}`, { method: "HEAD" }));
      } catch (error) {
        // None was begun, or there is no such attachment: `create` is told which.
        if (error instanceof UploadError && error.failure === "unknown") return null;
        throw error;
      }
    },
    create: async (id, sizeBytes) => {
      const metadata = `attachmentId ${btoa(id)}`;
      const headers = { "upload-length": String(sizeBytes), "upload-metadata": metadata };
      await ask("", { method: "POST", headers });
    },
    append: async (id, offset, chunk) => {
      const headers = { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" };
      const init = { method: "PATCH", headers, body: chunk as Uint8Array<ArrayBuffer> };
      return offsetOf(await ask(`/${id}`, init, chunk.length));
    },
  };
}

function offsetOf(answer: Response): number {
  const offset = Number(answer.headers.get("upload-offset") ?? Number.NaN);
  if (!Number.isSafeInteger(offset) || offset < 0) throw new UploadError("later");
  return offset;
}

/** By the server's own code; a status without one may be a proxy speaking, and is only a reason to try again. */
function failureOf(code: string | null): UploadFailure {
  switch (code) {
    case "session.none":
    case "account.mismatch":
      return "pause";
    case "attachment.unknown":
    case "upload.none":
      return "unknown";
    case "upload.offset":
    case "upload.cut":
      return "moved";
    case "attachment.stored":
      return "stored";
    case "attachment.hash":
      return "hash";
    case "attachment.length":
    case "body.tooLarge":
    case "input.malformed":
      return "refused";
  }
  return "later";
}

function retryAfterMsOf(answer: Response): number {
  const seconds = Number(answer.headers.get("retry-after") ?? 0);
  return Number.isFinite(seconds) ? Math.max(0, seconds) * 1_000 : 0;
}
