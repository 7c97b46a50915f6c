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

/** A server that is there begins to answer long before this; what it then says may take its time on a slow link. */
const beginMs = 10_000;
const finishMs = 20_000;
/** A slow link, upwards: what is sent is given the time to get there. */
const charactersPerMs = 4;

/** `origin` is empty in a window and a worker alike: requests go where the app came from. */
export function createTrpcTransport(fetcher: typeof fetch = (...input) => fetch(...input)): Transport {
  const mutate = async <Answer>(path: string, input: object): Promise<Answer> =>
    (await ask(fetcher, `/api/trpc/${path}`, JSON.stringify(input))) as Answer;
  return {
    push: (input: PushRequest) => mutate<PushAnswer>("sync.push", input),
    pull: (input: PullRequest) => mutate<PullAnswer>("sync.pull", input),
    page: (input: PageRequest) => mutate<PageAnswer>("sync.page", input),
    read: async (accountId: AccountId, ids: readonly NoticeId[]) => {
      const answer = await mutate<{ readonly known: readonly NoticeId[] }>("inbox.read", { accountId, ids });
      return answer.known;
    },
    pin: (accountId: AccountId, ticketId: TicketId) =>
      mutate<PinnedTicket | null>("tickets.pin", { accountId, ticketId }),
    search: async (accountId: AccountId, text: string) => {
      const input = encodeURIComponent(JSON.stringify({ accountId, text }));
      const answer = await ask(fetcher, `/api/trpc/tickets.search?input=${input}`, null);
      return (answer as { readonly tickets: readonly Ticket[] }).tickets;
    },
  };
}

/** One procedure of what is online only, outside of the sync; `input` names the account (C6). Throws TransportError. */
export async function callServer<Answer>(
  kind: "query" | "mutation",
  path: string,
  input: { readonly accountId: AccountId; readonly [field: string]: unknown },
  fetcher: typeof fetch = fetch,
): Promise<Answer> {
  const text = JSON.stringify(input);
  const answer =
    kind === "query"
      ? ask(fetcher, `/api/trpc/${path}?input=${encodeURIComponent(text)}`, null)
      : ask(fetcher, `/api/trpc/${path}`, text);
  return (await answer) as Answer;
}

/** The procedure's answer; with a text it is a POST. Throws TransportError. */
async function ask(fetcher: typeof fetch, url: string, text: string | null): Promise<unknown> {
  let answer: Response;
  let body: unknown;
  const { signal, allow, end } = createLimit();
  try {
    allow(beginMs + (text ?? "").length / charactersPerMs);
    answer = await fetcher(url, {
      ...(text === null ? {} : { method: "POST", body: text }),
      headers: { "content-type": "application/json", "x-genba-protocol": String(protocolVersion) },
      credentials: "same-origin",
      signal,
    });
    allow(finishMs);
    body = await answer.json();
  } catch {
    // No network, or an answer that was cut off or is not ours.
    throw new TransportError({ kind: signal.aborted ? "timeout" : "network" });
  } finally {
    end();
  }
  const { result, error } = fieldsOf(body);
  if (answer.ok && result !== undefined) return fieldsOf(result).data ?? null;
  throw new TransportError(toFailure(fieldsOf(fieldsOf(error).data)));
}

/** A time limit that can be set anew. */
function createLimit() {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => clearTimeout(timer);
  const allow = (ms: number): void => {
    end();
    timer = setTimeout(() => controller.abort(), ms);
  };
  return { signal: controller.signal, allow, end };
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
