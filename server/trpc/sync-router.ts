import { readPage } from "../sync/page";
import { pull } from "../sync/pull";
import { push } from "../sync/push";
import { pageInput, pullInput, pushInput } from "../sync/request";
import { createRouter, readProcedure, requireAccount, syncProcedure } from "./procedures";

/** Pull and page are mutations only so that they travel as POST. */
export const syncRouter = createRouter({
  push: syncProcedure.input(pushInput).mutation(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return push(ctx.database, input);
  }),
  pull: readProcedure.input(pullInput).mutation(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return pull(ctx.database, input);
  }),
  page: readProcedure.input(pageInput).mutation(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return readPage(ctx.database, input);
  }),
});
