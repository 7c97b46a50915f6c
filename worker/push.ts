/**
 * Notifications. Every push shows one, whatever it says: a browser ends the subscription of an app that stays silent
 * (iOS after three). Then the change itself is fetched, so that the ticket is there when the tap comes without a
 * network.
 */
import type { AliveMessage, OpenMessage } from "../client/notification-clicks";
import type { Pressed } from "../client/pressed";
import { readPushMemory } from "../client/push-memory";
import { confirmProbe, registerDevice, tellHeard } from "../client/push-registration";
import type { WorkerMessage } from "../client/sync/worker-message";
import { type ProbePayload, readProbePayload } from "../core/push/probe-payload";
import { type PushPayload, readPushPayload } from "../core/push/push-payload";
import { delay } from "./delay";
import { notificationLooks } from "./looks";

/** The browser gives a push event about half a minute; what is not fetched by then comes with the next opening. */
const fetchTimeoutMs = 20_000;
/** Before each try to answer. */
const insistPausesMs = [0, 500, 2_000];
/** A window that leaves is listed for some tens of ms more; one that is there answers in a few. */
const signOfLifeTimeoutMs = 400;

/** What this file uses of the worker's scope: narrow, so that a test can be the browser around it. */
export interface PushScope {
  addEventListener(type: "push", listener: (event: PushArrival) => void): void;
  addEventListener(type: "notificationclick", listener: (event: NotificationClick) => void): void;
  addEventListener(type: "pushsubscriptionchange", listener: (event: SubscriptionChange) => void): void;
  readonly registration: {
    showNotification(title: string, options: NotificationOptions): Promise<void>;
    getNotifications(filter: { readonly tag: string }): Promise<readonly { readonly data: unknown }[]>;
    readonly pushManager: Pick<PushManager, "subscribe">;
  };
  readonly clients: {
    matchAll(of: { readonly type: "window"; readonly includeUncontrolled: true }): Promise<readonly Tab[]>;
    openWindow(url: string): Promise<unknown>;
  };
}
interface Tab {
  readonly focused: boolean;
  readonly visibilityState: string;
  postMessage(message: WorkerMessage | OpenMessage | AliveMessage, transfer?: Transferable[]): void;
  focus(): Promise<Pick<Tab, "postMessage">>;
}
interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}
interface PushArrival extends Waiting {
  readonly data: { text(): string } | null;
  /** Of a declared message, which has no data then (Safari 18.4): what the platform would show. */
  readonly notification?: { readonly title: string; readonly body: string; readonly data: unknown } | null;
}
interface NotificationClick extends Waiting {
  /** Of the button; empty for the notification itself. */
  readonly action?: string;
  readonly notification: { readonly data: unknown; close(): void };
}
interface SubscriptionChange extends Waiting {
  readonly oldSubscription?: PushSubscription | null;
  readonly newSubscription?: PushSubscription | null;
}

export interface PushWork {
  /** Sends what waits and takes in what changed; it may reject. */
  readonly drain: () => Promise<void>;
  /** Does what a button says, and tells how it ended. */
  readonly press: (pressed: Pressed) => Promise<void>;
}

export function listenForPush(worker: PushScope, { drain, press }: PushWork): void {
  worker.addEventListener("push", (event) => {
    event.waitUntil(hear(worker, textOf(event), drain));
  });
  worker.addEventListener("notificationclick", (event) => {
    event.waitUntil(answerClick(worker, event, press));
  });
  worker.addEventListener("pushsubscriptionchange", (event) => {
    event.waitUntil(resubscribe(worker, event));
  });
}

function textOf({ data, notification }: PushArrival): string {
  if (data != null || notification == null) return data?.text() ?? "";
  const { title, body, data: declared } = notification;
  return JSON.stringify({ web_push: 8030, notification: { title, body, data: declared } });
}

async function hear(worker: PushScope, text: string, drain: () => Promise<void>): Promise<void> {
  const probe = readProbePayload(text);
  if (probe !== null) return answerProbe(worker, probe);
  await show(worker, text);
  const memory = await readPushMemory().catch(() => null);
  // For the page of push health; lost, the next message says it.
  const heard = memory === null ? undefined : tellHeard(memory).catch(() => undefined);
  await tellTabs(worker, { kind: "genba.pushed" });
  // A tab that is seen fetches by itself; one in the background may be frozen.
  const fetched = (await isSeen(worker)) ? undefined : drain().catch(() => undefined);
  await Promise.race([Promise.all([heard, fetched]), delay(fetchTimeoutMs)]);
}

/**
 * A message that asks whether this device hears: shown like any other, since none may be silent, and its token given
 * back. [C6] Not by a phone that is somebody else's by now.
 */
async function answerProbe(worker: PushScope, payload: ProbePayload): Promise<void> {
  const { title, body, token, accountId } = payload;
  const memory = await readPushMemory().catch(() => null);
  if (memory?.accountId !== accountId) return show(worker, "");
  const received = insist(() => confirmProbe(memory, token, "received"));
  await worker.registration.showNotification(title, {
    ...notificationLooks,
    body,
    tag: "genba-probe",
    data: { url: "/push" },
  });
  await received;
  await insist(() => confirmProbe(memory, token, "shown"));
}

