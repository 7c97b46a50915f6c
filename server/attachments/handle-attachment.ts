/**
 * The edge of /api/attachments: the bytes of what is stored, and small pictures of them, for who sees the ticket. They
 * come from strangers, so nothing but a raster picture is ever shown within our origin, and nothing runs.
 */
import { Readable } from "node:stream";
import { isUuid } from "../../core/ids";
import { attachmentLimit } from "../auth/rate";
import { ask, readSql } from "../sql";
import { readViewer } from "../tickets/viewer";
import { admit } from "./admit";
import { disposition } from "./disposition";
import { type Means, ownMeans } from "./means";
import { isPicture } from "./media-type";
import { AttachmentRefusal, answer } from "./refusal";
import { fileKey, previewKey, type StoreKey } from "./store";

type Found = {
  readonly state: "expected" | "stored";
  readonly sha256: string;
  readonly name: string;
  readonly detectedType: string | null;
  readonly hasPreview: boolean;
};

const findSql = readSql("attachments/sql/find.sql");
const pathPattern = /^\/api\/attachments\/([^/]+)(\/preview)?$/;

const untrustedHeaders = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'",
  "cross-origin-resource-policy": "same-origin",
};

/** Answers one request with what this process has. */
export function handleAttachment(request: Request): Promise<Response> {
  return answerAttachment(request, ownMeans());
}

export function answerAttachment(request: Request, means: Means): Promise<Response> {
  return answer(async () => {
    const account = await admit(request, means, attachmentLimit);
    // C6: of a phone's own questions; what a page shows by itself names nobody.
    const named = request.headers.get("x-genba-account");
    if (named !== null && named !== account.id) throw new AttachmentRefusal("account.mismatch");
    const [, id = "", preview] = pathPattern.exec(new URL(request.url).pathname) ?? [];
    if (!isUuid(id)) throw new AttachmentRefusal("attachment.unknown");
    const { viewer, scopes } = await readViewer(means.database, account);
    const found = await ask<Found>(means.database, findSql, id, viewer.id, viewer.role, scopes);
    if (found === null) throw new AttachmentRefusal("attachment.unknown");
    if (found.state !== "stored") throw new AttachmentRefusal("attachment.notYet");
    return send(request, means, preview === undefined ? fileOf(found) : previewOf(found));
  });
}

type Wanted = { readonly key: StoreKey; readonly type: string; readonly disposition: string };

function fileOf({ sha256, name, detectedType }: Found): Wanted {
  const key = fileKey(sha256);
  return detectedType !== null && isPicture(detectedType)
    ? { key, type: detectedType, disposition: disposition("inline", name) }
    : { key, type: "application/octet-stream", disposition: disposition("attachment", name) };
}

function previewOf({ sha256, name, hasPreview }: Found): Wanted {
  if (!hasPreview) throw new AttachmentRefusal("attachment.noPreview");
  return { key: previewKey(sha256), type: "image/webp", disposition: disposition("inline", `${name}.webp`) };
}

/**
 * Kept by the browser, but asked for each time: bytes never change, whether one may see them does, and after a sign-out
 * another person sits there.
 */
async function send(
  request: Request,
  { store }: Means,
  { key, type, disposition }: Wanted,
): Promise<Response> {
  const etag = `"${key}"`;
  const headers = { ...untrustedHeaders, etag, "cache-control": "private, no-cache" };
  if (isNamed(etag, request.headers.get("if-none-match")))
    return new Response(null, { status: 304, headers });
  const stored = await store.open(key);
  if (stored === null) throw new Error(`${key} is stored, and is not there`);
  return new Response(Readable.toWeb(stored) as ReadableStream, {
    headers: {
      ...headers,
      "content-type": type,
      "content-disposition": disposition,
    },
  });
}

function isNamed(etag: string, ifNoneMatch: string | null): boolean {
  return (ifNoneMatch ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}
