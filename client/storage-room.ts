/** How full this phone is for the app, and with what that is nowhere else. */
import type { ReplicaDatabase } from "./replica/database";
import { listShares } from "./shared/share";

export interface StorageRoom {
  /** Bytes, as the browser estimates them; null where it does not say. */
  readonly used: number | null;
  readonly granted: number | null;
  /** The system has promised not to clear it. Null: this browser makes no promises. */
  readonly isKept: boolean | null;
  /** Photos and files that are not at the server yet, those of forms half typed and shared ones too. */
  readonly unsent: number;
  /** Small pictures of what is at the server: they come again. */
  readonly small: number;
}

export async function readStorageRoom(db: ReplicaDatabase): Promise<StorageRoom> {
  // Absent where the page is not secure, and in WebKitGTK; `estimate` on iOS 16.
  const storage = navigator.storage as StorageManager | undefined;
  const [estimate, isKept, attachments, shares, small] = await Promise.all([
    storage?.estimate?.().catch(() => null),
    storage?.persisted?.().catch(() => null),
    db.attachments.toArray(),
    listShares(db.accountId),
    sizeOfPreviews(db),
  ]);
  const photos = attachments.reduce((sum, { ref }) => sum + ref.sizeBytes, 0);
  const shared = shares.flatMap(({ files }) => files).reduce((sum, { blob }) => sum + blob.size, 0);
  return {
    used: estimate?.usage ?? null,
    granted: estimate?.quota ?? null,
    isKept: isKept ?? null,
    unsent: photos + shared,
    small,
  };
}

async function sizeOfPreviews(db: ReplicaDatabase): Promise<number> {
  let size = 0;
  await db.previews.each(({ bytes }) => {
    size += bytes.length;
  });
  return size;
}

/** Of what is granted: beyond that a system looks for what it can clear. */
const nearlyFullShare = 0.8;
const manyUnsentBytes = 200_000_000;

/** What a person should do something about before the system does. */
export function roomWarning({ used, granted, unsent }: StorageRoom): "nearlyFull" | "manyUnsent" | null {
  if (used !== null && granted !== null && used > granted * nearlyFullShare) return "nearlyFull";
  return unsent > manyUnsentBytes ? "manyUnsent" : null;
}