/** A phone that was just woken may have a network only moments later. Gives up in silence: the next start asks again. */
async function insist(work: () => Promise<void>): Promise<void> {
  for (const pauseMs of insistPausesMs) {
    await delay(pauseMs);
    const isDone = await work().then(
      () => true,
      () => false,
    );
    if (isDone) return;
  }
}

async function show(worker: PushScope, text: string): Promise<void> {
  const payload = readPushPayload(text);
  const forThisPhone = payload !== null && (await isForThisPhone(payload));
  if (payload === null || !forThisPhone) {
    // Not a word of ours (from a newer server, or not readable at all), or not for whoever holds this phone now.
    await worker.registration.showNotification("Genba 現場", {
      ...notificationLooks,
      body: "有新的通知，請開啟 App 查看。\nSomething new: open the app.",
      tag: "genba",
      data: { url: "/work" },
    });
    return;
  }
  const { id, tag, title, body, url, buttons, accountId, ticketId, revision, number } = payload;
  const shown = await worker.registration.getNotifications({ tag });
  // The same message sent twice (S5) is shown once: in its place, without a sound.
  const isRepeat = shown.some(
    (notification) => (notification.data as { readonly id?: unknown } | null)?.id === id,
  );
  await worker.registration.showNotification(title, {
    ...notificationLooks,
    body,
    tag,
    data: { id, url, accountId, ticketId, revision, number },
    renotify: !isRepeat,
    silent: isRepeat || null,
    // Not where the platform has none (iOS, Firefox): there the tap leads to the same buttons.
    actions: buttons,
  } as NotificationOptions);
}

/** [C6] A subscription that outlived its person (session expired, another signed in) must not show their words. */
async function isForThisPhone({ accountId }: PushPayload): Promise<boolean> {
  if (accountId === null) return true;
  const memory = await readPushMemory().catch(() => null);
  return memory?.accountId === accountId;
}

/**
 * A button that needs a form opens it, bound to what its person read (A6); the others are done without any window, and
 * their notification stays until that is saved.
 */
function answerClick(
  worker: PushScope,
  { action = "", notification }: NotificationClick,
  press: PushWork["press"],
): Promise<void> {
  const { id, url, accountId, ticketId, revision, number } = (notification.data ?? {}) as Partial<Pressed>;
  const isWhole = [id, url, accountId, ticketId, number].every((one) => typeof one === "string");
  const isDone = (action === "approve" || action === "claim") && isWhole && revision !== undefined;
  if (isDone) {
    const pressed = { id, action, url, accountId, ticketId, revision, number } as Pressed;
    // The part that saves could not even be loaded: the ticket has the same button.
    return press(pressed).catch(() => open(worker, { url }));
  }
  notification.close();
  const form = action === "reject" && url !== undefined ? `${url}?do=reject&revision=${revision}` : url;
  return open(worker, form === undefined ? null : { url: form });
}

/**
 * In a window of ours if there is one: the app's own router goes there, without loading anything. A window that is
 * just closing or leaving is still listed, and what is said to it is lost; one click allows one focus or one new
 * window, so it is asked for a sign of life before either.
 */
async function open(worker: PushScope, data: unknown): Promise<void> {
  const { url = "/work" } = (data ?? {}) as { readonly url?: string };
  let tab = await findTab(worker);
  if (tab !== undefined && !(await isAlive(tab))) tab = await findTab(worker);
  if (tab === undefined) {
    await worker.clients.openWindow(url);
    return;
  }
  // Focus first: a page that the system froze hears nothing before. Refused where no person clicked.
  const focused = await tab.focus().catch(() => tab);
  focused.postMessage({ type: "open", url });
}

async function findTab(worker: PushScope): Promise<Tab | undefined> {
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return tabs.find((client) => client.focused) ?? tabs.find(isVisible) ?? tabs[0];
}

/** Answered by client/notification-clicks.ts. A frozen or busy window is not: what the caller does then is the same. */
function isAlive(tab: Tab): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), signOfLifeTimeoutMs);
    port1.onmessage = () => {
      clearTimeout(timer);
      resolve(true);
    };
    tab.postMessage({ type: "alive?" }, [port2]);
  }).finally(() => port1.close());
}

/** The browser changed the subscription by itself. Without a network the next start mends it (healPush). */
async function resubscribe(worker: PushScope, change: SubscriptionChange): Promise<void> {
  const memory = await readPushMemory();
  if (memory === null) return;
  const key = change.oldSubscription?.options.applicationServerKey ?? null;
  const renewed =
    change.newSubscription ??
    (key === null
      ? null
      : await worker.registration.pushManager.subscribe({
          userVisibleOnly: true,
          applicationServerKey: key,
        }));
  if (renewed === null) return;
  const { accountId, locale, endpoint } = memory;
  const replaces = change.oldSubscription?.endpoint ?? endpoint;
  await registerDevice(renewed, { accountId, locale }, { replaces, byTap: false });
}

async function tellTabs(worker: PushScope, message: WorkerMessage): Promise<void> {
  for (const tab of await worker.clients.matchAll({ type: "window", includeUncontrolled: true })) {
    tab.postMessage(message);
  }
}

async function isSeen(worker: PushScope): Promise<boolean> {
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return tabs.some(isVisible);
}

function isVisible(tab: Tab): boolean {
  return tab.visibilityState === "visible";
}
