/**
 * Wakes the job process when an entry was committed: LISTEN on a connection of its own (a pooled one would be handed
 * to others and lose it). A lost hint costs one poll, so a broken connection is only tried again.
 */
import pg from "pg";
import { outboxChannel } from "../live/channel";

const reconnectMs = 2_000;
const connectTimeoutMs = 5_000;

/** Calls `wake` at each hint and after each (re)connection; the answer ends it. */
export function listenForOutbox(url: string, wake: () => void): () => Promise<void> {
  let ended = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;

  const connect = async (): Promise<void> => {
    const connection = new pg.Client({
      connectionString: url,
      application_name: "genba-outbox",
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
    });
    client = connection;
    const lose = (): void => {
      if (client !== connection) return;
      client = null;
      connection.end().catch(() => {});
      if (!ended) timer = setTimeout(connect, reconnectMs);
    };
    connection.on("error", lose);
    connection.on("end", lose);
    connection.on("notification", wake);
    try {
      await connection.connect();
      await connection.query(`LISTEN ${outboxChannel}`);
      wake();
    } catch {
      lose();
    }
  };

  void connect();
  return async () => {
    ended = true;
    if (timer) clearTimeout(timer);
    const connection = client;
    client = null;
    await connection?.end().catch(() => {});
  };
}
