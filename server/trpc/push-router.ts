import { subscribeInput, unsubscribeInput } from "../push/device-input";
import { subscribe, unsubscribe } from "../push/subscriptions";
import { accountProcedure, createRouter, requireAccount } from "./procedures";

export const pushRouter = createRouter({
  /** The VAPID public key that a browser subscribes with. */
  key: accountProcedure.query(({ ctx }) => ({ publicKey: ctx.vapidPublicKey })),

  /** This device takes notifications for this account, and for no other one. */
  subscribe: accountProcedure.input(subscribeInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    const replaces = input.replaces ?? null;
    await subscribe(ctx.database, ctx.account.id, { ...input, userAgent: ctx.userAgent, replaces });
    return { subscribed: true };
  }),

  unsubscribe: accountProcedure.input(unsubscribeInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await unsubscribe(ctx.database, ctx.account.id, input.endpoint);
    return { subscribed: false };
  }),
});
