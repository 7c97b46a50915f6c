import { createDelegation, removeDelegation } from "../admin/delegations";
import { createDelegationInput, removeDelegationInput } from "../admin/input";
import { accountProcedure, createRouter, requireAccount } from "./procedures";

/** Each person for themselves; the service lets administrators act for anyone. */
export const delegatesRouter = createRouter({
  create: accountProcedure.input(createDelegationInput).mutation(({ ctx, input }) => {
    const { accountId, ...draft } = input;
    requireAccount(ctx.account, accountId);
    return createDelegation(ctx.database, ctx.account.id, draft);
  }),
  remove: accountProcedure.input(removeDelegationInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await removeDelegation(ctx.database, ctx.account.id, input.id);
    return { removed: true };
  }),
});
