/** A route handler behind a real socket, as a browser, a proxy and a tunnel meet it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export type HttpServer = {
  readonly port: number;
  end(): Promise<void>;
};

export async function serve(handle: (request: Request) => Promise<Response>): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => {
    const headers = Object.entries(incoming.headers) as [string, string][];
    const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
    const request = new Request(`http://localhost${incoming.url}`, {
      method: incoming.method,
      headers,
      ...(hasBody ? { body: Readable.toWeb(incoming), duplex: "half" } : {}),
    } as RequestInit);
    handle(request)
      .then(async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        if (response.body) await pipeline(Readable.fromWeb(response.body as never), outgoing);
        else outgoing.end();
      })
      // Whoever asked is gone.
      .catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
