/**
 * The transport over tRPC. Every request has a time limit: a network that takes bytes and answers nothing (lie-fi)
 * must end as a failure, not as a spinner. The server's own codes come in `data.genba`; a status without them may be
 * a proxy or a captive portal speaking, and is only ever a reason to try again.
 */
import { createTRPCUntypedClient, httpLink, TRPCClientError } from "@trpc/client";
import type { AccountId, TicketId } from "../core/ids";
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

const timeoutsMs = { push: 20_000, pull: 30_000, page: 30_000, pin: 15_000, search: 15_000 };

/** `origin` is empty in a window and a worker alike: requests go where the app came from. */
export function createTrpcTransport(fetcher: typeof fetch = (...input) => fetch(...input)): Transport {
  const client = createTRPCUntypedClient({
    links: [
      httpLink({
        url: "/api/trpc",
        headers: { "x-genba-protocol": String(protocolVersion) },
        fetch: (input, init) =>
          fetcher(input as RequestInfo, { ...(init as RequestInit), credentials: "same-origin" }),
      }),
    ],
  });
  const ask = async <Answer>(
    path: string,
    input: unknown,
    timeoutMs: number,
    kind: "mutation" | "query" = "mutation",
  ): Promise<Answer> => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return (await client[kind](path, input, { signal })) as Answer;
    } catch (error) {
      throw new TransportError(toFailure(error, signal.aborted));
    }
  };
  return {
    push: (request: PushRequest) => ask<PushAnswer>("sync.push", request, timeoutsMs.push),
    pull: (request: PullRequest) => ask<PullAnswer>("sync.pull", request, timeoutsMs.pull),
    page: (request: PageRequest) => ask<PageAnswer>("sync.page", request, timeoutsMs.page),
    pin: (accountId: AccountId, ticketId: TicketId) =>
      ask<PinnedTicket | null>("tickets.pin", { accountId, ticketId }, timeoutsMs.pin),
    search: async (accountId: AccountId, text: string) => {
      const input = { accountId, text };
      return (await ask<SearchAnswer>("tickets.search", input, timeoutsMs.search, "query")).tickets;
    },
  };
}

type SearchAnswer = { readonly tickets: readonly Ticket[] };

/** Sorts what tRPC throws by what the loop does about it. */
export function toFailure(error: unknown, timedOut: boolean): Failure {
  if (timedOut) return { kind: "timeout" };
  if (!(error instanceof TRPCClientError)) return { kind: "network" };
  const data: unknown = error.data;
  const field = (name: string): unknown =>
    typeof data === "object" && data !== null ? (data as Record<string, unknown>)[name] : undefined;
  switch (field("genba")) {
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
      const retryAfterMs = field("retryAfterMs");
      return { kind: "busy", retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : null };
    }
  }
  return field("httpStatus") === undefined ? { kind: "network" } : { kind: "server" };
}
