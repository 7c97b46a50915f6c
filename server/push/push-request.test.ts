import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type PushService, pushServiceCaFile, startPushService } from "../../e2e/fixtures/push-service";
import type { Address } from "./addresses";
import { parsePushHosts } from "./push-hosts";
import { createPostPush, type PostPushOptions, type PushAnswer } from "./push-request";

let service: PushService;
const extraCa = readFileSync(pushServiceCaFile, "utf8");
const closers: (() => void)[] = [];

beforeAll(async () => {
  service = await startPushService();
});
afterEach(() => {
  service.answer({ kind: "status", status: 201 });
  for (const close of closers.splice(0)) close();
});
afterAll(() => service.stop());

/** No answer may be missed because the machine is slow: what is not about the deadline has none. */
const noDeadline = (): AbortSignal => new AbortController().signal;
/** For what never comes: however long the machine takes, it ends so. */
const soon = (): AbortSignal => AbortSignal.timeout(100);

/** A deadline that passes as soon as the headers of an answer have been read. */
function afterHeaders(): AbortSignal {
  const controller = new AbortController();
  const channel = "http.client.response.finish";
  const pass = (): void => {
    unsubscribe(channel, pass);
    setImmediate(() => controller.abort());
  };
  subscribe(channel, pass);
  return controller.signal;
}

function post(endpoint: string, options: Partial<PostPushOptions> = {}): Promise<PushAnswer> {
  const hosts = parsePushHosts(service.allow) ?? [];
  const sender = createPostPush({ hosts, extraCa, createDeadline: noDeadline, ...options });
  closers.push(sender.close);
  return sender.post({ endpoint, headers: { TTL: 60 }, body: Buffer.from("body") });
}

const endpoint = (): string => service.createDevice().endpoint;

test.each([307, 400, 401, 403, 404, 410, 413, 500, 503])(
  "an answer of %i is heard, and why",
  async (status) => {
    service.answer({ kind: "status", status, body: "because" });
    expect(await post(endpoint())).toEqual({
      kind: "answered",
      status,
      retryAfter: undefined,
      reason: "because",
    });
  },
);

test("Retry-After is handed on as the service says it", async () => {
  service.answer({ kind: "status", status: 429, headers: { "retry-after": "7" } });
  expect(await post(endpoint())).toMatchObject({ kind: "answered", status: 429, retryAfter: "7" });
});

test("a service that takes the message and never answers ends at the deadline", async () => {
  service.answer({ kind: "hang" });
  expect(await post(endpoint(), { createDeadline: soon })).toEqual({ kind: "failed", code: "timeout" });
});

test("an answer whose body never comes counts by its status", async () => {
  service.answer({ kind: "stall" });
  expect(await post(endpoint(), { createDeadline: afterHeaders })).toMatchObject({
    kind: "answered",
    status: 201,
    reason: "",
  });
});

test("an endless answer is cut at its bound and counts by its status", async () => {
  service.answer({ kind: "endless" });
  const answer = await post(endpoint());
  expect(answer).toMatchObject({ kind: "answered", status: 201 });
  expect((answer as { reason: string }).reason.length).toBeLessThanOrEqual(2_048);
});

test("huge headers and a cut connection are failures, not hangs", async () => {
  service.answer({ kind: "hugeHeaders" });
  expect(await post(endpoint())).toEqual({ kind: "failed", code: "HPE_HEADER_OVERFLOW" });
  service.answer({ kind: "cut" });
  expect(await post(endpoint())).toEqual({ kind: "failed", code: "ECONNRESET" });
});

test("a redirect is an answer; nothing is sent to where it points", async () => {
  service.answer({ kind: "redirect" });
  const before = service.requestCount();
  expect(await post(endpoint())).toMatchObject({ kind: "answered", status: 307 });
  expect(service.requestCount()).toBe(before + 1);
});

test("a host that is not on the list gets no request, not even a look-up", async () => {
  let lookups = 0;
  const resolve = async (): Promise<readonly Address[]> => {
    lookups += 1;
    return [];
  };
  const before = service.requestCount();
  expect(await post(endpoint().replace("localhost", "127.0.0.1"), { resolve })).toEqual({
    kind: "forbidden",
  });
  expect(await post(endpoint(), { hosts: [], resolve })).toEqual({ kind: "forbidden" });
  expect([lookups, service.requestCount() - before]).toEqual([0, 0]);
});

test.each<[string, readonly Address[]]>([
  ["loopback", [{ address: "127.0.0.1", family: 4 }]],
  ["a mapped one", [{ address: "::ffff:10.0.0.1", family: 6 }]],
  ["carrier-grade NAT", [{ address: "100.64.0.1", family: 4 }]],
  [
    "one private among public ones",
    [
      { address: "8.8.8.8", family: 4 },
      { address: "10.0.0.1", family: 4 },
    ],
  ],
])("a listed host that resolves to %s gets no request", async (_name, addresses) => {
  const hosts = [{ name: "localhost", port: Number(new URL(service.origin).port), explicitPort: false }];
  const before = service.requestCount();
  const answer = await post(endpoint(), { hosts, resolve: async () => addresses });
  expect(answer).toEqual({ kind: "failed", code: "address.private" });
  expect(service.requestCount()).toBe(before);
});

test("the connection goes to the address that was judged, whatever the name says a second time", async () => {
  const answers: (readonly Address[])[] = [[{ address: "127.0.0.1", family: 4 }]];
  service.answer({ kind: "status", status: 410 });
  const answer = await post(endpoint(), {
    resolve: async () => answers.shift() ?? [{ address: "203.0.113.1", family: 4 }],
  });
  expect(answer).toMatchObject({ kind: "answered", status: 410 });
});

test("a name without an address, one whose look-up hangs, and a port that nobody answers are failures", async () => {
  const hangs = (): Promise<never> => new Promise(() => {});
  expect(await post(endpoint(), { resolve: async () => [] })).toEqual({ kind: "failed", code: "ENOTFOUND" });
  expect(await post(endpoint(), { resolve: hangs, createDeadline: soon })).toEqual({
    kind: "failed",
    code: "timeout",
  });
  const closed = { hosts: parsePushHosts("localhost:1") ?? [] };
  expect(await post("https://localhost:1/x", closed)).toEqual({ kind: "failed", code: "ECONNREFUSED" });
});

test("a certificate of an authority that was not named is refused", async () => {
  expect(await post(endpoint(), { extraCa: null })).toMatchObject({ kind: "failed" });
});
