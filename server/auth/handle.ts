/** The edge of /api/auth: bounded bodies and a limit on tried passwords, then better-auth. */
import { readBounded } from "../trpc/body";
import { type Auth, auth } from "./auth";
import { signInEmailLimit, signInLimit } from "./rate";

const authBodyMaxBytes = 16_384;
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

export async function answerAuth(request: Request, means: Auth): Promise<Response> {
  if (methodByPath[new URL(request.url).pathname] !== request.method) return refuse(404, "path.unknown");
  if (request.method !== "POST") return means.handler(request);
  const bounded = await readBounded(request, authBodyMaxBytes);
  if (!bounded) return refuse(413, "body.tooLarge");
  if (new URL(request.url).pathname !== signInPath) return means.handler(bounded);

  const email = emailOf(await bounded.clone().text());
  if (email === null) return refuse(400, "input.malformed");
  const address = request.headers.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "";
  const key = `${address} ${email}`;
  const retryAfterMs = (await signInLimit.consume(key)) || (await signInEmailLimit.consume(email));
  if (retryAfterMs > 0) return refuse(429, "rate.limited", { retryAfterMs });
  const answer = await means.handler(bounded);
  if (answer.ok) await Promise.all([signInLimit.forget(key), signInEmailLimit.forget(email)]);
  return answer;
}

/** Null where there is none, or one that no database could look up. */
function emailOf(body: string): string | null {
  try {
    const { email } = JSON.parse(body) as { readonly email?: unknown };
    if (typeof email !== "string" || /\0|\p{Surrogate}/u.test(email)) return null;
    return email.toLowerCase();
  } catch {
    return null;
  }
}

function refuse(status: number, code: string, more: { readonly retryAfterMs?: number } = {}): Response {
  return Response.json({ code, message: code, ...more }, { status });
}
