import type { SessionAccount } from "../auth/account";
import type { Auth } from "../auth/auth";
import type { Database } from "../db";
import type { VapidKeys } from "../keys";

/** What a procedure is given: who asks, and the means to answer. */
export type Context = {
  readonly database: Database;
  readonly auth: Auth;
  readonly vapid: VapidKeys;
  /** Null: not signed in; the procedure says `session.none`. */
  readonly account: SessionAccount | null;
  /** The protocol that the app speaks; null when it did not say. */
  readonly protocol: number | null;
  readonly userAgent: string | null;
};
