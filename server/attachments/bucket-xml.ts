/**
 * The two XML documents of S3 that we read: a page of a listing, and an error. Strict: what we do not know how to read
 * is refused, so that a cut or a foreign page is never taken for a short one. What S3 writes has no attributes within
 * the root, no CDATA and no comments.
 */

export interface ListingPage {
  readonly objects: readonly { readonly key: string; readonly modifiedAt: number }[];
  /** Undefined: this was the last page. */
  readonly next: string | undefined;
}

/** Throws RangeError for what is no such page. Times in epoch ms. */
export function readListing(xml: string): ListingPage {
  const [, inner] =
    /^(?:\s*<\?xml[^>]*\?>)?\s*<ListBucketResult[^>]*>(.*)<\/ListBucketResult>\s*$/s.exec(xml) ?? [];
  if (inner === undefined || inner.includes("<!")) throw new RangeError("No page of a listing.");
  const contents = /<Contents>(.*?)<\/Contents>/gs;
  const objects = [...inner.matchAll(contents)].map(([, object = ""]) => {
    const modifiedAt = Date.parse(textIn(object, "LastModified") ?? "");
    const key = textIn(object, "Key");
    if (key === undefined || Number.isNaN(modifiedAt))
      throw new RangeError("An object without name or time.");
    return { key, modifiedAt };
  });
  const around = inner.replace(contents, "");
  if (around.includes("Contents>")) throw new RangeError("A listing with an object that does not end.");
  const truncated = textIn(around, "IsTruncated");
  if (truncated !== "true" && truncated !== "false") throw new RangeError("A listing that may go on or not.");
  const next = textIn(around, "NextContinuationToken");
  if (truncated === "true" && !next) throw new RangeError("A listing that goes on nowhere.");
  return { objects, next: truncated === "true" ? next : undefined };
}

/** Undefined: it says none. The rest of an error repeats ids of keys and what was signed; nobody needs that in a log. */
export function readErrorCode(xml: string): string | undefined {
  return /<Code>\s*(\w{1,64})\s*<\/Code>/.exec(xml)?.[1];
}

function textIn(xml: string, tag: string): string | undefined {
  const [, text] = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml) ?? [];
  return text === undefined ? undefined : decode(text);
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&([^;&]*);?/g, (whole, entity: string) => {
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(entity) ?? [];
    const character =
      hex !== undefined
        ? String.fromCodePoint(Number.parseInt(hex, 16))
        : decimal !== undefined
          ? String.fromCodePoint(Number(decimal))
          : named[entity];
    if (character === undefined || !whole.endsWith(";")) throw new RangeError("An unknown entity.");
    return character;
  });
}
