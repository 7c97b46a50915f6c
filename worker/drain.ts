/**
 * The part of the worker that touches the replica, built as public/drain.js and run on demand: sends the queue of the
 * account that was signed in last and takes in what changed, by the same code as a tab. Any tab that is open sees the
 * rows change by itself; the lock and the rules of the queue make it harmless when a tab sends at the same time (C3).
 */
import { showAppBadge } from "../client/app-badge";
import { readAccount } from "../client/device";
import { createBrowserPlatform } from "../client/platform";
import { openReplica } from "../client/replica/open";
import { createSyncLoop } from "../client/sync/loop";
import { countUnanswered } from "../client/sync/push";
import { createTrpcTransport } from "../client/trpc-transport";
import { countForBadge } from "../client/views/inbox";

async function drain(): Promise<void> {
  const account = await readAccount();
  if (account === null) return;
  const { replica, clock } = await openReplica(account, createBrowserPlatform());
  const loop = createSyncLoop(replica, createTrpcTransport(), clock);
  try {
    loop.kick("background");
    await loop.settled();
    await showAppBadge(await countForBadge(replica.db));
    if ((await countUnanswered(replica.db)) > 0 && loop.state().tag !== "paused") {
      throw new Error("drain: some actions are not sent yet");
    }
  } finally {
    loop.stop();
    replica.db.close();
  }
}

Object.assign(self, { genbaDrain: drain });
