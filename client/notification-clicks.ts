/**
 * A notification was tapped while a window of ours was open: the worker asks that window to go there. Where no screen
 * can go anywhere yet (sign-in, opening), the newest address waits for the one that can.
 */

/** From worker/push.ts; `url` is a path of the app. */
export interface OpenMessage {
  readonly type: "open";
  readonly url: string;
}

/** The worker asks whether this window still hears; any answer on the port will do. */
export interface AliveMessage {
  readonly type: "alive?";
}

let goTo: ((path: string) => void) | null = null;
let unheard: string | null = null;

/** Window only; from the first moment of the app. The answer ends it. */
export function keepNotificationClicks(): () => void {
  if (!("serviceWorker" in navigator)) return () => undefined;
  const workers = navigator.serviceWorker as unknown as EventTarget;
  const hear = (event: Event): void => {
    const { data, ports } = event as MessageEvent<unknown>;
    if ((data as AliveMessage | null)?.type === "alive?") ports[0]?.postMessage(true);
    if (!isOpenMessage(data)) return;
    if (goTo === null) unheard = data.url;
    else goTo(data.url);
  };
  workers.addEventListener("message", hear);
  return () => workers.removeEventListener("message", hear);
}

/** From the one screen that can go there: calls back with the path that waited, if any, and each one after it. */
export function subscribeNotificationClicks(listener: (path: string) => void): () => void {
  goTo = listener;
  if (unheard !== null) listener(unheard);
  unheard = null;
  return () => {
    if (goTo === listener) goTo = null;
  };
}

function isOpenMessage(value: unknown): value is OpenMessage {
  if (typeof value !== "object" || value === null) return false;
  const { type, url } = value as Record<string, unknown>;
  return type === "open" && typeof url === "string" && /^\/(?!\/)/.test(url);
}
