/** A server that is starting up or shutting down: both pass by themselves. */
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "../failure";

const pauseMs = 250;
/** A minute: recovery after a crash reads what the last checkpoint left. */
const triesMax = 240;

/** cannot_connect_now, admin_shutdown, crash_shutdown; then nobody listens, or the connection is cut. */
const passingCodes: ReadonlySet<string> = new Set(["57P03", "57P01", "57P02", "ECONNREFUSED", "ECONNRESET"]);

/** Tries until the server takes connections; a Failure with its last words when it does not within a minute. */
export async function whenReady<Answer>(
  attempt: () => Promise<Answer>,
  wait: (ms: number) => Promise<unknown> = delay,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (!passingCodes.has(code ?? "") && message !== "Connection terminated unexpectedly") throw error;
      if (tries === triesMax) throw new Failure(`PostgreSQL takes no connections: ${message}.`);
      await wait(pauseMs);
    }
  }
}
