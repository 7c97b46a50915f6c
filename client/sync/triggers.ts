/**
 * What wakes the loop in a window (C4): coming into view, the network coming back, hints, a slow poll, a message of
 * the worker, and Background Sync where it exists (not on iOS or Firefox), which wakes the worker after we are closed.
 */
import type { Platform } from "../platform";
import { listenLive } from "./live";
import type { KickReason } from "./state";
import { drainTag, type WorkerMessage } from "./worker-message";

const pollMs = 60_000;

export interface Triggers {
  /** The answer stops all of it. */
  start(kick: (reason: KickReason) => void): () => void;
  /** Something was saved: should this window close now, somebody else must send it. */
  saved(): Promise<void>;
}

/** Window only. */
export function createBrowserTriggers(platform: Platform): Triggers {
  return { start: (kick) => startTriggers(platform, kick), saved: registerBackgroundSync };
}

function startTriggers(platform: Platform, kick: (reason: KickReason) => void): () => void {
  const page = pageOf(globalThis);
  const stops: (() => void)[] = [];
  const on = (target: EventTarget, type: string, listener: (event: Event) => void): void => {
    target.addEventListener(type, listener);
    stops.push(() => target.removeEventListener(type, listener));
  };
  on(globalThis as unknown as EventTarget, "online", () => kick("online"));
  if (page !== null) {
    on(page, "visibilitychange", () => {
      if (page.visibilityState === "visible") kick("visible");
    });
  }
  if ("serviceWorker" in navigator) {
    on(serviceWorkers(), "message", (event) => {
      if (isPushMessage((event as MessageEvent).data)) kick("push");
    });
  }
  stops.push(startPoll(platform, () => kick("poll"), page));
  stops.push(
    listenLive(platform, () => new EventSource("/api/live") as never, {
      onHint: () => kick("hint"),
      onOpen: () => kick("online"),
    }),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

/** Asks the browser to wake the worker when there is a network; nothing where that does not exist. */
async function registerBackgroundSync(): Promise<void> {
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
      if (page === null || page.visibilityState === "visible") poll();
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
interface ServiceWorkers extends EventTarget {
  getRegistration(): Promise<object | undefined>;
}
function serviceWorkers(): ServiceWorkers {
  return (navigator as unknown as { readonly serviceWorker: ServiceWorkers }).serviceWorker;
}
