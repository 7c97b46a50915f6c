import { ownerInput, rulesInput, settingInput } from "../notify/input";
import { readRules, resetRules, saveRules } from "../notify/rules";
import { readSetting, saveSetting } from "../notify/setting";
import { accountProcedure, adminProcedure, createRouter, requireAccount } from "./procedures";

const rulesRouter = createRouter({
  /** What administrators changed of the matrix. */
  list: adminProcedure.input(ownerInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { rules: await readRules(ctx.database) };
  }),
  save: adminProcedure.input(rulesInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await saveRules(ctx.database, ctx.account.id, input.changes);
    return { rules: await readRules(ctx.database) };
  }),
  reset: adminProcedure.input(ownerInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await resetRules(ctx.database, ctx.account.id);
    return { rules: await readRules(ctx.database) };
  }),
});

export const notifyRouter = createRouter({
  rules: rulesRouter,

  /** One's own quiet hours and channels. */
  setting: accountProcedure.input(ownerInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { setting: await readSetting(ctx.database, ctx.account.id) };
  }),
  saveSetting: accountProcedure.input(settingInput).mutation(async ({ ctx, input }) => {
    const { accountId, ...setting } = input;
    requireAccount(ctx.account, accountId);
    await saveSetting(ctx.database, ctx.account.id, setting);
    return { setting: await readSetting(ctx.database, ctx.account.id) };
  }),
});
