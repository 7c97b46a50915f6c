/** Who asks: the account of a request's session, read from the database each time. */
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

export async function readSession(auth: Auth, database: Database, headers: Headers): Promise<SignedIn> {
  const { response, headers: answered } = await auth.api.getSession({ headers, returnHeaders: true });
  const cookies = answered?.getSetCookie() ?? [];
  if (!response) return { account: null, cookies };
  const row = await database.account.findUnique({ where: { id: response.user.id } });
  if (!row?.active) return { account: null, cookies };
  const account = { id: row.id as AccountId, name: row.name, role: row.role as Role, locale: row.locale };
  return { account, cookies };
}
