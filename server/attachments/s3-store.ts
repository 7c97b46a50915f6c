/**
 * The store in a bucket: PREFIX/<two digits>/<key>, as the folder store has it, so that a copy of the one is the other.
 * An object appears whole or not at all, as a PUT does.
 */
import { createHash } from "node:crypto";
import { attachmentMaxBytes } from "../../core/attachments/attachment";
import { type BucketAnswer, BucketError, type BucketLimits, createBucket, usualLimits } from "./bucket";
import type { BucketSettings } from "./bucket-settings";
import { type ListingPage, readListing } from "./bucket-xml";
import type { AttachmentStore } from "./store";

/** Each has a whole file in memory, as its hash is sent before it. */
const putsAtOnce = 4;
/** Beyond these the phone does better to try later. */
const putsWaitingMax = 64;

const digitsLength = 2;
/** What the folder store and we write; nothing else in the bucket is touched. */
const namePattern = /^[0-9a-f]{2}[\w.-]*$/;

export function createS3Store(settings: BucketSettings, limits: BucketLimits = usualLimits): AttachmentStore {
  const bucket = createBucket(settings, limits);
  const take = createGate(putsAtOnce, putsWaitingMax);
  const nameOf = (name: string): string => `${name.slice(0, digitsLength)}/${name}`;
  return {
    put: (key, chunks) =>
      take(async () => {
        const body = await collect(chunks);
        const md5 = createHash("md5").update(body).digest("hex");
        await bucket.ask({ method: "PUT", name: nameOf(key), body }, (answer) => requireStored(answer, md5));
      }),
    open: (key) => bucket.open(nameOf(key)),
    async *listOlder(digits, before) {
      const folder = `${settings.prefix}${digits}/`;
      let token: string | undefined;
      do {
        const query = { "list-type": "2", prefix: folder, ...(token && { "continuation-token": token }) };
        const { objects, next }: ListingPage = readPage(await bucket.ask({ method: "GET", query }));
        if (next !== undefined && next === token)
          throw new BucketError("BadListing", false, "GET: a listing that goes in circles");
        for (const { key, modifiedAt } of objects) {
          const name = key.startsWith(folder) ? key.slice(folder.length) : "";
          if (name.startsWith(digits) && namePattern.test(name) && modifiedAt < before) yield name;
        }
        token = next;
      } while (token !== undefined);
    },
    async removeOlder(name, before) {
      const { status, headers } = await bucket.ask({ method: "HEAD", name: nameOf(name) });
      // Whole seconds: it may be of the end of that one. No date is never before.
      const newestAt = Date.parse(headers["last-modified"] ?? "") + 999;
      // Between the two requests it may be put anew: see docs/decisions/0037-attachments-in-a-bucket.md.
      if (status !== 404 && newestAt < before)
        await bucket.ask({ method: "DELETE", name: nameOf(name), once: true });
    },
  };
}

async function collect(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const collected: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > attachmentMaxBytes) throw new RangeError("Longer than an attachment may be.");
    collected.push(chunk);
  }
  return Buffer.concat(collected, length);
}

/** The ETag of a PUT is the MD5 of what was stored, unless it is encrypted with a key of the customer's. */
function requireStored({ status, headers }: BucketAnswer, md5: string): void {
  if (status === 404) throw new BucketError("NotFound", false, "PUT: answered 404");
  const etag = /^"?([0-9a-f]{32})"?$/.exec(headers.etag ?? "")?.[1];
  const encrypted =
    "x-amz-server-side-encryption-customer-algorithm" in headers ||
    (headers["x-amz-server-side-encryption"] ?? "AES256") !== "AES256";
  if (etag !== undefined && etag !== md5 && !encrypted)
    throw new BucketError("OtherBytes", true, "PUT: something else was stored");
}

function readPage({ status, text }: BucketAnswer): ListingPage {
  try {
    if (status === 200) return readListing(text);
  } catch {
    // Told below.
  }
  throw new BucketError("BadListing", false, `GET: no listing, answered ${status}`);
}

/** Work of which so many are under way at a time; BucketError `Busy` where too many wait already. */
function createGate(
  width: number,
  waitingMax: number,
): <Given>(work: () => Promise<Given>) => Promise<Given> {
  const waiting: (() => void)[] = [];
  let free = width;
  return async (work) => {
    if (free > 0) free -= 1;
    else if (waiting.length >= waitingMax) throw new BucketError("Busy", true, "PUT: too many wait already");
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
