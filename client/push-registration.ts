/** Registers a subscription of this device with our server; in a window and in the worker. */
import type { AccountId } from "../core/ids";
import type { ProbeHop } from "../core/push/probe-payload";
import { forgetPush, type PushMemory, readPushMemory, writePushMemory } from "./push-memory";

const timeoutMs = 15_000;

/** Makes a subscription of the browser, or gives the one there is if it is bound to our server's present key. */
export async function subscribeBrowser(
  registration: ServiceWorkerRegistration,
  serverKey: string,
): Promise<PushSubscription> {
  const present = await registration.pushManager.getSubscription();
  if (present !== null) {
    const boundTo = present.options.applicationServerKey;
    if (boundTo !== null && toBase64Url(boundTo) === serverKey) return present;
    // Made for another server's key, or for one that was lost: push services refuse what we send to it.
    await present.unsubscribe();
  }
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: serverKey });
}

/**
 * Throws without a network, and when the server refuses. `byTap`: its person turns it on now; else what was on is mended,
 * and a device that was removed meanwhile is off. A new one hears nothing before it gave back the token of a first
 * message (`confirmProbe`).
 */
export async function registerDevice(
  subscription: PushSubscription,
  owner: Pick<PushMemory, "accountId" | "locale">,
  { replaces, byTap }: { readonly replaces: string | null; readonly byTap: boolean },
): Promise<"registered" | "removed"> {
  const { endpoint, options } = subscription;
  const [p256dh, auth] = [subscription.getKey("p256dh"), subscription.getKey("auth")];
  if (p256dh === null || auth === null) throw new Error("push: the browser gave no keys");
  const key = options.applicationServerKey;
  const input = {
    ...owner,
    endpoint,
    p256dh: toBase64Url(p256dh),
    auth: toBase64Url(auth),
    vapidKey: key === null ? null : toBase64Url(key),
    replaces,
    byTap,
  };
  const before = await readPushMemory();
  // First, as the message that is to be answered may come before the server's own answer.
  await writePushMemory({ ...owner, endpoint, confirmed: false });
  try {
    const { subscribed, active } = await call<Registration>("push.subscribe", input);
    if (!subscribed) {
      await forgetPush();
      return "removed";
    }
    // A server of before asks for no proof.
    if (active !== false) await writePushMemory({ ...owner, endpoint, confirmed: true });
  } catch (error) {
    await (before === null ? forgetPush() : writePushMemory(before));
    throw error;
  }
  return "registered";
}

interface Registration {
  /** False: its person removed this device from another one. */
  readonly subscribed: boolean;
  readonly active?: boolean;
}

/** What came through push is given back: this device hears. Throws without a network. */
export async function confirmProbe(
  { accountId, endpoint }: PushMemory,
  token: string,
  hop: ProbeHop,
): Promise<void> {
  const { known } = await call<{ readonly known: boolean }>("push.confirm", { accountId, token, hop });
  const memory = await readPushMemory();
  const isSame = memory?.accountId === accountId && memory.endpoint === endpoint;
  if (known && isSame) await writePushMemory({ ...memory, confirmed: true });
}

/** Says that this device heard a notification. Throws without a network. */
export async function tellHeard({ accountId, endpoint }: PushMemory): Promise<void> {
  await call("push.heard", { accountId, endpoint });
}

export async function unregisterDevice(accountId: AccountId, endpoint: string): Promise<void> {
  await call("push.unsubscribe", { accountId, endpoint });
}

/** The VAPID public key, base64url. */
export async function fetchServerKey(): Promise<string> {
  const answer = await fetch("/api/trpc/push.key", { signal: AbortSignal.timeout(timeoutMs) });
  if (!answer.ok) throw new Error(`push.key: ${answer.status}`);
  const { result } = (await answer.json()) as {
    readonly result: { readonly data: { readonly publicKey: string } };
  };
  return result.data.publicKey;
}

async function call<Answer>(procedure: string, input: object): Promise<Answer> {
  const answer = await fetch(`/api/trpc/${procedure}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok) throw new Error(`${procedure}: ${answer.status}`);
  const { result } = (await answer.json()) as { readonly result: { readonly data: Answer } };
  return result.data;
}

function toBase64Url(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
