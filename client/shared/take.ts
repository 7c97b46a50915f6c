/**
 * Takes what was shared into a form half typed. It lies in two databases, so no transaction spans both: a part is
 * first put into the form together with the mark `taken` (one transaction of the account's database), then deleted
 * where it came from. Killed in between, the mark says that it is in the form; killed before, it is where it was.
 */
import { attachmentsMax } from "../../core/attachments/attachment";
import type { ActionArgs } from "../../core/sync/protocol";
import { attachmentsOf } from "../../core/workflow/words";
import { storeAttachment } from "../attachments/keep";
import type { NamedBlob, Prepared } from "../attachments/prepare";
import { PrepareError } from "../attachments/prepare-error";
import { withRoom } from "../make-room";
import { createId, type Platform } from "../platform";
import type { ReplicaDatabase } from "../replica/database";
import { troubleOf } from "../storage-trouble";
import { readDraft } from "../views/returned";
import { placeWords } from "./place-words";
import { wordsToFile } from "./receive";
import { type Share, type SharedFile, type SharedFileTrouble, shareDatabase } from "./share";

export interface TakeMeans {
  readonly db: ReplicaDatabase;
  readonly platform: Pick<Platform, "now" | "randomBytes" | "exclusive">;
  readonly prepare: (file: NamedBlob) => Promise<Prepared>;
}

export interface Taken {
  /** Photos and files that are in the form now. */
  readonly count: number;
  /** Those that stay where they were, with the reason. */
  readonly leftCount: number;
  /** Names of those that may say where they were taken, though nobody asked to keep that. */
  readonly positionUnknown: readonly string[];
}

/** Two windows take one share one after the other; the mark keeps it right where the lock does not. */
const lockWaitMs = 60_000;
const formStores = ["drafts", "attachments", "bytes", "meta"] as const;

/** Null: it is not there, or somebody else's. `onStep`: so many of its files are done. */
export async function takeShare(
  means: TakeMeans,
  shareId: string,
  draftId: string,
  onStep: (done: number, of: number) => void = () => {},
): Promise<Taken | null> {
  const share = await claim(shareId, means.db);
  if (share === null) return null;
  let count = 0;
  const positionUnknown: string[] = [];
  await means.platform.exclusive(`genba-share-${shareId}`, lockWaitMs, async () => {
    await forgetMarks(means.db);
    await adoptSpare(means.db, draftId);
    await takeWords(means, share.id, draftId);
    const files = await filesOf(shareId);
    for (const [index, file] of files.entries()) {
      onStep(index, files.length);
      const kept = await takeFile(means, file, draftId);
      if (kept === null) continue;
      count += 1;
      if (kept.positionUnknown === true) positionUnknown.push(kept.name);
    }
    await dropEmpty(shareId);
    await forgetMarks(means.db);
  });
  const left = await filesOf(shareId);
  return { count, leftCount: left.length, positionUnknown };
}

/** From now on it is this person's alone. */
async function claim(shareId: string, { accountId }: ReplicaDatabase): Promise<Share | null> {
  const { shares } = shareDatabase();
  return shareDatabase().transaction("rw", shares, async () => {
    const share = await shares.get(shareId);
    if (share === undefined || (share.accountId !== null && share.accountId !== accountId)) return null;
    if (share.accountId === null) await shares.update(shareId, { accountId });
    return share;
  });
}

const filesOf = (shareId: string): Promise<SharedFile[]> =>
  shareDatabase().files.where("shareId").equals(shareId).sortBy("position");

/** What the database did not take lies beside it (C7), and would be hidden by a newer form. */
async function adoptSpare(db: ReplicaDatabase, draftId: string): Promise<void> {
  const [newest, stored] = await Promise.all([readDraft(db, draftId), db.drafts.get(draftId)]);
  if (newest !== null && newest.savedAt !== stored?.savedAt) await db.drafts.put(newest);
}

