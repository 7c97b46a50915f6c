/**
 * One POST to a push service. web-push's own sender has no time limit, no bound on the answer and goes wherever the
 * address says; here the whole exchange has one deadline, the answer is read up to a bound, redirects are not
 * followed (node:https never does), and the connection is made to an address that was looked at: what the name
 * resolves to a second time does not matter.
 */
import { Agent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { rootCertificates } from "node:tls";
import { type Address, isPublicAddress, type Resolve, resolveHost } from "./addresses";
import { findPushHost, type PushHost } from "./push-hosts";

export interface PushRequest {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Uint8Array;
}

/** failed: no answer; `code` is Node's (ECONNREFUSED, …), `timeout` or `address.private`. */
export type PushAnswer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly reason: string;
    }
  | { readonly kind: "failed"; readonly code: string }
  | { readonly kind: "forbidden" };

export type PostPush = (push: PushRequest) => Promise<PushAnswer>;

export interface PostPushOptions {
  readonly hosts: readonly PushHost[];
  readonly extraCa: string | null;
  /** Ends one exchange, from the look-up of the name to the last byte of the answer. */
  readonly createDeadline?: () => AbortSignal;
  readonly resolve?: Resolve;
}

export const postTimeoutMs = 10_000;
/** Of the answer; enough for the reason a service gives. */
const answerMaxBytes = 2_048;
const headersMaxBytes = 16_384;
const connectionsPerHost = 32;

/** Keeps connections open between messages; `close` ends them. */
export function createPostPush(options: PostPushOptions): { post: PostPush; close(): void } {
  const { hosts, extraCa, createDeadline = defaultDeadline, resolve = resolveHost } = options;
  const agent = new Agent({
    keepAlive: true,
    maxSockets: connectionsPerHost,
    ...(extraCa === null ? {} : { ca: [...rootCertificates, extraCa] }),
  });
  return {
    close: () => agent.destroy(),
    async post(push) {
      const host = findPushHost(push.endpoint, hosts);
      if (host === null) return { kind: "forbidden" };
      const signal = createDeadline();
      try {
        const addresses = await withSignal(resolve(new URL(push.endpoint).hostname), signal);
        if (!host.explicitPort && !addresses.every(({ address }) => isPublicAddress(address))) {
          return { kind: "failed", code: "address.private" };
        }
        return await exchange(push, agent, addresses, signal);
      } catch (error) {
        return { kind: "failed", code: signal.aborted ? "timeout" : codeOf(error) };
      }
    },
  };
}

function defaultDeadline(): AbortSignal {
  return AbortSignal.timeout(postTimeoutMs);
}

function exchange(
  { endpoint, headers, body }: PushRequest,
  agent: Agent,
  addresses: readonly Address[],
  signal: AbortSignal,
): Promise<PushAnswer> {
  return new Promise((settle, fail) => {
    const request = httpsRequest(endpoint, {
      method: "POST",
      headers: { ...headers, "User-Agent": "Genba" },
      agent,
      signal,
      lookup: pinned(addresses),
      maxHeaderSize: headersMaxBytes,
    });
    request.on("error", fail);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      // The status is the answer; a body that is slow, endless or cut off takes nothing from it.
      const finish = (): void => {
        const reason = Buffer.concat(chunks).toString("utf8", 0, answerMaxBytes);
        const status = response.statusCode ?? 0;
        settle({ kind: "answered", status, retryAfter: response.headers["retry-after"], reason });
      };
      request.off("error", fail);
      request.on("error", finish);
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size <= answerMaxBytes) return;
        finish();
        request.destroy();
      });
      response.on("end", finish);
      response.on("error", finish);
      response.on("close", finish);
    });
    request.end(body);
  });
}

/** Answers every look-up of this connection with the addresses that were judged. */
function pinned(addresses: readonly Address[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (!first) return callback(Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "", 0);
    if (options.all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}

function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === "string" ? code : typeof name === "string" ? name : "unknown";
}
