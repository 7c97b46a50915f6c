/** A notification was tapped while a window of ours was open: the worker asks that window to go there. */

/** From worker/push.ts; `url` is a path of the app. */
export interface OpenMessage {
  readonly type: "open";
  readonly url: string;
}

/** Window only. Calls back with the path; the answer ends it. */
export function subscribeNotificationClicks(listener: (path: string) => void): () => void {
  if (!("serviceWorker" in navigator)) return () => undefined;
  const workers = navigator.serviceWorker as unknown as EventTarget;
  const hear = (event: Event): void => {
    const { data } = event as MessageEvent<unknown>;
    if (isOpenMessage(data)) listener(data.url);
  };
  workers.addEventListener("message", hear);
  return () => workers.removeEventListener("message", hear);
}

function isOpenMessage(value: unknown): value is OpenMessage {
  if (typeof value !== "object" || value === null) return false;
  const { type, url } = value as Record<string, unknown>;
  return type === "open" && typeof url === "string" && /^\/(?!\/)/.test(url);
}
