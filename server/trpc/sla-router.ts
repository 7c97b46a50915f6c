/** Targets and calendars: every phone reads them in its directory; only administrators, for their own account, save. */
import { createCalendar, editCalendar, editCalendarDays, setSiteCalendar } from "../admin/calendars";
import {
  createCalendarInput,
  editCalendarInput,
  editDaysInput,
  removeTargetInput,
  saveTargetInput,
  siteCalendarInput,
} from "../admin/input";
import { removeTarget, saveTarget } from "../admin/targets";
import { adminProcedure, createRouter, requireAccount } from "./procedures";

const saved = { saved: true } as const;

export const targetsRouter = createRouter({
  save: adminProcedure.input(saveTargetInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    const { categoryId, priority, edits } = input;
    await saveTarget(ctx.database, ctx.account.id, { categoryId, priority }, edits);
    return saved;
  }),
  remove: adminProcedure.input(removeTargetInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    const { categoryId, priority } = input;
    await removeTarget(ctx.database, ctx.account.id, { categoryId, priority });
    return saved;
  }),
});

export const calendarsRouter = createRouter({
  create: adminProcedure.input(createCalendarInput).mutation(({ ctx, input }) => {
    const { accountId, ...fields } = input;
    requireAccount(ctx.account, accountId);
    return createCalendar(ctx.database, ctx.account.id, fields);
  }),
  edit: adminProcedure.input(editCalendarInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await editCalendar(ctx.database, ctx.account.id, input.id, input.edits);
    return saved;
  }),
  editDays: adminProcedure.input(editDaysInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await editCalendarDays(ctx.database, ctx.account.id, input.id, input.edits);
    return saved;
  }),
  setSite: adminProcedure.input(siteCalendarInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await setSiteCalendar(ctx.database, ctx.account.id, input.id, input.edits);
    return saved;
  }),
});
