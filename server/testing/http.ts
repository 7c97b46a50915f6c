/** Requests as a browser makes them, answered by the real handlers without a socket. */
import { hashPassword } from "better-auth/crypto";
import type { AccountId } from "../../core/ids";
import { type Auth, createAuth } from "../auth/auth";
import type { Database } from "../db";
import { answerTrpc } from "../trpc/handle";

export const origin = "http://localhost:3000";
export const password = "correct horse";

export type Browser = {
  readonly cookie: string;
  post(path: string, input: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, input?: unknown, headers?: Record<string, string>): Promise<Answer>;
  send(request: Request): Promise<Answer>;
};
export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly genba: unknown;
  /** The header `retry-after`, seconds. */
  readonly retryAfter: string | null;
};

/** Of no use for sending. */
export const testVapid = { publicKey: "public", privateKey: "private", previous: [] };

export function createTestAuth(database: Database): Auth {
  return createAuth(database, origin, "a secret of thirty-two characters");
}

export async function givePassword(database: Database, accountIds: readonly AccountId[]): Promise<void> {
  const hash = await hashPassword(password);
  for (const id of accountIds) {
    await database.credential.create({
      data: { userId: id, accountId: id, providerId: "credential", password: hash },
    });
  }
}

/** Signs in by e-mail and answers the status and the cookies. */
export async function signIn(auth: Auth, email: string, given = password) {
  const answer = await auth.handler(
    new Request(`${origin}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ email, password: given }),
    }),
  );
  const cookies = answer.headers.getSetCookie().map((text) => text.split(";")[0]);
  return { status: answer.status, cookie: cookies.join("; ") };
}

export function createBrowser(database: Database, auth: Auth, cookie: string): Browser {
  const send = async (request: Request): Promise<Answer> => {
    const answer = await answerTrpc(request, { database, auth, origin, vapid: testVapid });
    const body = (await answer.json()) as { error?: { data?: { genba?: unknown } } };
    const retryAfter = answer.headers.get("retry-after");
    return { status: answer.status, body, genba: body.error?.data?.genba, retryAfter };
  };
  const common = { cookie, origin, "sec-fetch-site": "same-origin" };
  return {
    cookie,
    send,
    post: (path, input, headers = {}) =>
      send(
        new Request(`${origin}/api/trpc/${path}`, {
          method: "POST",
          headers: { ...common, "content-type": "application/json", ...headers },
          body: typeof input === "string" ? input : JSON.stringify(input),
        }),
      ),
    get: (path, input, headers = {}) => {
      const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
      return send(new Request(`${origin}/api/trpc/${path}${query}`, { headers: { ...common, ...headers } }));
    },
  };
}
