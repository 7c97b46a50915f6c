/**
 * The edge of /api/auth: our own origin only, JSON only, bounded bodies and a limit on tried passwords; then
 * better-auth, which is handed a request made of what was checked here.
 */
import { z } from "zod";
import { isStorable } from "../../core/sync/protocol";
import { isJson, readBounded } from "../trpc/body";
import { isOwnOrigin } from "../trpc/origin";
import { type Auth, auth, passwordMaxLength } from "./auth";
import { clientAddressOf } from "./client-address";
import { createSignInLimits, type SignInLimits } from "./sign-in-limits";

const authBodyMaxBytes = 16_384;
/** RFC 5321: no longer address can be written to. */
const emailMaxLength = 254;
const signInPath = "/api/auth/sign-in/email";

/** Answers one request with what this process has. */
export function handleAuth(request: Request): Promise<Response> {
  return answerAuth(request, auth());
}

/** What the app uses of better-auth. Its other routes would let people rename themselves or try tokens. */
const methodByPath: Readonly<Record<string, string>> = {
  [signInPath]: "POST",
  "/api/auth/sign-out": "POST",
  "/api/auth/get-session": "GET",
};

const ownLimits = createSignInLimits();

/** All that the app sends to sign in; the library's further fields (where to be redirected) are left out. */
const signInInput = z.object({
  email: z.email().max(emailMaxLength).refine(isStorable),
  password: z.string().min(1).max(passwordMaxLength),
});

export async function answerAuth(
  request: Request,
  means: Auth,
  limits: SignInLimits = ownLimits,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (methodByPath[pathname] !== request.method) return refuse(404, "path.unknown");
  if (!isOwnOrigin(request, means.options.baseURL)) return refuse(403, "origin.foreign");
  if (request.method !== "POST") return means.handler(request);
  // The library reads forms too: what is judged here must be what it reads.
  if (!isJson(request)) return refuse(415, "body.notJson");
  const bounded = await readBounded(request, authBodyMaxBytes);
  if (!bounded) return refuse(413, "body.tooLarge");
  if (pathname !== signInPath) return means.handler(withBody(request, {}));

  const { data: given } = signInInput.safeParse(await bounded.json().catch(() => null));
  if (!given) return refuse(400, "input.malformed");
  const email = given.email.toLowerCase();
  const judged = await limits.attempt(clientAddressOf(request.headers), email, async () => {
    const answer = await means.handler(withBody(request, given));
    return { verdict: answer.ok ? "right" : answer.status === 401 ? "wrong" : "none", answer };
  });
  if (judged.verdict !== "refused") return judged.answer;
  return refuse(429, "rate.limited", { retryAfterMs: judged.retryAfterMs });
}

/** The same request with a body of ours, and nothing in its address but the path. */
function withBody(request: Request, body: object): Request {
  const headers = new Headers(request.headers);
  for (const name of ["content-length", "content-encoding", "transfer-encoding"]) headers.delete(name);
  headers.set("content-type", "application/json");
  const url = new URL(new URL(request.url).pathname, request.url);
  return new Request(url, { method: "POST", headers, body: JSON.stringify(body) });
}

function refuse(status: number, code: string, more: { readonly retryAfterMs?: number } = {}): Response {
  return Response.json({ code, message: code, ...more }, { status });
}
