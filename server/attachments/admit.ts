/** Who may ask for bytes or send them: our own pages, signed in, not too often. */
import { readSession, type SessionAccount } from "../auth/account";
import type { Auth } from "../auth/auth";
import type { Limit } from "../auth/rate";
import type { Database } from "../db";
import { isOwnOrigin } from "../trpc/origin";
import { AttachmentRefusal } from "./refusal";

/** Throws AttachmentRefusal. */
export async function admit(
  request: Request,
  means: { readonly database: Database; readonly auth: Auth; readonly origin: string },
  limit: Limit,
): Promise<SessionAccount> {
  if (!isOwnOrigin(request, means.origin)) throw new AttachmentRefusal("origin.foreign");
  const { account } = await readSession(means.auth, means.database, request.headers);
  if (!account) throw new AttachmentRefusal("session.none");
  const retryAfterMs = await limit.consume(account.id);
  if (retryAfterMs > 0) throw new AttachmentRefusal("rate.limited", { retryAfterMs });
  return account;
}
