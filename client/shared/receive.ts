/**
 * Keeps what was shared. Any page of the web may send a form here, so all of it is bounded; what is beyond a bound is
 * named, never cut in silence. Nothing of it is sent anywhere before a person has saved the form it goes into.
 */
import { attachmentMaxBytes, attachmentsMax } from "../../core/attachments/attachment";
import type { AccountId } from "../../core/ids";
import { textMaxLength } from "../../core/sync/protocol";
import { createId, type Platform } from "../platform";
import { type RefusedFile, type SharedFile, type SharedWords, shareDatabase, sweepShares } from "./share";

/** A camera's photo becomes small before it goes into a form; anything else goes as it is. */
const pictureMaxBytes = 100 * 2 ** 20;
/** Of the files of one share, and of all that waits. */
const shareMaxBytes = 250 * 2 ** 20;
const waitingMaxBytes = 500 * 2 ** 20;
const waitingMax = 20;

/** The share's id, durable by then. `full`: as much waits as may; `nothing`: it was empty. Throws what IndexedDB throws. */
export async function keepShare(
  form: FormData,
  accountId: AccountId | null,
  platform: Pick<Platform, "now" | "randomBytes">,
): Promise<string | "full" | "nothing"> {
  const { words, blobs, refused } = sort(form);
  if (words === null && blobs.length + refused.length === 0) return "nothing";
  const id = createId(platform);
  const now = platform.now();
  const sizeBytes = blobs.reduce((sum, { blob }) => sum + blob.size, 0);
  const files = blobs.map(
    (part, position): SharedFile => ({
      ...part,
      id: createId(platform),
      shareId: id,
      position,
      trouble: null,
    }),
  );
  await sweepShares(now);
  const db = shareDatabase();
  return db.transaction("rw", db.shares, db.files, async () => {
    const waiting = await db.shares.toArray();
    const waitingBytes = waiting.reduce((sum, share) => sum + share.sizeBytes, 0);
    if (waiting.length >= waitingMax || waitingBytes + sizeBytes > waitingMaxBytes) return "full";
    await db.shares.add({ id, at: now, accountId, words, refused, sizeBytes });
    await db.files.bulkAdd(files);
    return id;
  });
}

interface Sorted {
  readonly words: SharedWords | null;
  readonly blobs: readonly NamedPart[];
  readonly refused: readonly RefusedFile[];
}
interface NamedPart {
  readonly name: string;
  readonly blob: Blob;
}

function sort(form: FormData): Sorted {
  const said = wordsOf(form);
  const isLong = [said.title, said.text, said.url].join("").length > textMaxLength;
  const given = form.getAll("files").filter((part) => typeof part !== "string");
  const files = given.filter((file) => !isNoFile(file)).map(toPart);
  const offered = [...(isLong ? [wordsToFile(said)] : []), ...files];
  const blobs: NamedPart[] = [];
  const refused: RefusedFile[] = [];
  let left = shareMaxBytes;
  for (const part of offered) {
    const { name, blob } = part;
    const isPicture = blob.type.startsWith("image/");
    if (blobs.length >= attachmentsMax) refused.push({ name, why: "tooMany" });
    else if (blob.size > Math.min(left, isPicture ? pictureMaxBytes : attachmentMaxBytes))
      refused.push({ name, why: "tooLarge" });
    else {
      left -= blob.size;
      blobs.push(part);
    }
  }
  const isSaid = !isLong && [said.title, said.text, said.url].some((text) => text !== "");
  return { words: isSaid ? said : null, blobs, refused: refused.slice(0, refusedMax) };
}
/** Names of what is not kept are words too. */
const refusedMax = 50;
const nameMaxLength = 200;

/** What a form has in the place of a file when none was chosen. */
function isNoFile({ name, size }: File): boolean {
  return name === "" && size === 0;
}

function toPart(file: File): NamedPart {
  // A slice is a Blob everywhere: some engines store a File without its content's type.
  return { name: file.name.slice(-nameMaxLength), blob: file.slice(0, file.size, file.type) };
}

function wordsOf(form: FormData): SharedWords {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value.replaceAll("\r\n", "\n").trim() : "";
  };
  return { title: text("title"), text: text("text"), url: text("url") };
}

/** Words that no description could hold go along whole, as a file. */
export function wordsToFile({ title, text, url }: SharedWords): NamedPart {
  const lines = [title, text, url].filter((one) => one !== "");
  return { name: "shared.txt", blob: new Blob([lines.join("\n\n")], { type: "text/plain" }) };
}
