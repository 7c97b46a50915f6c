/**
 * The edge of /api/v1: programs with a key, no cookie counts, and no other page may read an answer (no CORS). In order: whose
 * key · how often · how much · which route · may it · readable · done. The library matches routes and reads queries and
 * bodies; refusals are worded here.
 */
import type { TRPCError } from "@trpc/server";
import { createOpenApiFetchHandler } from "trpc-to-openapi";
import { ZodError } from "zod";
import { type ActionId, isUuid } from "../../core/ids";
import { type ApiKey, findApiKey } from "../api-keys/find-key";
import { admitByKey } from "../auth/bearer-key";
import { apiLimit } from "../auth/rate";
import { type Database, database } from "../db";
import { Refusal } from "../refusal";
import { readSettings } from "../settings";
import { isJson, readBounded } from "../trpc/body";
import { restDocument } from "./document";
import type { RestContext } from "./procedures";
import { failureRetryMs, problemOf, RestRefusal } from "./refusal";
import { restRouter } from "./router";
import type { ActionAnswer } from "./schemas";

export const restBase = "/api/v1";
const bodyMaxBytes = 100_000;

/** Answers one request with what this process has. */
export function handleRest(request: Request): Promise<Response> {
  return answerRest(request, database(), readSettings().origin);
}

export async function answerRest(request: Request, on: Database, origin: string): Promise<Response> {
  try {
    return await answer(request, on, origin);
  } catch (error) {
    return problemOf(refusalOf(error));
  }
}

async function answer(request: Request, on: Database, origin: string): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.method !== "GET" && request.method !== "POST") throw new RestRefusal("method.wrong");
  if (pathname === `${restBase}/openapi.json`) {
    return Response.json(restDocument(origin), { headers: { "cache-control": "no-cache" } });
  }
  const now = Date.now();
  const key = await admit(request, on, now);
  if (request.method === "POST" && !isJson(request)) throw new RestRefusal("type.unsupported");
  const bounded = request.method === "GET" ? request : await readBounded(request, bodyMaxBytes);
  if (bounded === null) throw new RestRefusal("body.tooLarge");
  return route(bounded, { database: on, key, now, idempotencyKey: idempotencyKeyOf(request.headers) });
}

async function admit(request: Request, on: Database, now: number): Promise<ApiKey> {
  const key = await admitByKey(request.headers, {
    find: (text) => findApiKey(on, text, now),
    limit: apiLimit,
    refuse: (code, retryAfterMs) => new RestRefusal(code, retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
  if (key.state !== "good") throw new RestRefusal(`key.${key.state}`);
  return key;
}

/** As it is, or in quotes as the draft of the header has it. */
function idempotencyKeyOf(headers: Headers): ActionId | null {
  const text =
    headers
      .get("idempotency-key")
      ?.trim()
      .replace(/^"(.*)"$/, "$1")
      .toLowerCase() ?? "";
  return isUuid(text) ? (text as ActionId) : null;
}

async function route(request: Request, context: RestContext): Promise<Response> {
  let failed: TRPCError | undefined;
  const response = await createOpenApiFetchHandler({
    endpoint: restBase,
    req: request,
    router: restRouter,
    createContext: async () => context,
    onError: ({ error }: { error: TRPCError }) => {
      failed = error;
    },
    responseMeta: ({ data: [answered] }) => ({
      status: statusOf(request, answered),
      headers: { "cache-control": "no-store" },
    }),
  });
  // What it words itself would say other codes than ours.
  return failed === undefined ? response : problemOf(refusalOf(failed));
}

/** What came back, or waits, is an outcome and no failure; its status says which. */
function statusOf(request: Request, answered: unknown): number {
  const { outcome } = (answered ?? {}) as Partial<ActionAnswer>;
  switch (outcome?.kind) {
    case "returned":
      return 409;
    case "held":
      return 202;
    case "applied":
      return new URL(request.url).pathname === `${restBase}/tickets` ? 201 : 200;
  }
  return 200;
}

function refusalOf(error: unknown): RestRefusal {
  if (error instanceof RestRefusal) return error;
  const { code, cause } = error as Partial<TRPCError>;
  if (cause instanceof RestRefusal) return cause;
  // Deactivated between the look at the key and the transaction.
  if (cause instanceof Refusal && cause.code === "session.none") return new RestRefusal("key.inactive");
  if (code === "BAD_REQUEST" || code === "PARSE_ERROR") {
    const fields = cause instanceof ZodError ? cause.issues.map(({ path }) => path.join(".")) : [];
    return new RestRefusal("input.malformed", { fields });
  }
  if (code === "NOT_FOUND") return new RestRefusal("route.unknown");
  console.error("a request of a key failed:", cause ?? error);
  return new RestRefusal("failure", { retryAfterMs: failureRetryMs });
}
