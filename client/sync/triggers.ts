/**
 * What wakes the loop in a window (C4): coming into view, the network coming back, hints, a slow poll, a message of
 * the worker, and Background Sync where it exists (not on iOS or Firefox), which wakes the worker after we are closed.
 * What it is told besides (C9): the network or the live connection went.
 */
import type { Platform } from "../platform";
import { listenLive } from "./live";
import type { KickReason } from "./state";
import { drainTag, type WorkerMessage } from "./worker-message";

const pollMs = 60_000;

export interface Triggers {
  /** The answer stops all of it. */
  start(kick: (reason: KickReason, counter?: number) => void): () => void;
  /** Something was saved: should this window close now, somebody else must send it. */
  saved(): Promise<void>;
}

/** Window only. */
export function createBrowserTriggers(platform: Platform): Triggers {
  return { start: (kick) => startTriggers(platform, kick), saved: registerBackgroundSync };
}

function startTriggers(platform: Platform, kick: (reason: KickReason, counter?: number) => void): () => void {
  const page = pageOf(globalThis);
  const stops: (() => void)[] = [];
  const on = (target: EventTarget, type: string, listener: (event: Event) => void): void => {
    target.addEventListener(type, listener);
    stops.push(() => target.removeEventListener(type, listener));
  };
  on(globalThis as unknown as EventTarget, "online", () => kick("online"));
  on(globalThis as unknown as EventTarget, "offline", () => kick("offline"));
  if (page !== null) {
    on(page, "visibilitychange", () => {
      if (isSeen(page)) kick("visible");
    });
  }
  if ("serviceWorker" in navigator) {
    on(serviceWorkers(), "message", (event) => {
      if (isPushMessage((event as MessageEvent).data)) kick("push");
    });
  }
  stops.push(startPoll(platform, () => kick("poll"), page));
  // L1: over HTTP/1.1 all tabs of an origin share six connections; tabs that nobody sees must not hold them all.
  let stopLive: (() => void) | null = null;
  const listenIfSeen = (): void => {
    if (isSeen(page)) {
      stopLive ??= listenLive(platform, () => new EventSource("/api/live") as never, {
        onHint: (counter) => kick("hint", counter),
        onOpen: () => kick("online"),
        onLost: () => kick("lost"),
      });
    } else {
      stopLive?.();
      stopLive = null;
    }
  };
  if (page !== null) on(page, "visibilitychange", listenIfSeen);
  listenIfSeen();
  stops.push(() => stopLive?.());
  return () => {
    for (const stop of stops) stop();
  };
}

/** Asks the browser to wake the worker when there is a network; nothing where that does not exist. */
export async function registerBackgroundSync(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await serviceWorkers().getRegistration();
  const manager = (registration as { readonly sync?: { register(tag: string): Promise<void> } } | undefined)
    ?.sync;
  // Denied in a private window, or by the person: sending while we are open remains.
  await manager?.register(drainTag).catch(() => undefined);
}

function startPoll(platform: Platform, poll: () => void, page: Page | null): () => void {
  let cancel = (): void => {};
  const next = (): void => {
    cancel = platform.after(pollMs, () => {
      if (isSeen(page)) poll();
      next();
    });
  };
  next();
  return () => cancel();
}

function isPushMessage(data: unknown): boolean {
  return (
    typeof data === "object" && data !== null && (data as Partial<WorkerMessage>).kind === "genba.pushed"
  );
}

/** The client compiles for window and worker, so the window's own names are reached through these. */
interface Page extends EventTarget {
  readonly visibilityState: string;
}
function pageOf(scope: object): Page | null {
  return (scope as { readonly document?: Page }).document ?? null;
}
function isSeen(page: Page | null): boolean {
  return page === null || page.visibilityState === "visible";
}
interface ServiceWorkers extends EventTarget {
  getRegistration(): Promise<object | undefined>;
}
function serviceWorkers(): ServiceWorkers {
  return (navigator as unknown as { readonly serviceWorker: ServiceWorkers }).serviceWorker;
}
