/** What every REST procedure is made of: a router of its own, for keys and not for sessions. */
import { initTRPC } from "@trpc/server";
import type { OpenApiMeta } from "trpc-to-openapi";
import type { ActionId } from "../../core/ids";
import type { ApiScope } from "../../core/interfaces/api-key";
import type { ApiKey } from "../api-keys/find-key";
import type { Database } from "../db";
import { RestRefusal } from "./refusal";

export type RestContext = {
  readonly database: Database;
  readonly key: ApiKey;
  /** Epoch ms. */
  readonly now: number;
  /** Null: the request has none, or one that is no UUID. */
  readonly idempotencyKey: ActionId | null;
};

const trpc = initTRPC.meta<OpenApiMeta>().context<RestContext>().create({ isDev: false });

export const createRestRouter = trpc.router;

/** For keys with this scope. */
export function scoped(scope: ApiScope) {
  return trpc.procedure.use(({ ctx, next }) => {
    if (!ctx.key.scopes.includes(scope)) throw new RestRefusal("scope.missing", { scope });
    return next();
  });
}

/** What writes is named by its author, so that it is done once however often it is sent (P1). */
export function writing(scope: ApiScope) {
  return scoped(scope).use(({ ctx, next }) => {
    const { idempotencyKey: actionId } = ctx;
    if (actionId === null) throw new RestRefusal("idempotency.missing");
    return next({ ctx: { actionId } });
  });
}
