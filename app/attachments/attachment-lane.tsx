/** Runs the lane of photos and files while the app is open, and fetches the small pictures of one's open work. */
import { liveQuery } from "dexie";
import { useEffect } from "react";
import { createAttachmentLane } from "../../client/attachments/lane";

import { mendDrafts } from "../../client/attachments/mend-drafts";
import { prefetchPreviews } from "../../client/attachments/prefetch";
import { dropStrayPreviews } from "../../client/attachments/previews";
import { createUploads } from "../../client/attachments/uploads";
import type { Genba } from "../../client/genba";
import { sweepShares } from "../../client/shared/share";
import { registerBackgroundSync } from "../../client/sync/triggers";
import { useGenba } from "../replica/genba-context";

export function AttachmentLane() {
  const genba = useGenba();
  useEffect(() => runLane(genba), [genba]);
  return null;
}

/** Looking for what is missing reads many timelines. */
const fetchEveryMs = 60_000;

function runLane(genba: Genba): () => void {
  const { replica, db } = genba;
  const lane = createAttachmentLane(replica, createUploads(genba.accountId));
  let stopped = false;
  let isFetching = false;
  let fetchedAt = Number.NEGATIVE_INFINITY;
  const prefetch = async (): Promise<void> => {
    const now = replica.platform.monotonic();
    if (isFetching || now - fetchedAt < fetchEveryMs) return;
    fetchedAt = now;
    isFetching = true;
    try {
      await replica.platform.idle();
      if (!stopped) await dropStrayPreviews(db);
      if (!stopped) await prefetchPreviews(db, genba.context(), () => stopped);
    } catch {
      // Out of reach, or the database is closing: the next round asks again.
    } finally {
      isFetching = false;
    }
  };
  const onRound = (): void => {
    lane.kick();
    void prefetch();
  };
  const unsubscribe = genba.sync.subscribe(({ tag }) => {
    if (tag === "idle") onRound();
  });
  // Should this window close now, the worker sends them; only a window may ask for it.
  const watch = liveQuery(() => db.attachments.orderBy("actionId").count()).subscribe((count) => {
    if (count > 0) void registerBackgroundSync().catch(replica.platform.report);
  });
  onRound();
  const now = replica.platform.now();
  Promise.all([mendDrafts(db, now), sweepShares(now)]).catch(replica.platform.report);
  return () => {
    stopped = true;
    unsubscribe();
    watch.unsubscribe();
    lane.stop();
  };
}
