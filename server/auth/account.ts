/**
 * Who asks: the account of a request's session. The account is read from the database each time, the session about once a
 * minute.
 */
import type { Role } from "../../core/directory/directory";
import type { AccountId } from "../../core/ids";
import type { Database } from "../db";
import type { Auth } from "./auth";

export type SessionAccount = {
  readonly id: AccountId;
  readonly name: string;
  readonly role: Role;
  readonly locale: string;
};

export type SignedIn = {
  /** Null: no session, an expired one, or an account that is no longer active. */
  readonly account: SessionAccount | null;
  /** Cookies that renew the session; to be sent with the answer. */
  readonly cookies: readonly string[];
};

/** A session ended elsewhere is believed this long; the account itself is read at each request. */
const believedMs = 60_000;
const believedMax = 10_000;
type Believed = { readonly userId: string; readonly until: number };
const believedOf = new WeakMap<Auth, Map<string, Believed>>();

export async function readSession(
  auth: Auth,
  database: Database,
  headers: Headers,
  now: number = Date.now(),
): Promise<SignedIn> {
  const { userId, cookies } = await readUserId(auth, headers, now);
  if (userId === null) return { account: null, cookies };
  const row = await database.account.findUnique({ where: { id: userId } });
  if (!row?.active) return { account: null, cookies };
  const account = { id: row.id as AccountId, name: row.name, role: row.role as Role, locale: row.locale };
  return { account, cookies };
}

/** Remembered under the signed cookie as it was judged: another text, however near, is judged itself. */
async function readUserId(auth: Auth, headers: Headers, now: number) {
  const believed = believedOf.get(auth) ?? new Map<string, Believed>();
  believedOf.set(auth, believed);
  const signed = signedTokenOf(headers);
  const known = signed === null ? undefined : believed.get(signed);
  if (known !== undefined && now < known.until) return { userId: known.userId, cookies: [] };
  if (signed !== null) believed.delete(signed);
  const { response, headers: answered } = await auth.api.getSession({ headers, returnHeaders: true });
  const userId = response?.user.id ?? null;
  if (signed !== null && response) {
    const until = Math.min(now + believedMs, response.session.expiresAt.getTime());
    believed.set(signed, { userId: response.user.id, until });
    const [oldest] = believed.keys();
    if (believed.size > believedMax && oldest !== undefined) believed.delete(oldest);
  }
  return { userId, cookies: answered?.getSetCookie() ?? [] };
}

/** Null where there is none, or more than one: which of them counts is not ours to say. */
function signedTokenOf(headers: Headers): string | null {
  const found = [
    ...(headers.get("cookie") ?? "").matchAll(/(?:^|;\s*)(?:__Secure-)?genba\.session_token=([^;]*)/g),
  ];
  return found.length === 1 ? (found[0]?.[1] ?? null) : null;
}
