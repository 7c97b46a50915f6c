/**
 * What this device remembers of its notifications: for whom they were turned on, in which language and at which
 * address. In the Cache API, which window and worker share and which is small to read there; a sign-out deletes it
 * with the other caches (C6). Absent: nobody wants notifications here.
 */
import type { AccountId } from "../core/ids";

export interface PushMemory {
  readonly accountId: AccountId;
  readonly locale: "zh-TW" | "en";
  readonly endpoint: string;
  /** A message came through push here, so it does hear. Absent: an app of before remembered it, which asked for no proof. */
  readonly confirmed?: boolean;
}

const cacheName = "genba-push";
const key = "/push-memory";

export async function readPushMemory(): Promise<PushMemory | null> {
  const stored = await (await caches.open(cacheName)).match(key);
  return stored === undefined ? null : ((await stored.json()) as PushMemory);
}

export async function writePushMemory(memory: PushMemory): Promise<void> {
  await (await caches.open(cacheName)).put(key, new Response(JSON.stringify(memory)));
}

export async function forgetPush(): Promise<void> {
  await caches.delete(cacheName);
}
