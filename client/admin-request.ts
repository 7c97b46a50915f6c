/** Questions of administrators over tRPC's HTTP form, and failures sorted by what their screens say of them. */
import {
  type AdministrationRefusal,
  administrationRefusals,
  type Obstacles,
} from "../core/directory/administration";
import type { AccountId } from "../core/ids";

const timeoutMs = 15_000;

/**
 * unreachable   nothing is known about what the server did
 * failed        the server could not, or the request was not one of ours
 * signIn, account, busy, malformed   as in client/transport.ts
 */
export type AdminFailure =
  | AdministrationRefusal
  | "unreachable"
  | "failed"
  | "signIn"
  | "account"
  | "busy"
  | "malformed";

export class AdminError extends Error {
  override readonly name = "AdminError";
  constructor(
    readonly code: AdminFailure,
    readonly obstacles: Obstacles,
  ) {
    super(code);
  }
}

/** Both throw AdminError. */
export interface AdminAsker {
  get<Answer>(path: string, input: object): Promise<Answer>;
  /** `signal`: whoever asks does not want the answer any more. */
  post<Answer>(path: string, input: object, signal?: AbortSignal): Promise<Answer>;
}

/** `accountId`: whose session it must be (C6). */
export function createAsker(
  accountId: AccountId,
  fetcher: typeof fetch = (...input) => fetch(...input),
): AdminAsker {
  return {
    get(path, input) {
      const query = encodeURIComponent(JSON.stringify({ accountId, ...input }));
      return ask(fetcher, `/api/trpc/${path}?input=${query}`, {});
    },
    post: (path, input, signal) =>
      ask(
        fetcher,
        `/api/trpc/${path}`,
        { method: "POST", body: JSON.stringify({ accountId, ...input }) },
        signal,
      ),
  };
}

async function ask<Answer>(
  fetcher: typeof fetch,
  url: string,
  init: RequestInit,
  signal?: AbortSignal,
): Promise<Answer> {
  let answer: Response;
  let body: unknown;
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    answer = await fetcher(url, {
      ...init,
      headers: { "content-type": "application/json" },
      credentials: "same-origin",
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    body = await answer.json();
  } catch {
    throw new AdminError("unreachable", {});
  }
  const { result, error } = fieldsOf(body);
  if (answer.ok && result !== undefined) return fieldsOf(result).data as Answer;
  const data = fieldsOf(fieldsOf(error).data);
  throw new AdminError(failureOf(data), fieldsOf(data.obstacles));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A status without a code of ours may be a proxy or a captive portal speaking. */
function failureOf(data: Readonly<Record<string, unknown>>): AdminFailure {
  return failureNamed(data.genba) ?? (data.httpStatus === undefined ? "unreachable" : "failed");
}

/** What a code of the server's is called here; null: it is none of those that screens have words for. */
export function failureNamed(code: unknown): AdminFailure | null {
  switch (code) {
    case "session.none":
      return "signIn";
    case "account.mismatch":
      return "account";
    case "rate.limited":
      return "busy";
    case "input.malformed":
    case "body.tooLarge":
      return "malformed";
  }
  return typeof code === "string" && Object.hasOwn(administrationRefusals, code)
    ? (code as AdministrationRefusal)
    : null;
}
