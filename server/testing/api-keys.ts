/** A key, and requests made with it, answered by the real handler without a socket. */
import type { ApiKeyDraft } from "../../core/interfaces/api-key";
import { apiScopes } from "../../core/interfaces/api-key";
import { createApiKey } from "../api-keys/api-keys";
import { answerRest } from "../rest/handle-rest";
import type { Desk } from "./desk";
import { origin } from "./http";

type Body = {
  readonly code: string;
  readonly ticketId: string;
  readonly number: string;
  readonly outcome: { readonly kind: string; readonly noteKept: boolean };
  readonly tickets: readonly { readonly title: string }[];
  readonly activities: readonly { readonly type: string; readonly actorId: string }[];
  readonly ticket: Readonly<Record<string, unknown>>;
  readonly next: string | null;
};
/** `body`: what of it is there depends on what was asked. */
export type Answered = { readonly status: number; readonly body: Body; readonly headers: Headers };
export type Program = {
  readonly key: string;
  readonly keyId: string;
  readonly accountId: string;
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  /** `idempotencyKey` null: without one. */
  post(path: string, body: unknown, idempotencyKey: string | null): Promise<Answered>;
};

export async function createProgram(desk: Desk, draft: Partial<ApiKeyDraft> = {}): Promise<Program> {
  const given = { name: "a program", role: "agent", scopes: apiScopes, expiresAt: null, ...draft } as const;
  const { id, key } = await createApiKey(desk.database, desk.admin, given);
  const { accountId } = await desk.database.apiKey.findUniqueOrThrow({ where: { id } });
  return { ...programOf(desk, key), keyId: id, accountId };
}

export function programOf(desk: Desk, key: string): Omit<Program, "keyId" | "accountId"> {
  const send = async (path: string, init: RequestInit): Promise<Answered> => {
    const answer = await answerRest(new Request(`${origin}/api/v1${path}`, init), desk.database, origin);
    return { status: answer.status, body: (await answer.json()) as Body, headers: answer.headers };
  };
  const authorization = `Bearer ${key}`;
  return {
    key,
    get: (path, headers = {}) => send(path, { headers: { authorization, ...headers } }),
    post: (path, body, idempotencyKey) =>
      send(path, {
        method: "POST",
        headers: {
          authorization,
          "content-type": "application/json",
          ...(idempotencyKey === null ? {} : { "idempotency-key": idempotencyKey }),
        },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}
