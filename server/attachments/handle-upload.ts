/**
 * The edge of /api/uploads: tus 1.0 (creation, HEAD, PATCH) for bytes that an action has named (SYNC C8). An upload's id
 * is its attachment's, so that a phone remembers nothing of it. Everything is checked here at each request; the library
 * is handed requests made of what was checked.
 */
import { type AttachmentId, isUuid } from "../../core/ids";
import { uploadLimit } from "../auth/rate";
import { admit } from "./admit";
import { type Expected, findExpected } from "./expected";
import { finish } from "./finish";
import { type Means, ownMeans } from "./means";
import { readAttachmentId, uploadsPath } from "./partials";
import { AttachmentRefusal, type AttachmentRefusalCode, answer, storedHeader } from "./refusal";
import { requireDisk, requireQuota } from "./room";

/** Of one PATCH. Next gives a handler no more than 10 MB of a body. */
export const chunkMaxBytes = 8 * 2 ** 20;
const tusVersion = "1.0.0";
const chunkType = "application/offset+octet-stream";

/** Answers one request with what this process has. */
export function handleUpload(request: Request): Promise<Response> {
  return answerUpload(request, ownMeans());
}

export function answerUpload(request: Request, means: Means): Promise<Response> {
  return answer(async () => {
    const account = await admit(request, means, uploadLimit);
    if (request.headers.get("x-genba-account") !== account.id)
      throw new AttachmentRefusal("account.mismatch");
    if (request.headers.get("tus-resumable") !== tusVersion) throw new AttachmentRefusal("input.malformed");
    const expected = await findExpected(means.database, account.id, readId(request));
    switch (request.method) {
      case "POST":
        return create(request, means, expected);
      case "HEAD":
        return readOffset(means, expected);
      case "PATCH":
        return append(request, means, expected);
      default:
        throw new AttachmentRefusal("input.malformed");
    }
  });
}

async function create(request: Request, means: Means, expected: Expected): Promise<Response> {
  if (readCount(request, "upload-length") !== expected.sizeBytes)
    throw new AttachmentRefusal("attachment.length");
  await requireQuota(means, expected, Date.now());
  await requireDisk(means, expected.sizeBytes);
  return judge(await means.partials.create(expected.id, expected.sizeBytes));
}

/** Where all bytes are here, a crash came before the end: that is caught up with now. */
async function readOffset(means: Means, expected: Expected): Promise<Response> {
  const found = judge(await means.partials.readOffset(expected.id));
  if (offsetOf(found) < expected.sizeBytes) return found;
  await storeWhole(means, expected);
  throw new AttachmentRefusal("attachment.stored", { sha256: expected.sha256 });
}

/** What arrived stays, also when the rest of the chunk does not. */
async function append(request: Request, means: Means, expected: Expected): Promise<Response> {
  const offset = readCount(request, "upload-offset");
  const lengthBytes = readCount(request, "content-length");
  if (request.headers.get("content-type") !== chunkType) throw new AttachmentRefusal("input.malformed");
  if (lengthBytes > chunkMaxBytes) throw new AttachmentRefusal("body.tooLarge");
  await requireDisk(means, lengthBytes);
  const taken = judge(await means.partials.append(expected.id, offset, lengthBytes, request.body));
  if (offsetOf(taken) < expected.sizeBytes) return taken;
  await storeWhole(means, expected);
  taken.headers.set(storedHeader, expected.sha256);
  return taken;
}

async function storeWhole(means: Means, expected: Expected): Promise<void> {
  const finished = await finish(means, expected, Date.now());
  if (finished === "different") throw new AttachmentRefusal("attachment.hash");
  if (finished === "stored") return;
  // Another request was faster; else it says why there is nothing to finish.
  const row = await means.database.attachment.findUnique({ where: { id: expected.id } });
  if (row?.state !== "stored") throw new AttachmentRefusal("upload.none");
}

/** Of the path, or at creation of tus' metadata. */
function readId(request: Request): AttachmentId {
  const { pathname } = new URL(request.url);
  const id =
    request.method === "POST" && pathname === uploadsPath
      ? (readAttachmentId(request.headers.get("upload-metadata") ?? "") ?? "")
      : pathname.slice(`${uploadsPath}/`.length);
  // Ids become paths.
  if (!isUuid(id)) throw new AttachmentRefusal("attachment.unknown");
  return id as AttachmentId;
}

function readCount(request: Request, header: string): number {
  const text = request.headers.get(header) ?? "";
  if (!/^\d{1,12}$/.test(text)) throw new AttachmentRefusal("input.malformed");
  return Number(text);
}

function offsetOf(taken: Response): number {
  return Number(taken.headers.get("upload-offset"));
}

const codeByStatus: Readonly<Record<number, AttachmentRefusalCode>> = {
  400: "upload.cut",
  404: "upload.none",
  409: "upload.offset",
  410: "upload.none",
  413: "body.tooLarge",
};

const tusHeaders = ["tus-resumable", "location", "upload-offset", "upload-length"];

/** What tus says in the library's answer, without what that says to pages of other origins; or our refusal. */
function judge(taken: Response): Response {
  if (taken.ok) {
    const said = [...taken.headers].filter(([name]) => tusHeaders.includes(name));
    return new Response(null, { status: taken.status, headers: [...said, ["cache-control", "no-store"]] });
  }
  const code = codeByStatus[taken.status];
  if (code === undefined) throw new Error(`tus answered ${taken.status}`);
  throw new AttachmentRefusal(code);
}
