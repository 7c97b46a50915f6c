/**
 * Server-sent hints (L1): "something changed", never what. The browser's own reconnecting gives up on an HTTP error,
 * so a closed source is opened again here, with back-off. Losing hints is harmless: a slow poll covers them.
 */
import type { Platform } from "../platform";
import { backOffMs } from "./back-off";

export interface LiveSource {
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  addEventListener(type: "change", listener: () => void): void;
  close(): void;
}

/** `onHint` at each change, `onOpen` whenever the server is reached (again). The answer stops it. */
export function listenLive(
  platform: Platform,
  open: () => LiveSource,
  { onHint, onOpen }: { readonly onHint: () => void; readonly onOpen: () => void },
): () => void {
  let attempt = 0;
  let stopped = false;
  let cancelTimer = (): void => {};
  let source: LiveSource | null = null;

  const connect = (): void => {
    if (stopped) return;
    const opened = open();
    source = opened;
    opened.onopen = () => {
      attempt = 0;
      onOpen();
    };
    opened.addEventListener("change", onHint);
    opened.onerror = () => {
      opened.close();
      if (source !== opened || stopped) return;
      source = null;
      cancelTimer = platform.after(backOffMs(attempt++, platform.random()), connect);
    };
  };
  connect();
  return () => {
    stopped = true;
    cancelTimer();
    source?.close();
  };
}
