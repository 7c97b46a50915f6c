/**
 * One POST to an address that somebody else chose: a push service's, a webhook's. The whole exchange has one deadline, the
 * answer is read up to a bound, redirects are not followed (node:http never does), and the connection is made to an address
 * that was looked at: what the name resolves to a second time does not matter.
 */
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { rootCertificates } from "node:tls";
import { type Address, isPublicAddress, type Resolve, resolveHost } from "../push/addresses";

export interface GuardedRequest {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Uint8Array;
}

/** failed: no answer; `code` is Node's (ECONNREFUSED, …), `timeout` or `address.private`. */
export type GuardedAnswer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly reason: string;
    }
  | { readonly kind: "failed"; readonly code: string }
  | { readonly kind: "forbidden" };

export type GuardedPost = (request: GuardedRequest) => Promise<GuardedAnswer>;

/** `mayBePrivate`: the operator vouches for it. */
export interface Admitted {
  readonly mayBePrivate: boolean;
}

export interface GuardedPostOptions {
  /** Null: nothing is sent there. */
  readonly admit: (endpoint: string) => Admitted | null;
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
export function createGuardedPost(options: GuardedPostOptions): { post: GuardedPost; close(): void } {
  const { admit, extraCa, createDeadline = defaultDeadline, resolve = resolveHost } = options;
  const kept = { keepAlive: true, maxSockets: connectionsPerHost };
  const agents: Agents = {
    http: new HttpAgent(kept),
    https: new HttpsAgent({
      ...kept,
      ...(extraCa === null ? {} : { ca: [...rootCertificates, extraCa] }),
    }),
  };
  return {
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
    async post(request) {
      const admitted = admit(request.endpoint);
      if (admitted === null) return { kind: "forbidden" };
      const signal = createDeadline();
      try {
        const addresses = await withSignal(resolve(new URL(request.endpoint).hostname), signal);
        if (!admitted.mayBePrivate && !addresses.every(({ address }) => isPublicAddress(address))) {
          return { kind: "failed", code: "address.private" };
        }
        return await exchange(request, agents, addresses, signal);
      } catch (error) {
        return { kind: "failed", code: signal.aborted ? "timeout" : codeOf(error) };
      }
    },
  };
}

type Agents = { readonly http: HttpAgent; readonly https: HttpsAgent };

function defaultDeadline(): AbortSignal {
  return AbortSignal.timeout(postTimeoutMs);
}

function exchange(
  { endpoint, headers, body }: GuardedRequest,
  agents: Agents,
  addresses: readonly Address[],
  signal: AbortSignal,
): Promise<GuardedAnswer> {
  const isEncrypted = new URL(endpoint).protocol === "https:";
  return new Promise((settle, fail) => {
    const request = (isEncrypted ? httpsRequest : httpRequest)(endpoint, {
      method: "POST",
      headers: { ...headers, "User-Agent": "Genba" },
      agent: isEncrypted ? agents.https : agents.http,
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
