/**
 * The edge of /api/trpc: our own origin only, JSON only (multipart needs no preflight), bounded bodies, no batches;
 * then the router, where each procedure authorises for itself.
 */
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { pushBodyMaxBytes } from "../../core/sync/protocol";
import { readSession } from "../auth/account";
import { type Auth, auth } from "../auth/auth";
import { type Database, database } from "../db";
import { loadKeys, type VapidKeys } from "../keys";
import { type RefusalCode, refusalCodes } from "../refusal";
import { readSettings } from "../settings";
import { isJson, readBounded } from "./body";
import { isOwnOrigin } from "./origin";
import { refusalCodeOf, retryAfterMsOf } from "./procedures";
import { appRouter } from "./router";

export type Means = {
  readonly database: Database;
  readonly auth: Auth;
  readonly origin: string;
  readonly vapid: VapidKeys;
};

let own: Means | undefined;

/** Answers one request with what this process has. */
export function handleTrpc(request: Request): Promise<Response> {
  own ??= readMeans();
  return answerTrpc(request, own);
}

function readMeans(): Means {
  const { origin, dataFolder } = readSettings();
  const { vapid } = loadKeys(dataFolder);
  return { database: database(), auth: auth(), origin, vapid };
}

export async function answerTrpc(request: Request, means: Means): Promise<Response> {
  if (!isOwnOrigin(request, means.origin)) return refuse("origin.foreign");
  if (!isPath(new URL(request.url).pathname)) return refuse("input.malformed");
  if (request.method !== "GET" && (request.method !== "POST" || !isJson(request)))
    return refuse("input.malformed");
  const bounded = request.method === "GET" ? request : await readBounded(request, pushBodyMaxBytes);
  if (!bounded) return refuse("body.tooLarge");
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: bounded,
    router: appRouter,
    allowBatching: false,
    createContext: async ({ resHeaders }) => {
      const { account, cookies } = await readSession(means.auth, means.database, request.headers);
      for (const cookie of cookies) resHeaders.append("set-cookie", cookie);
      const protocol = Number(request.headers.get("x-genba-protocol") ?? Number.NaN);
      return {
        database: means.database,
        auth: means.auth,
        vapid: means.vapid,
        account,
        protocol: Number.isNaN(protocol) ? null : protocol,
        userAgent: request.headers.get("user-agent"),
      };
    },
    responseMeta: ({ errors }) => {
      const [error] = errors;
      const code = error ? refusalCodeOf(error) : null;
      const retryAfterMs = error ? retryAfterMsOf(error) : null;
      const headers = {
        "cache-control": "no-store",
        ...(retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) }),
      };
      return code ? { status: refusalCodes[code], headers } : { headers };
    },
    onError: ({ error, path }) => {
      if (refusalCodeOf(error) === null && error.code === "INTERNAL_SERVER_ERROR") {
        console.error(`${path ?? "request"} failed:`, error.cause ?? error);
      }
    },
  });
}

/** tRPC decodes the procedure's name, and throws at what is no such text. */
function isPath(path: string): boolean {
  try {
    return decodeURIComponent(path) !== "";
  } catch {
    return false;
  }
}

/** tRPC's shape of an error, for what is refused before it. */
function refuse(code: RefusalCode): Response {
  const httpStatus = refusalCodes[code];
  const data = { code: "BAD_REQUEST", httpStatus, genba: code };
  return Response.json({ error: { message: code, code: -32600, data } }, { status: httpStatus });
}
