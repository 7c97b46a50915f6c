/**
 * One LISTEN connection a process, never of the pool: a pooled one would be handed to others and lose its
 * subscription. It reconnects for as long as someone listens; after each connect the counter is asked for, so what
 * was committed while it was away is not missed.
 */
import pg from "pg";
import { changeChannel } from "./channel";

export type Listener = (counter: number) => void;

export type Live = {
  /** Calls `listener` with the counter whenever it grew; at first with the present one. Returns the end of it. */
  subscribe(listener: Listener): () => void;
  end(): Promise<void>;
};

const reconnectMinMs = 200;
const reconnectMaxMs = 10_000;

export function createLive(url: string): Live {
  const listeners = new Set<Listener>();
  let newest = 0;
  let client: pg.Client | null = null;
  let connecting: Promise<void> | null = null;
  let ended = false;
  let retryMs = reconnectMinMs;

  const tell = (counter: number): void => {
    if (!(counter > newest)) return;
    newest = counter;
    for (const listener of listeners) listener(counter);
  };

  const connect = async (): Promise<void> => {
    const connection = new pg.Client({
      connectionString: url,
      application_name: "genba-live",
      keepAlive: true,
    });
    const lose = (): void => {
      if (client !== connection) return;
      client = null;
      void connection.end().catch(() => undefined);
      reconnectLater();
    };
    connection.on("error", lose);
    connection.on("end", lose);
    connection.on("notification", (notice) => tell(Number(notice.payload)));
    try {
      await connection.connect();
      await connection.query(`LISTEN ${changeChannel}`);
      const { rows } = await connection.query<{ value: string }>("SELECT value FROM sync_counter");
      client = connection;
      retryMs = reconnectMinMs;
      const value = Number(rows[0]?.value);
      // A restored database counts from lower on.
      if (value < newest) newest = 0;
      tell(value);
    } catch {
      connection.removeAllListeners("end");
      void connection.end().catch(() => undefined);
      reconnectLater();
    }
  };

  const reconnectLater = (): void => {
    if (ended || listeners.size === 0) return;
    setTimeout(ensureConnected, retryMs).unref();
    retryMs = Math.min(retryMs * 2, reconnectMaxMs);
  };

  const ensureConnected = (): void => {
    if (ended || client || connecting) return;
    connecting = connect().finally(() => {
      connecting = null;
    });
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (newest > 0) listener(newest);
      ensureConnected();
      return () => {
        listeners.delete(listener);
      };
    },
    async end() {
      ended = true;
      listeners.clear();
      await connecting;
      const connection = client;
      client = null;
      await connection?.end();
    },
  };
}

const shared = globalThis as { genbaLive?: Live };

/** The process's one. */
export function live(url: string): Live {
  shared.genbaLive ??= createLive(url);
  return shared.genbaLive;
}
