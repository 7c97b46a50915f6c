import { accountProcedure, createRouter } from "./procedures";

export const sessionRouter = createRouter({
  /** Who is signed in, and the server's clock for the phone's first offset. */
  me: accountProcedure.query(({ ctx }) => ({ account: ctx.account, serverTime: Date.now() })),
});
