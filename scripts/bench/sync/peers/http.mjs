/** The little that both SQL peers' servers need of HTTP: JSON in, compressed JSON out as in production, hints over SSE. */
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

/** Smaller answers grow by compression. */
const compressFromBytes = 1_024;

/**
 * @param {Record<string, (query: URLSearchParams, body: any) => Promise<unknown>>} routes
 * @returns {{ tell(event: string): void }} `tell` sends one event to everyone at /stream
 */
export function serve(routes) {
  /** @type {Set<import("node:http").ServerResponse>} */
  const listeners = new Set();
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/stream") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write("retry: 1000\n\n");
      listeners.add(response);
      response.on("close", () => listeners.delete(response));
      return;
    }
    try {
      const route = routes[pathname];
      if (!route) return void response.writeHead(404).end();
      const body = request.method === "POST" ? JSON.parse(await readAll(request)) : null;
      answer(response, await route(searchParams, body));
    } catch (error) {
      console.error(error);
      response.writeHead(500).end();
    }
  });
  server.keepAliveTimeout = 60_000;
  server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("ready"));
  return {
    tell: (event) => {
      for (const listener of listeners) listener.write(`data: ${event}\n\n`);
    },
  };
}

function answer(response, value) {
  const text = Buffer.from(JSON.stringify(value));
  const isLarge = text.length >= compressFromBytes;
  const body = isLarge ? gzipSync(text, { level: 6 }) : text;
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": body.length,
    ...(isLarge ? { "content-encoding": "gzip" } : {}),
  });
  response.end(body);
}

async function readAll(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
