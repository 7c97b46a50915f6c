/** 變更行事曆: what the person may see of a span of days, and their private link to it. */
import { readLink, removeLink, renewLink } from "../calendar/feed-links";
import { ownInput, rangeInput } from "../calendar/input";
import { readCalendar } from "../calendar/read";
import { accountProcedure, createRouter, requireAccount } from "./procedures";

const linkRouter = createRouter({
  read: accountProcedure.input(ownInput).query(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return readLink(ctx.database, ctx.account.id);
  }),
  /** Answers the link, this once; the former one ends. */
  renew: accountProcedure.input(ownInput).mutation(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return renewLink(ctx.database, ctx.account.id, Date.now());
  }),
  remove: accountProcedure.input(ownInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await removeLink(ctx.database, ctx.account.id);
    return { removed: true };
  }),
});

export const calendarRouter = createRouter({
  read: accountProcedure.input(rangeInput).query(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return readCalendar(ctx.database, ctx.account, input);
  }),
  link: linkRouter,
});
