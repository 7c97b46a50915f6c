/**
 * What another app shares with this one (share_target of the manifest), on its way into a form. The worker keeps it
 * before anything else, in a database of its own: nobody may be signed in, and no window may be open. A window takes it
 * into a form, part by part, and deletes each part here only when it is there (take.ts).
 */
import Dexie, { type Table } from "dexie";
import type { AccountId, EpochMs } from "../../core/ids";
import type { PrepareErrorCode } from "../attachments/prepare-error";
import { endWithPage } from "../left-page";

export interface SharedWords {
  readonly title: string;
  readonly text: string;
  readonly url: string;
}

export interface Share {
  readonly id: string;
  readonly at: EpochMs;
  /** Who was signed in when it came, else who opened it first. Null: nobody yet. */
  readonly accountId: AccountId | null;
  /** Null: there were none, or they are in a form. */
  readonly words: SharedWords | null;
  /** Not kept: there to be said, until a person has seen it. */
  readonly refused: readonly RefusedFile[];
  readonly sizeBytes: number;
}

export interface RefusedFile {
  readonly name: string;
  readonly why: "tooLarge" | "tooMany";
}

export interface SharedFile {
  readonly id: string;
  readonly shareId: string;
  /** In the order in which they were chosen. */
  readonly position: number;
  readonly name: string;
  readonly blob: Blob;
  /** Why it is not in a form, though that was tried. */
  readonly trouble: SharedFileTrouble | null;
}
/** `tooMany`: the form holds as many as it may; `full`: the phone has no room for it. */
export type SharedFileTrouble = PrepareErrorCode | "tooMany" | "full";

class ShareDatabase extends Dexie {
  declare readonly shares: Table<Share, string>;
  declare readonly files: Table<SharedFile, string>;
  constructor() {
    super("genba-shared", { chromeTransactionDurability: "strict" });
    this.version(1).stores({ shares: "id, at", files: "id, shareId" });
    this.use(endWithPage);
  }
}

let opened: ShareDatabase | null = null;
export function shareDatabase(): ShareDatabase {
  opened ??= new ShareDatabase();
  return opened;
}

/** How long one that nobody takes is kept. */
const unusedMs = 7 * 86_400_000;

export async function sweepShares(now: EpochMs): Promise<void> {
  const db = shareDatabase();
  await db.transaction("rw", db.shares, db.files, async () => {
    for (const id of await db.shares
      .where("at")
      .below(now - unusedMs)
      .primaryKeys())
      await remove(id);
  });
}

/** A person does not want it. */
export async function discardShare(id: string): Promise<void> {
  const db = shareDatabase();
  await db.transaction("rw", db.shares, db.files, async () => remove(id));
}

/** Who leaves this phone takes along what was shared under their name (C6). */
export async function discardSharesOf(accountId: AccountId): Promise<void> {
  const db = shareDatabase();
  await db.transaction("rw", db.shares, db.files, async () => {
    for (const share of await db.shares.toArray()) if (share.accountId === accountId) await remove(share.id);
  });
}

/** In the caller's transaction. */
async function remove(id: string): Promise<void> {
  const db = shareDatabase();
  await Promise.all([db.shares.delete(id), db.files.where("shareId").equals(id).delete()]);
}

export interface UnusedShare extends Share {
  readonly files: readonly SharedFile[];
}

/** What this person may still take: theirs and nobody's, newest first. `accountId` null: nobody's. */
export async function listShares(accountId: AccountId | null): Promise<readonly UnusedShare[]> {
  const db = shareDatabase();
  const [shares, files] = await Promise.all([
    db.shares.orderBy("at").toArray(),
    db.files.toCollection().sortBy("position"),
  ]);
  return shares
    .filter((share) => share.accountId === null || share.accountId === accountId)
    .map((share) => ({ ...share, files: files.filter(({ shareId }) => shareId === share.id) }))
    .reverse();
}

/** Of what is theirs alone: a sign-out would delete it. */
export async function countSharesOf(accountId: AccountId): Promise<number> {
  return (await listShares(accountId)).filter((share) => share.accountId === accountId).length;
}
