/**
 * The part of the worker that touches the replica, built as public/drain.js and run on demand: sends the queue of the
 * account that was signed in last and takes in what changed, by the same code as a tab; and does what a button of a
 * notification says. Any tab that is open sees the rows change by itself; the lock and the rules of the queue make it
 * harmless when a tab sends at the same time (C3). What another app shares is kept here too.
 */
import { showAppBadge } from "../client/app-badge";
import { createAttachmentLane } from "../client/attachments/lane";
import { createUploads } from "../client/attachments/uploads";
import { type RememberedAccount, readAccount } from "../client/device";
import { createBrowserPlatform } from "../client/platform";
import type { Pressed } from "../client/pressed";
import { readPushMemory } from "../client/push-memory";
import { openReplica } from "../client/replica/open";
import { createSyncLoop } from "../client/sync/loop";
import { countUnanswered } from "../client/sync/push";
import { drainTag } from "../client/sync/worker-message";
import { createTrpcTransport } from "../client/trpc-transport";
import { countForBadge } from "../client/views/inbox";
import type { ActionId } from "../core/ids";
import { type PressedEnd, pressedText } from "../core/messages/pressed-texts";
import type { Outcome } from "../core/sync/protocol";
import { delay } from "./delay";
import { notificationLooks } from "./looks";
import { type Opened, press, tellEnds } from "./press";
import { receive } from "./share";

declare const self: ServiceWorkerGlobalScope & {
  readonly registration: { readonly sync?: { register(tag: string): Promise<void> } };
};

/** A hidden window that has the lock of the lane may be frozen. */
const attachmentsWaitMs = 20_000;

async function drain(): Promise<void> {
  const account = await readAccount();
  if (account === null) return;
  const opened = await open(account);
  try {
    await opened.sync();
    await tellEnds(opened, tell);
    const isLeft = await sendAttachments(opened, account);
    if (isLeft) throw new Error("drain: some photos are not sent yet");
    if ((await countUnanswered(opened.replica.db)) > 0 && opened.state().tag !== "paused") {
      throw new Error("drain: some actions are not sent yet");
    }
  } finally {
    opened.close();
  }
}

/**
 * C8: those whose actions are decided. True: there is more, later. A window that is seen does it itself; but it may be
 * gone before it has, so the event is not used up.
 */
async function sendAttachments({ replica }: Opened, account: RememberedAccount): Promise<boolean> {
  const windows = await self.clients.matchAll({ type: "window" });
  if (windows.some(({ visibilityState }) => visibilityState === "visible"))
    return (await replica.db.attachments.orderBy("actionId").count()) > 0;
  const lane = createAttachmentLane(replica, createUploads(account.id), attachmentsWaitMs);
  lane.kick();
  try {
    return await lane.settled();
  } finally {
    lane.stop();
  }
}

async function open(account: RememberedAccount): Promise<Opened> {
  const { replica: given, clock } = await openReplica(account, createBrowserPlatform(), undefined, {
    isBehind: true,
  });
  const endings = new Map<ActionId, Outcome>();
  const replica: typeof given = {
    ...given,
    onLeft: (left) => {
      for (const { actionId, state } of left)
        if (state.tag === "decided") endings.set(actionId, state.outcome);
    },
  };
  const { db } = replica;
  const loop = createSyncLoop(replica, createTrpcTransport(), clock);
  return {
    replica,
    clock,
    endings,
    state: loop.state,
    sync: async () => {
      loop.kick("background");
      await loop.settled();
      // A number on an icon is worth no action's answer.
      await countForBadge(db).then(showAppBadge, () => undefined);
    },
    close: () => {
      loop.stop();
      db.close();
    },
  };
}

/** Beside what else is shown of the ticket: a newer request, with buttons of its own, stays. */
async function tell({ action, number, ticketId, url }: Pressed, end: PressedEnd): Promise<void> {
  const memory = await readPushMemory().catch(() => null);
  const { title, body } = pressedText(memory?.locale ?? "zh-TW", action, number, end);
  const isNews = end.kind !== "applied";
  await self.registration.showNotification(title, {
    ...notificationLooks,
    body,
    tag: `${ticketId}:pressed`,
    data: { url },
    renotify: isNews,
    silent: !isNews || null,
  } as NotificationOptions);
}

async function closePressed({ id, ticketId }: Pressed): Promise<void> {
  for (const shown of await self.registration.getNotifications({ tag: ticketId })) {
    if ((shown.data as { readonly id?: unknown } | null)?.id === id) shown.close();
  }
}

async function askToBeWoken(): Promise<boolean> {
  const { sync } = self.registration;
  if (sync === undefined) return false;
  return sync.register(drainTag).then(
    () => true,
    () => false,
  );
}

const openWindow = (url: string): Promise<boolean> =>
  self.clients.openWindow(url).then(
    () => true,
    () => false,
  );

Object.assign(self, {
  genbaDrain: drain,
  genbaReceive: receive,
  genbaPress: (pressed: Pressed): Promise<void> =>
    press(
      {
        readAccount,
        open,
        tell,
        closePressed,
        askToBeWoken,
        openWindow,
        isOnline: () => navigator.onLine,
        delay,
        now: Date.now,
      },
      pressed,
    ),
});
