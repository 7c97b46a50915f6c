import { readPage } from "../sync/page";
import { pull } from "../sync/pull";
import { pushAndPull } from "../sync/push-and-pull";
import { pageInput, pullInput, pushInput } from "../sync/request";
import { canRead, createRouter, readProcedure, requireAccount, syncProcedure } from "./procedures";

/** Pull and page are mutations only so that they travel as POST. */
export const syncRouter = createRouter({
  push: syncProcedure.input(pushInput).mutation(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    const { pull: _, ...alone } = input;
    return pushAndPull(ctx.database, canRead(ctx.protocol) ? input : alone);
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
