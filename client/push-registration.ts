/** Registers a subscription of this device with our server; in a window and in the worker. */
import type { AccountId } from "../core/ids";
import { type PushMemory, writePushMemory } from "./push-memory";

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

/** Throws without a network, and when the server refuses. */
export async function registerDevice(
  subscription: PushSubscription,
  owner: Pick<PushMemory, "accountId" | "locale">,
  replaces: string | null,
): Promise<void> {
  const { endpoint } = subscription;
  const [p256dh, auth] = [subscription.getKey("p256dh"), subscription.getKey("auth")];
  if (p256dh === null || auth === null) throw new Error("push: the browser gave no keys");
  await call("push.subscribe", {
    ...owner,
    endpoint,
    p256dh: toBase64Url(p256dh),
    auth: toBase64Url(auth),
    replaces,
  });
  await writePushMemory({ ...owner, endpoint });
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

async function call(procedure: string, input: object): Promise<void> {
  const answer = await fetch(`/api/trpc/${procedure}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok) throw new Error(`${procedure}: ${answer.status}`);
}

function toBase64Url(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
