/**
 * The app's own updates, by prompt: a new worker waits until a person says so, then takes over every tab, and every
 * tab reloads (a tab with the old code and the new files would break at its first lazy part). Window only.
 */
import { Workbox } from "workbox-window";
import type { Platform } from "./platform";

/** An app on the home screen is seldom started anew, which is when the browser itself would look. */
const checkEveryMs = 3_600_000;

export interface AppUpdates {
  /** True while a new version waits for the person. */
  isWaiting(): boolean;
  subscribe(listener: () => void): () => void;
  /** The person agreed: every tab of the app reloads. Save drafts before. */
  accept(): void;
  /** Looks for a new version now; the browser looks by itself at each start. */
  check(): void;
}

/** Registers the worker. Null where there are none (private windows of some browsers, plain http). */
export function startUpdates(reload: () => void): AppUpdates | null {
  if (!("serviceWorker" in navigator)) return null;
  // Imported parts of the worker (drain.js) must be as fresh as the worker itself.
  const workbox = new Workbox("/sw.js", { updateViaCache: "none" });
  const listeners = new Set<() => void>();
  let waiting = false;
  let reloading = false;
  const workers = navigator.serviceWorker as unknown as EventTarget & { readonly controller: object | null };
  let controlled = workers.controller !== null;

  workbox.addEventListener("waiting", () => {
    waiting = true;
    for (const listener of listeners) listener();
  });
  workers.addEventListener("controllerchange", () => {
    // The very first worker takes over a page that is already of its version.
    if (controlled && !reloading) {
      reloading = true;
      reload();
    }
    controlled = true;
  });
  void workbox.register({ immediate: true });

  return {
    isWaiting: () => waiting,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    accept: () => workbox.messageSkipWaiting(),
    check: () => void workbox.update().catch(() => undefined),
  };
}

/** Window only. Looks when an hour has gone by, or as soon as the app is seen after that. The answer stops it. */
export function keepChecking(
  { check }: Pick<AppUpdates, "check">,
  { now, after }: Pick<Platform, "now" | "after">,
  page: EventTarget & { readonly visibilityState: string },
): () => void {
  let cancel = (): void => undefined;
  let checkedAt = now();
  const look = (): void => {
    cancel();
    const dueMs = checkedAt + checkEveryMs - now();
    // A clock that was set back must not put it off for ever.
    const isDue = dueMs <= 0 || dueMs > checkEveryMs;
    if (isDue && page.visibilityState === "visible") {
      checkedAt = now();
      check();
    }
    cancel = after(isDue ? checkEveryMs : dueMs, look);
  };
  look();
  page.addEventListener("visibilitychange", look);
  return () => {
    cancel();
    page.removeEventListener("visibilitychange", look);
  };
}
