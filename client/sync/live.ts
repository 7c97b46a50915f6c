/**
 * Server-sent hints (L1): "something changed", never what. The browser's own reconnecting gives up on an HTTP error,
 * so a closed source is opened again here, with back-off. Losing hints is harmless: a slow poll covers them. Losing
 * the connection is news (C9): nothing else notices a server that stopped before the next poll.
 */
import type { Platform } from "../platform";
import { backOffMs } from "./back-off";

/** A connection that lasted this long was a good one; one that is cut each time it opens must not be a hammer. */
const goodAfterMs = 30_000;

export interface LiveSource {
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  addEventListener(type: "change", listener: (event: { readonly data: string }) => void): void;
  close(): void;
}

interface LiveListeners {
  /** At each change, with the server's counter. */
  readonly onHint: (counter: number) => void;
  /** Whenever the server is reached (again). */
  readonly onOpen: () => void;
  /** A moment after a connection that stood was lost: many phones lose theirs in the same instant. */
  readonly onLost: () => void;
}

/** The answer stops it. */
export function listenLive(
  platform: Platform,
  open: () => LiveSource,
  { onHint, onOpen, onLost }: LiveListeners,
): () => void {
  let attempt = 0;
  let stopped = false;
  let cancelTimer = (): void => {};
  let source: LiveSource | null = null;

  const connect = (): void => {
    if (stopped) return;
    const opened = open();
    let openedAtMs: number | null = null;
    source = opened;
    opened.onopen = () => {
      openedAtMs = platform.monotonic();
      onOpen();
    };
    opened.addEventListener("change", ({ data }) => onHint(Number(data)));
    opened.onerror = () => {
      opened.close();
      if (source !== opened || stopped) return;
      source = null;
      const stood = openedAtMs !== null;
      if (openedAtMs !== null && platform.monotonic() - openedAtMs >= goodAfterMs) attempt = 0;
      cancelTimer = platform.after(backOffMs(attempt++, platform.random()), () => {
        if (stood) onLost();
        connect();
      });
    };
  };
  connect();
  return () => {
    stopped = true;
    cancelTimer();
    source?.close();
  };
}