async function takeWords({ db, platform }: TakeMeans, shareId: string, draftId: string): Promise<void> {
  const shared = shareDatabase();
  const { words = null } = (await shared.shares.get(shareId)) ?? {};
  if (words === null) return;
  const isPlaced = await db.transaction("rw", formStores, async () => {
    if (await isTaken(db, shareId)) return true;
    const draft = await db.drafts.get(draftId);
    const args = placeWords(draft?.args ?? ({} satisfies ActionArgs), words);
    if (args === null) return false;
    await db.drafts.put({ id: draftId, ticketId: null, args, savedAt: platform.now() });
    await markTaken(db, shareId);
    return true;
  });
  await shared.transaction("rw", shared.shares, shared.files, async () => {
    if (!isPlaced) {
      const file = { ...wordsToFile(words), id: createId(platform), shareId, position: -1, trouble: null };
      await shared.files.add(file);
    }
    await shared.shares.update(shareId, { words: null });
  });
}

/** Null: it stays, or was in the form already. */
async function takeFile(means: TakeMeans, file: SharedFile, draftId: string): Promise<Prepared | null> {
  const { db, prepare } = means;
  const { files } = shareDatabase();
  if (await isTaken(db, file.id)) {
    await files.delete(file.id);
    return null;
  }
  try {
    const draft = await db.drafts.get(draftId);
    const isFull = ((draft && attachmentsOf(draft.args)) ?? []).length >= attachmentsMax;
    const prepared = isFull
      ? null
      : await prepare(new File([file.blob], file.name, { type: file.blob.type }));
    if (prepared === null || !(await put(means, file, draftId, prepared))) {
      await files.update(file.id, { trouble: "tooMany" });
      return null;
    }
    await files.delete(file.id);
    return prepared;
  } catch (error) {
    const trouble = whyNot(error);
    if (trouble === null) throw error;
    await files.update(file.id, { trouble });
    return null;
  }
}

/** False: the form has no place for it. */
function put({ db, platform }: TakeMeans, { id }: SharedFile, draftId: string, prepared: Prepared) {
  return withRoom(db, () =>
    db.transaction("rw", formStores, async () => {
      // Another window was faster.
      if (await isTaken(db, id)) return true;
      const ref = await storeAttachment({ db, platform }, { draftId, ticketId: null }, prepared);
      if (ref !== null) await markTaken(db, id);
      return ref !== null;
    }),
  );
}

function whyNot(error: unknown): SharedFileTrouble | null {
  if (error instanceof PrepareError) return error.code;
  return troubleOf(error) === "full" ? "full" : null;
}

async function dropEmpty(shareId: string): Promise<void> {
  const { shares, files } = shareDatabase();
  await shareDatabase().transaction("rw", shares, files, async () => {
    const share = await shares.get(shareId);
    const count = await files.where("shareId").equals(shareId).count();
    if (count === 0 && share?.words === null && share.refused.length === 0) await shares.delete(shareId);
  });
}

async function readTaken(db: ReplicaDatabase): Promise<readonly string[]> {
  const row = await db.meta.get("taken");
  return row?.key === "taken" ? row.ids : [];
}

async function isTaken(db: ReplicaDatabase, id: string): Promise<boolean> {
  return (await readTaken(db)).includes(id);
}

/** In the transaction that puts it into the form. */
async function markTaken(db: ReplicaDatabase, id: string): Promise<void> {
  await db.meta.put({ key: "taken", ids: [...(await readTaken(db)), id] });
}

/** A mark is needed as long as its part is still where it came from. */
async function forgetMarks(db: ReplicaDatabase): Promise<void> {
  const { shares, files } = shareDatabase();
  const present = new Set<string>(await files.toCollection().primaryKeys());
  for (const share of await shares.toArray()) if (share.words !== null) present.add(share.id);
  await db.transaction("rw", ["meta"], async () => {
    const ids = await readTaken(db);
    if (ids.some((id) => !present.has(id)))
      await db.meta.put({ key: "taken", ids: ids.filter((id) => present.has(id)) });
  });
}
