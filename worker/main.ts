/**
 * The service worker: the app shell for every address (also offline, also one never opened before), updates by prompt,
 * keeping what another app shares, and sending the queue when the browser says there is a network (C4).
 *
 * What touches the replica is a part of its own, drain.js, so that this file stays small: it is parsed at each start
 * of the worker, the part only when there is something to send. A worker may only import later what it imported
 * while installing; the browser keeps that copy with the worker, so both are always of one version.
 */
import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import type { Pressed } from "../client/pressed";
import { drainTag } from "../client/sync/worker-message";
import { listenForPush } from "./push";

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}
declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly { readonly url: string; readonly revision: string | null }[];
  genbaDrain?: () => Promise<void>;
  genbaPress?: (pressed: Pressed) => Promise<void>;
  genbaReceive?: (request: Request) => Promise<Response>;
};

const drainUrl = "/drain.js";

precacheAndRoute([...self.__WB_MANIFEST]);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL("/"), { denylist: [/^\/api\//, /\.\w+$/] }));
// What another app shares: the manifest's share_target, also without a network or a window.
registerRoute("/share", ({ request }) => receive(request), "POST");
clientsClaim();

self.addEventListener("install", () => self.importScripts(drainUrl));
self.addEventListener("message", (event) => {
  // workbox-window's messageSkipWaiting: a person agreed to the update.
  if ((event.data as { readonly type?: unknown } | null)?.type === "SKIP_WAITING") void self.skipWaiting();
});
self.addEventListener("sync", (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === drainTag) sync.waitUntil(drain());
});
listenForPush(self, { drain, press });

/** Rejects when something is left unsent: the browser then tries again by itself, later. */
async function drain(): Promise<void> {
  if (self.genbaDrain === undefined) self.importScripts(drainUrl);
  await self.genbaDrain?.();
}

async function press(pressed: Pressed): Promise<void> {
  if (self.genbaPress === undefined) self.importScripts(drainUrl);
  await self.genbaPress?.(pressed);
}

async function receive(request: Request): Promise<Response> {
  if (self.genbaReceive === undefined) self.importScripts(drainUrl);
  return self.genbaReceive?.(request) ?? Response.error();
}
