/**
 * The part of the worker that touches the replica, built as public/drain.js and run on demand: sends the queue of the
 * account that was signed in last and takes in what changed, by the same code as a tab; and does what a button of a
 * notification says. Any tab that is open sees the rows change by itself; the lock and the rules of the queue make it
 * harmless when a tab sends at the same time (C3).
 */
import { showAppBadge } from "../client/app-badge";
import { type RememberedAccount, readAccount } from "../client/device";
import { createBrowserPlatform } from "../client/platform";
import {
  endOfPressed,
  forgetPressed,
  listPressed,
  type Pressed,
  rememberPressed,
  savePressed,
} from "../client/pressed";
import { readPushMemory } from "../client/push-memory";
import type { Clock } from "../client/replica/clock";
import type { Replica } from "../client/replica/intake";
import { openReplica } from "../client/replica/open";
import { createSyncLoop } from "../client/sync/loop";
import { countUnanswered } from "../client/sync/push";
import type { SyncState } from "../client/sync/state";
import { drainTag } from "../client/sync/worker-message";
import { createTrpcTransport } from "../client/trpc-transport";
import { countForBadge } from "../client/views/inbox";
import type { ActionId } from "../core/ids";
import { type PressedEnd, pressedText } from "../core/messages/pressed-texts";
import { notificationLooks } from "./looks";

declare const self: ServiceWorkerGlobalScope & {
  readonly registration: { readonly sync?: { register(tag: string): Promise<void> } };
};

/** Its person waits for an answer; what takes longer is said to wait, and told when it is known. */
const pressTimeoutMs = 12_000;
/** A browser lets one event of a worker last five minutes. */
const keepTryingMs = 240_000;
const lookAgainMs = 2_000;

async function drain(): Promise<void> {
  const account = await readAccount();
  if (account === null) return;
  await withReplica(account, async ({ replica, sync }) => {
    const state = await sync();
    await tellEnds(replica, state);
    if ((await countUnanswered(replica.db)) > 0 && state.tag !== "paused") {
      throw new Error("drain: some actions are not sent yet");
    }
  });
}

/** Never rejects: whatever happened is said. */
async function press(pressed: Pressed): Promise<void> {
  try {
    const account = await readAccount();
    if (account === null || account.id !== pressed.accountId)
      return await tell(pressed, { kind: "notYours" });
    await withReplica(account, (open) => saveAndSend(open, pressed));
  } catch {
    await tell(pressed, { kind: "failed" });
  }
}

async function saveAndSend({ replica, clock, sync }: OpenForWork, pressed: Pressed): Promise<void> {
  const saved = await savePressed(replica, clock, pressed);
  if (typeof saved !== "string") return tell(pressed, saved);
  // From here on it will be told, by whoever of us comes next, however this one ends.
  await rememberPressed(saved, pressed);
  if (!navigator.onLine) await askToBeWoken(pressed.url);
  const state = await Promise.race([sync(), afterMs(pressTimeoutMs)]);
  if (!(await tellEnds(replica, state, saved))) return;
  // In a lift or a tunnel the network is back within minutes, and so is this loop, by its own back-off.
  const until = Date.now() + keepTryingMs;
  while (Date.now() < until && (await tellEnds(replica, null))) await afterMs(lookAgainMs);
}

/**
 * Background Sync sends it once there is a network. A browser takes that wish from a worker only while a window of
 * ours is open (Chromium), and the press of a button allows to open one: there the person also sees what waits.
 */
async function askToBeWoken(url: string): Promise<void> {
  const { sync } = self.registration;
  const isHeard =
    (await sync?.register(drainTag).then(
      () => true,
      () => false,
    )) ?? false;
  if (!isHeard) await self.clients.openWindow(url).catch(() => null);
}

/** Tells of everything pressed whose end is known; of `present` however it stands. The answer: is something left? */
async function tellEnds(replica: Replica, state: SyncState | null, present?: ActionId): Promise<boolean> {
  let isLeft = false;
  for (const [actionId, pressed] of await listPressed()) {
    if (pressed.accountId !== replica.author.id) continue;
    const end = await endOfPressed(replica, actionId, state);
    const isKnown = end.kind !== "waits" && end.kind !== "signIn";
    isLeft ||= end.kind === "waits";
    if (isKnown ? await forgetPressed(actionId) : actionId === present) await tell(pressed, end);
  }
  return isLeft;
}

/** In place of the notification that had the button. */
async function tell({ action, number, ticketId, url }: Pressed, end: PressedEnd): Promise<void> {
  const memory = await readPushMemory().catch(() => null);
  const { title, body } = pressedText(memory?.locale ?? "zh-TW", action, number, end);
  const isNews = end.kind !== "applied";
  await self.registration.showNotification(title, {
    ...notificationLooks,
    body,
    tag: ticketId,
    data: { url },
    renotify: isNews,
    silent: !isNews || null,
  } as NotificationOptions);
}

interface OpenForWork {
  readonly replica: Replica;
  readonly clock: Clock;
  /** One round; the state that it ended in. */
  readonly sync: () => Promise<SyncState>;
}

async function withReplica(
  account: RememberedAccount,
  work: (open: OpenForWork) => Promise<void>,
): Promise<void> {
  const { replica, clock } = await openReplica(account, createBrowserPlatform());
  const loop = createSyncLoop(replica, createTrpcTransport(), clock);
  const sync = async (): Promise<SyncState> => {
    loop.kick("background");
    await loop.settled();
    await showAppBadge(await countForBadge(replica.db));
    return loop.state();
  };
  try {
    await work({ replica, clock, sync });
  } finally {
    loop.stop();
    replica.db.close();
  }
}

function afterMs(delayMs: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), delayMs));
}

Object.assign(self, { genbaDrain: drain, genbaPress: press });
