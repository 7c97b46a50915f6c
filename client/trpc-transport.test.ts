import { afterEach, expect, test, vi } from "vitest";
import type { AccountId, ClientId } from "../core/ids";
import type { Failure } from "./transport";
import { TransportError } from "./transport";
import { callServer, createTrpcTransport } from "./trpc-transport";

afterEach(() => {
  vi.useRealTimers();
});

const request = {
  accountId: "00000000-0000-4000-8000-000000000001" as AccountId,
  clientId: "00000000-0000-4000-8000-000000000002" as ClientId,
  actions: [],
};

async function failureOf(answer: () => Promise<Response>): Promise<Failure | null> {
  const transport = createTrpcTransport((() => answer()) as typeof fetch);
  return transport.push(request).then(
    () => null,
    (error: unknown) => {
      if (error instanceof TransportError) return error.failure;
      throw error;
    },
  );
}
const refusal = (status: number, data: object) => () =>
  Promise.resolve(
    new Response(
      JSON.stringify({ error: { message: "x", code: -32_000, data: { httpStatus: status, ...data } } }),
      {
        status,
        headers: { "content-type": "application/json" },
      },
    ),
  );

test.each<[string, () => Promise<Response>, Failure]>([
  ["no network", () => Promise.reject(new TypeError("Failed to fetch")), { kind: "network" }],
  [
    "a captive portal's page",
    () => Promise.resolve(new Response("<html>", { status: 400 })),
    { kind: "network" },
  ],
  ["401", refusal(401, { genba: "session.none" }), { kind: "signIn" }],
  ["409", refusal(409, { genba: "account.mismatch" }), { kind: "account" }],
  ["426", refusal(426, { genba: "app.tooOld" }), { kind: "update" }],
  ["403 of a foreign client", refusal(403, { genba: "client.foreign" }), { kind: "foreignClient" }],
  ["400", refusal(400, { genba: "input.malformed" }), { kind: "content", code: "input.malformed" }],
  ["413", refusal(413, { genba: "body.tooLarge" }), { kind: "content", code: "body.tooLarge" }],
  [
    "429",
    refusal(429, { genba: "rate.limited", retryAfterMs: 9_000 }),
    { kind: "busy", retryAfterMs: 9_000 },
  ],
  ["500", refusal(500, { code: "INTERNAL_SERVER_ERROR" }), { kind: "server" }],
  ["a code of tomorrow", refusal(418, { genba: "tea.only" }), { kind: "server" }],
])("[C5] %s is sorted by what to do about it", async (_name, answer, failure) => {
  expect(await failureOf(answer)).toEqual(failure);
});

test("a push is one POST that names the protocol version, and its answer comes back as it is", async () => {
  const seen: Request[] = [];
  const answer = { results: [], lastSeq: 3, serverTime: 1, stop: null };
  const transport = createTrpcTransport((async (input: string, init: RequestInit) => {
    seen.push(new Request(new URL(input, "http://localhost"), { ...init, signal: null }));
    return new Response(JSON.stringify({ result: { data: answer } }), {
      headers: { "content-type": "application/json" },
    });
  }) as typeof fetch);
  expect(await transport.push(request)).toEqual(answer);
  expect(seen[0]?.method).toBe("POST");
  expect(new URL(seen[0]!.url).pathname).toBe("/api/trpc/sync.push");
  expect(seen[0]?.headers.get("x-genba-protocol")).toBe("1");
  expect(await seen[0]?.json()).toEqual(request);
});

test("what is online only is one request, by its kind, and its answer or failure comes back", async () => {
  const { accountId } = request;
  const seen: [string, RequestInit][] = [];
  const answering = (async (url: string, init: RequestInit) => {
    seen.push([url, init]);
    return Response.json({ result: { data: { setting: null } } });
  }) as typeof fetch;
  const asked = await callServer("query", "notify.setting", { accountId }, answering);
  expect(asked).toEqual({ setting: null });
  await callServer("mutation", "notify.rules.reset", { accountId }, answering);
  expect(seen.map(([url, { method, body }]) => [url, method, body])).toEqual([
    [
      `/api/trpc/notify.setting?input=${encodeURIComponent(JSON.stringify({ accountId }))}`,
      undefined,
      undefined,
    ],
    ["/api/trpc/notify.rules.reset", "POST", JSON.stringify({ accountId })],
  ]);
  const refusing = refusal(403, { genba: "admin.only" }) as typeof fetch;
  await expect(callServer("query", "notify.rules.list", { accountId }, refusing)).rejects.toThrow(
    TransportError,
  );
});

test("what was read is told by id, and the answer is what the server knows", async () => {
  const bodies: unknown[] = [];
  const transport = createTrpcTransport((async (url: string, init: RequestInit) => {
    bodies.push([url, JSON.parse(String(init.body))]);
    return Response.json({ result: { data: { known: ["a"] } } });
  }) as typeof fetch);
  expect(await transport.read(request.accountId, ["a", "b"] as never)).toEqual(["a"]);
  expect(bodies).toEqual([["/api/trpc/inbox.read", { accountId: request.accountId, ids: ["a", "b"] }]]);
});

/** Answers after `beginMs`, and says all of it `finishMs` later. */
const slow = (beginMs: number, finishMs: number) =>
  (async (_url: string, { signal }: RequestInit) => {
    const wait = (ms: number) =>
      new Promise<void>((resolve, reject) => {
        setTimeout(resolve, ms);
        signal?.addEventListener("abort", () => reject(signal.reason));
      });
    await wait(beginMs);
    return {
      ok: true,
      json: async () => {
        await wait(finishMs);
        return { result: { data: "said" } };
      },
    };
  }) as unknown as typeof fetch;

test.each([
  ["one that begins late and says much", 9_000, 19_000, 28_000, "said"],
  ["one that never begins", 60_000, 0, 10_000, "timeout"],
  ["one that never ends", 1_000, 60_000, 21_000, "timeout"],
])(
  "[C9] of a server's answers %s is waited for as long as it makes sense",
  async (_name, begin, finish, ms, end) => {
    vi.useFakeTimers();
    const asked = createTrpcTransport(slow(begin, finish))
      .pull({} as never)
      .catch((error: TransportError) => error.failure.kind);
    const ended = vi.fn();
    void asked.then(ended);
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toHaveBeenCalledWith(end);
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
  },
);

test("[C9] a large body is given the time that a slow link takes for it", async () => {
  vi.useFakeTimers();
  const args = { text: "字".repeat(40_000) };
  const asked = createTrpcTransport(slow(19_000, 0)).push({ ...request, actions: [{ args }] } as never);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await asked).toBe("said");
});
