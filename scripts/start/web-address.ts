/** The web server's own address: is it free before we start, does it answer after. */
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Settings } from "../../server/settings";
import { Failure } from "../failure";

const readyTimeoutMs = 60_000;
const pollMs = 100;

export async function requireFreePort({ host, port }: Settings): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen({ host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const trouble: Readonly<Record<string, string>> = {
      EADDRINUSE: `Port ${port} is in use: stop what uses it, or set PORT to another.`,
      EACCES: `Port ${port} needs more rights: set PORT to one above 1023.`,
      EADDRNOTAVAIL: `GENBA_HOST ${host} is not an address of this machine.`,
    };
    throw new Failure((code && trouble[code]) || `Port ${port} cannot be used: ${message}`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Resolves when the health check answers 200. */
export async function waitUntilHealthy({ host, port }: Settings): Promise<void> {
  const deadline = performance.now() + readyTimeoutMs;
  const name = host.includes(":") ? `[${host}]` : host;
  while (performance.now() < deadline) {
    const answer = await fetch(`http://${name}:${port}/api/health`).catch(() => undefined);
    if (answer?.ok) return;
    await delay(pollMs);
  }
  throw new Failure(`The web server did not answer within ${readyTimeoutMs / 1000} s: see its lines above.`);
}
