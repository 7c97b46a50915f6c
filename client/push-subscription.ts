/**
 * This device's notifications, for the screens: are they on, turn them on (from a tap), turn them off, and mend them
 * at each start. Window only; the worker has its part in worker/push.ts.
 */
import type { AccountId } from "../core/ids";
import { readAccount } from "./device";
import { forgetPush, type PushMemory, readPushMemory } from "./push-memory";
import { fetchServerKey, registerDevice, subscribeBrowser, unregisterDevice } from "./push-registration";

/**
 * unsupported: this browser cannot. needsInstall: on an iPhone only from the home screen. denied: only the device's
 * settings can change it. askable: never asked. waiting: turned on, and nothing has come through push yet. on, off: as
 * the person chose.
 */
export type PushState = "unsupported" | "needsInstall" | "denied" | "askable" | "waiting" | "on" | "off";
type Locale = PushMemory["locale"];

export async function pushState(): Promise<PushState> {
  const page = pageOf(globalThis);
  if (page === null) return isIosTab() ? "needsInstall" : "unsupported";
  switch (page.Notification.permission) {
    case "denied":
      return "denied";
    case "default":
      return "askable";
    case "granted":
      return stateOf(await ownMemory(), await currentSubscription());
  }
}

/** denied: the browser blocks them. lost: its subscription is gone. waiting: nothing has come through push yet. */
export type PushTrouble = "denied" | "lost" | "waiting";

/** Of a device on which its person wants notifications; null where all is well, or where nobody wants any. */
export async function pushTrouble(): Promise<PushTrouble | null> {
  const [page, memory] = [pageOf(globalThis), await ownMemory()];
  if (page === null || memory === null) return null;
  if (page.Notification.permission !== "granted") return "denied";
  const subscription = await currentSubscription();
  if (subscription === null) return "lost";
  return stateOf(memory, subscription) === "waiting" ? "waiting" : null;
}

/** The address of this device's subscription, by which the server knows it; null where it has none. */
export async function pushEndpoint(): Promise<string | null> {
  return (await currentSubscription())?.endpoint ?? null;
}

/** From a tap only: browsers ask for permission at no other time. Throws without a network; nothing is on then. */
export async function enablePush(locale: Locale): Promise<PushState> {
  const page = pageOf(globalThis);
  // Nothing is awaited before this: Safari would no longer count the tap.
  if ((await page?.Notification.requestPermission()) !== "granted") return pushState();
  const account = await readAccount();
  if (account === null) return pushState();
  await subscribe({ accountId: account.id, locale }, { replaces: null, byTap: true });
  return pushState();
}

/** Off at once on this device; the server hears of it now, or from the push service at the next message. */
export async function disablePush(): Promise<PushState> {
  await tellDropped(await dropPushSubscription());
  return pushState();
}

/**
 * At each start: browsers lose subscriptions, servers lose rows, languages change. Registers again what the person
 * wants; does nothing where notifications are off, or on for somebody else. Never asks, never throws.
 */
export function healPush(locale: Locale): Promise<void> {
  // A start and a network that comes may ask at once; two registrations would put back each other's memory.
  healing ??= heal(locale).finally(() => {
    healing = null;
  });
  return healing;
}

let healing: Promise<void> | null = null;

async function heal(locale: Locale): Promise<void> {
  try {
    const [page, account, memory] = [pageOf(globalThis), await readAccount(), await readPushMemory()];
    if (page?.Notification.permission !== "granted" || account === null || memory?.accountId !== account.id)
      return;
    const owner = { accountId: account.id, locale };
    const became = await subscribe(owner, { replaces: memory.endpoint, byTap: false });
    if (became === "removed") await dropPushSubscription();
  } catch {
    // Without a network, or signed out: the next start tries again.
  }
}

/**
 * At sign-out (C6): the next person on this phone must not hear the last one's notifications, nor see those that are
 * on its screen. The answer is what the server has yet to be told (`tellDropped`).
 */
export async function dropPushSubscription(): Promise<PushMemory | null> {
  const memory = "caches" in globalThis ? await readPushMemory() : null;
  if (memory !== null) await forgetPush();
  const registration = await currentRegistration();
  // Absent in iOS tabs.
  for (const shown of (await registration?.getNotifications?.()) ?? []) shown.close();
  // Firefox refuses without a network; the worker shows no words of a message for somebody it does not remember.
  await (await currentSubscription())?.unsubscribe().catch(() => false);
  return memory;
}

/** Without a network, or under a session that ended, the push service tells the server at its next message. */
export async function tellDropped(memory: PushMemory | null): Promise<void> {
  if (memory !== null) await unregisterDevice(memory.accountId, memory.endpoint).catch(() => undefined);
}

/** Signed in as `accountId` (C6): a subscription that is not surely theirs is the last person's. */
export async function dropForeignPush(accountId: AccountId): Promise<void> {
  const memory = "caches" in globalThis ? await readPushMemory() : null;
  // Under this session the server would refuse to hear about another's device.
  if (memory?.accountId !== accountId) await dropPushSubscription();
}

async function subscribe(
  owner: Pick<PushMemory, "accountId" | "locale">,
  how: Parameters<typeof registerDevice>[2],
): ReturnType<typeof registerDevice> {
  const registration = await serviceWorkers().ready;
  const subscription = await subscribeBrowser(registration, await fetchServerKey());
  return registerDevice(subscription, owner, how);
}

function stateOf(memory: PushMemory | null, subscription: PushSubscription | null): PushState {
  if (memory === null || subscription === null) return "off";
  // The server knows the address that is remembered: with another one, it has yet to hear of this one.
  return memory.confirmed === false || memory.endpoint !== subscription.endpoint ? "waiting" : "on";
}

/** What is remembered for the person who is signed in now: another's is nothing to them. */
async function ownMemory(): Promise<PushMemory | null> {
  const [memory, account] = [await readPushMemory(), await readAccount()];
  return memory !== null && memory.accountId === account?.id ? memory : null;
}

async function currentRegistration(): Promise<ServiceWorkerRegistration | null> {
  if (!("serviceWorker" in navigator)) return null;
  return (await serviceWorkers().getRegistration()) ?? null;
}

async function currentSubscription(): Promise<PushSubscription | null> {
  // Absent in iOS tabs.
  const manager = (await currentRegistration())?.pushManager as PushManager | undefined;
  return (await manager?.getSubscription()) ?? null;
}

/** The window's side of types that this folder, which also runs in the worker, does not have. */
interface PushPage {
  readonly Notification: {
    readonly permission: NotificationPermission;
    requestPermission(): Promise<NotificationPermission>;
  };
}
interface ServiceWorkers {
  readonly ready: Promise<ServiceWorkerRegistration>;
  getRegistration(): Promise<ServiceWorkerRegistration | undefined>;
}

function pageOf(scope: object): PushPage | null {
  const able = "serviceWorker" in navigator && "PushManager" in scope && "Notification" in scope;
  return able ? (scope as unknown as PushPage) : null;
}

function serviceWorkers(): ServiceWorkers {
  return (navigator as unknown as { readonly serviceWorker: ServiceWorkers }).serviceWorker;
}

/** iOS gives push to apps on the home screen only; `standalone` is its own property. */
function isIosTab(): boolean {
  return (navigator as { readonly standalone?: boolean }).standalone === false;
}
