/** Somebody who is called by webhooks: answers what it is told to, and keeps what it heard. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Call = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
export type Receiver = {
  readonly url: string;
  readonly calls: readonly Call[];
  /** The statuses of the next answers, then 200. */
  answer(...statuses: readonly number[]): void;
  end(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const calls: Call[] = [];
  let next: number[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      calls.push({ path: request.url ?? "", headers: request.headers as Record<string, string>, body });
      const status = next.shift() ?? 200;
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end("because");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls,
    answer: (...statuses) => {
      next = [...statuses];
    },
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
