/** The guards every procedure is made of, and how a refusal looks on the wire: tRPC's error with `data.genba`. */
import { initTRPC, TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import type { AccountId } from "../../core/ids";
import { requestLimit, syncLimit } from "../auth/rate";
import { Refusal, type RefusalCode } from "../refusal";
import type { Context } from "./context";

/** Pull and page answer shapes of this protocol; an older app must update before it reads, but may always push (C5). */
const oldestProtocol = 1;

const trpcCodes = {
  "session.none": "UNAUTHORIZED",
  "account.mismatch": "CONFLICT",
  "client.foreign": "FORBIDDEN",
  "origin.foreign": "FORBIDDEN",
  "body.tooLarge": "PAYLOAD_TOO_LARGE",
  "input.malformed": "BAD_REQUEST",
  "rate.limited": "TOO_MANY_REQUESTS",
  // tRPC has no 426; server/trpc/handle.ts sets it.
  "app.tooOld": "PRECONDITION_FAILED",
  "staff.only": "FORBIDDEN",
  "admin.only": "FORBIDDEN",
  "subject.unknown": "NOT_FOUND",
  "email.taken": "CONFLICT",
  "person.self": "CONFLICT",
  "person.holdsWork": "CONFLICT",
  "person.program": "CONFLICT",
  "group.cycle": "CONFLICT",
  "group.inUse": "CONFLICT",
  "group.unknown": "CONFLICT",
  "group.inactive": "CONFLICT",
  "group.noLead": "CONFLICT",
  "group.full": "CONFLICT",
  "member.notStaff": "CONFLICT",
  "delegation.self": "CONFLICT",
  "delegation.notStaff": "CONFLICT",
  "delegation.tooMany": "CONFLICT",
  "delegation.foreign": "FORBIDDEN",
  "blackout.tooMany": "CONFLICT",
  "relation.tooMany": "CONFLICT",
  "calendar.tooMany": "CONFLICT",
  "calendar.full": "CONFLICT",
  "changed.meanwhile": "CONFLICT",
  "eventRule.tooMany": "CONFLICT",
  "eventRule.dangling": "CONFLICT",
  "import.busy": "CONFLICT",
  "apiKey.tooMany": "CONFLICT",
  "apiKey.over": "CONFLICT",
  "webhook.tooMany": "CONFLICT",
  "webhook.address": "CONFLICT",
} as const satisfies Record<RefusalCode, TRPCError["code"]>;

const trpc = initTRPC.context<Context>().create({
  isDev: false,
  errorFormatter: ({ shape, error }) => {
    const genba = refusalCodeOf(error);
    // A failure of ours says nothing of its inside.
    const message = genba ?? (error.code === "INTERNAL_SERVER_ERROR" ? "failure" : shape.message);
    const retryAfterMs = retryAfterMsOf(error);
    const obstacles = error.cause instanceof Refusal ? error.cause.obstacles : null;
    const data = {
      ...shape.data,
      genba,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
      ...(obstacles === null ? {} : { obstacles }),
    };
    return { ...shape, message, data };
  },
});

/** Our code of a refused request; null for a failure. */
export function refusalCodeOf(error: TRPCError): RefusalCode | null {
  if (error.cause instanceof Refusal) return error.cause.code;
  if (error.cause instanceof ZodError || error.code === "PARSE_ERROR") return "input.malformed";
  return error.code === "BAD_REQUEST" || error.code === "UNSUPPORTED_MEDIA_TYPE" ? "input.malformed" : null;
}

/** How long one who asked too often should wait; null for any other error. */
export function retryAfterMsOf(error: TRPCError): number | null {
  return error.cause instanceof Refusal ? error.cause.retryAfterMs : null;
}

export const createRouter = trpc.router;

/** Refusals thrown by services become tRPC errors here. */
const guarded = trpc.procedure.use(async ({ next }) => {
  const result = await next();
  if (result.ok || !(result.error.cause instanceof Refusal)) return result;
  throw refusal(result.error.cause);
});

/** Signed in, with an active account. */
export const accountProcedure = guarded.use(async ({ ctx, next }) => {
  if (!ctx.account) throw refusal(new Refusal("session.none"));
  await takeTurn(requestLimit, ctx.account.id);
  return next({ ctx: { ...ctx, account: ctx.account } });
});

/** Agents and administrators, by the role that the account has now. */
export const staffProcedure = accountProcedure.use(({ ctx, next }) => {
  if (ctx.account.role === "requester") throw refusal(new Refusal("staff.only"));
  return next();
});

/** Administrators only, by the role that the account has now. */
export const adminProcedure = accountProcedure.use(({ ctx, next }) => {
  if (ctx.account.role !== "admin") throw refusal(new Refusal("admin.only"));
  return next();
});

/** Push, pull and page: signed in, with limits of their own. */
export const syncProcedure = guarded.use(async ({ ctx, next }) => {
  if (!ctx.account) throw refusal(new Refusal("session.none"));
  await takeTurn(syncLimit, ctx.account.id);
  return next({ ctx: { ...ctx, account: ctx.account } });
});

/** Pull and page: only an app that understands the answer. */
export const readProcedure = syncProcedure.use(({ ctx, next }) => {
  if (!canRead(ctx.protocol)) throw refusal(new Refusal("app.tooOld"));
  return next();
});

/** Whether an app of this protocol understands what a pull answers; one that says nothing is taken for a new one. */
export function canRead(protocol: number | null): boolean {
  return protocol === null || protocol >= oldestProtocol;
}

/** C6: a request is for the account of the session, or for nobody. */
export function requireAccount(account: { readonly id: AccountId }, named: string): void {
  if (account.id !== named) throw new Refusal("account.mismatch");
}

async function takeTurn(limit: typeof syncLimit, accountId: AccountId): Promise<void> {
  const retryAfterMs = await limit.consume(accountId);
  if (retryAfterMs > 0) throw refusal(new Refusal("rate.limited", retryAfterMs));
}

function refusal(cause: Refusal): TRPCError {
  return new TRPCError({ code: trpcCodes[cause.code], message: cause.code, cause });
}
