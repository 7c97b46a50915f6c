/** How requests for bytes are refused: `{ code, message }` as JSON, and the code in a header, as HEAD has no body. */
import { refusalCodes } from "../refusal";

const statusByCode = {
  "origin.foreign": refusalCodes["origin.foreign"],
  "session.none": refusalCodes["session.none"],
  "account.mismatch": refusalCodes["account.mismatch"],
  "rate.limited": refusalCodes["rate.limited"],
  "input.malformed": refusalCodes["input.malformed"],
  "body.tooLarge": refusalCodes["body.tooLarge"],
  /** There is none, or not for this person (A9). */
  "attachment.unknown": 404,
  /** Its bytes are still on their author's phone. */
  "attachment.notYet": 404,
  "attachment.noPreview": 404,
  /** All bytes are here and are what was promised: the phone may let go of its own. */
  "attachment.stored": 409,
  /** Another length than the action said. */
  "attachment.length": 400,
  /** tus' checksum mismatch: what came is not what the action named; it was removed, begin anew. */
  "attachment.hash": 460,
  /** Too much that was named before is still expected: send that first. */
  "attachment.quota": 429,
  "attachment.noSpace": 507,
  /** Nothing of it has come yet: create the upload. */
  "upload.none": 404,
  /** Another offset than what has come: ask for it. */
  "upload.offset": 409,
  /** The rest of the chunk did not come: ask for the offset. */
  "upload.cut": 400,
  /** Ours: try later. */
  failure: 500,
} as const;
/** Confirms to a phone what it may let go of: the hash of what is stored. */
export const storedHeader = "x-genba-stored";
export type AttachmentRefusalCode = keyof typeof statusByCode;

export class AttachmentRefusal extends Error {
  override readonly name = "AttachmentRefusal";
  constructor(
    readonly code: AttachmentRefusalCode,
    readonly more: {
      /** `rate.limited`: milliseconds until it is worth asking again. */
      readonly retryAfterMs?: number;
      /** `attachment.stored`: the hash of what is stored. */
      readonly sha256?: string;
    } = {},
  ) {
    super(code);
  }
}

/** The one edge where refusals and failures become answers. */
export async function answer(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AttachmentRefusal) return refuse(error);
    console.error("a request for bytes failed:", error);
    return refuse(new AttachmentRefusal("failure"));
  }
}

function refuse({ code, more: { retryAfterMs, sha256 } }: AttachmentRefusal): Response {
  const headers = new Headers({ "cache-control": "no-store", "x-genba-code": code });
  if (sha256 !== undefined) headers.set(storedHeader, sha256);
  if (retryAfterMs !== undefined) headers.set("retry-after", String(Math.ceil(retryAfterMs / 1_000)));
  return Response.json({ code, message: code, retryAfterMs }, { status: statusByCode[code], headers });
}
