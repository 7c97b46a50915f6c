/** Events 事件 from monitoring: every procedure is for administrators, for the account that it names (C6). */
import {
  createSourceInput,
  orderRulesInput,
  ownInput,
  previewInput,
  recentInput,
  saveRuleInput,
  saveWindowInput,
  sourceInput,
  windowInput,
} from "../events/admin-input";
import { preview, readEvents } from "../events/recent";
import { listRules, orderRules, saveRule } from "../events/rules";
import { createSource, deactivateSource, listSources, rotateSource } from "../events/sources";
import { listWindows, removeWindow, saveWindow } from "../events/windows";
import { adminProcedure, createRouter, requireAccount } from "./procedures";

const saved = { saved: true } as const;

const sourcesRouter = createRouter({
  list: adminProcedure.input(ownInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { sources: await listSources(ctx.database, Date.now()) };
  }),
  /** Answers the key, this once. */
  create: adminProcedure.input(createSourceInput).mutation(({ ctx, input }) => {
    const { accountId, ...draft } = input;
    requireAccount(ctx.account, accountId);
    return createSource(ctx.database, ctx.account.id, draft);
  }),
  /** Answers the new key, this once. */
  rotate: adminProcedure.input(sourceInput).mutation(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return rotateSource(ctx.database, ctx.account.id, input.id);
  }),
  deactivate: adminProcedure.input(sourceInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await deactivateSource(ctx.database, ctx.account.id, input.id);
    return saved;
  }),
});

const rulesRouter = createRouter({
  list: adminProcedure.input(ownInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { rules: await listRules(ctx.database) };
  }),
  save: adminProcedure.input(saveRuleInput).mutation(({ ctx, input }) => {
    const { accountId, saved: begun, ...draft } = input;
    requireAccount(ctx.account, accountId);
    return saveRule(ctx.database, ctx.account.id, begun, draft);
  }),
  order: adminProcedure.input(orderRulesInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await orderRules(ctx.database, ctx.account.id, input.ids);
    return saved;
  }),
  /** What a draft would have made of stored events; writes nothing. */
  preview: adminProcedure.input(previewInput).query(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return preview(ctx.database, input.definition, input, Date.now());
  }),
});

const windowsRouter = createRouter({
  list: adminProcedure.input(ownInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { windows: await listWindows(ctx.database) };
  }),
  save: adminProcedure.input(saveWindowInput).mutation(({ ctx, input }) => {
    const { accountId, id, ...draft } = input;
    requireAccount(ctx.account, accountId);
    return saveWindow(ctx.database, ctx.account.id, id, draft);
  }),
  remove: adminProcedure.input(windowInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await removeWindow(ctx.database, ctx.account.id, input.id);
    return saved;
  }),
});

export const eventsRouter = createRouter({
  sources: sourcesRouter,
  rules: rulesRouter,
  windows: windowsRouter,
  recent: adminProcedure.input(recentInput).query(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return readEvents(ctx.database, input.incidentId, input.after);
  }),
});
