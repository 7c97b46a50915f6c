/**
 * The transport over tRPC's HTTP form (one procedure a request). Every request has a time limit: a network that takes
 * bytes and answers nothing (lie-fi) must end as a failure, not as a spinner. The server's own codes come in
 * `data.genba`; a status without them may be a proxy or a captive portal speaking, and is only ever a reason to try
 * again. Written out instead of @trpc/client, which is 5.5 KB of the first load (docs/decisions/0014-first-load.md).
 */
import type { AccountId, NoticeId, TicketId } from "../core/ids";
import {
  type PageAnswer,
  type PageRequest,
  type PullAnswer,
  type PullRequest,
  type PushAnswer,
  type PushRequest,
  protocolVersion,
} from "../core/sync/protocol";
import type { Ticket } from "../core/tickets/ticket";
import { type Failure, type PinnedTicket, type Transport, TransportError } from "./transport";

const timeoutsMs = {
  push: 20_000,
  pull: 30_000,
  page: 30_000,
  read: 10_000,
  pin: 15_000,
  search: 15_000,
  call: 15_000,
};

/** `origin` is empty in a window and a worker alike: requests go where the app came from. */
export function createTrpcTransport(fetcher: typeof fetch = (...input) => fetch(...input)): Transport {
  const request = (url: string, init: RequestInit, timeoutMs: number): Promise<unknown> =>
    ask(fetcher, `/api/trpc/${url}`, init, AbortSignal.timeout(timeoutMs));
  const mutate = async <Answer>(path: string, input: object, timeoutMs: number): Promise<Answer> =>
    (await request(path, { method: "POST", body: JSON.stringify(input) }, timeoutMs)) as Answer;
  return {
    push: (input: PushRequest) => mutate<PushAnswer>("sync.push", input, timeoutsMs.push),
    pull: (input: PullRequest) => mutate<PullAnswer>("sync.pull", input, timeoutsMs.pull),
    page: (input: PageRequest) => mutate<PageAnswer>("sync.page", input, timeoutsMs.page),
    read: async (accountId: AccountId, ids: readonly NoticeId[]) => {
      const answer = await mutate<{ readonly known: readonly NoticeId[] }>(
        "inbox.read",
        { accountId, ids },
        timeoutsMs.read,
      );
      return answer.known;
    },
    pin: (accountId: AccountId, ticketId: TicketId) =>
      mutate<PinnedTicket | null>("tickets.pin", { accountId, ticketId }, timeoutsMs.pin),
    search: async (accountId: AccountId, text: string) => {
      const input = encodeURIComponent(JSON.stringify({ accountId, text }));
      const answer = await request(`tickets.search?input=${input}`, {}, timeoutsMs.search);
      return (answer as { readonly tickets: readonly Ticket[] }).tickets;
    },
  };
}

/** One procedure of what is online only, outside of the sync; `input` names the account (C6). Throws TransportError. */
export async function callServer<Answer>(
  kind: "query" | "mutation",
  path: string,
  input: { readonly accountId: AccountId },
  fetcher: typeof fetch = fetch,
): Promise<Answer> {
  const text = JSON.stringify(input);
  const [url, init] =
    kind === "query"
      ? [`/api/trpc/${path}?input=${encodeURIComponent(text)}`, {}]
      : [`/api/trpc/${path}`, { method: "POST", body: text }];
  return (await ask(fetcher, url, init, AbortSignal.timeout(timeoutsMs.call))) as Answer;
}

/** The procedure's answer. Throws TransportError. */
async function ask(
  fetcher: typeof fetch,
  url: string,
  init: RequestInit,
  signal: AbortSignal,
): Promise<unknown> {
  let answer: Response;
  let body: unknown;
  try {
    answer = await fetcher(url, {
      ...init,
      headers: { "content-type": "application/json", "x-genba-protocol": String(protocolVersion) },
      credentials: "same-origin",
      signal,
    });
    body = await answer.json();
  } catch {
    // No network, or an answer that was cut off or is not ours.
    throw new TransportError({ kind: signal.aborted ? "timeout" : "network" });
  }
  const { result, error } = fieldsOf(body);
  if (answer.ok && result !== undefined) return fieldsOf(result).data ?? null;
  throw new TransportError(toFailure(fieldsOf(fieldsOf(error).data)));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Sorts the `data` of a tRPC error by what the loop does about it; the simulator asks the same. */
export function toFailure(data: Readonly<Record<string, unknown>>): Failure {
  switch (data.genba) {
    case "session.none":
      return { kind: "signIn" };
    case "account.mismatch":
      return { kind: "account" };
    case "app.tooOld":
      return { kind: "update" };
    case "client.foreign":
      return { kind: "foreignClient" };
    case "input.malformed":
      return { kind: "content", code: "input.malformed" };
    case "body.tooLarge":
      return { kind: "content", code: "body.tooLarge" };
    case "rate.limited": {
      const { retryAfterMs } = data;
      return { kind: "busy", retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : null };
    }
  }
  return data.httpStatus === undefined ? { kind: "network" } : { kind: "server" };
}
