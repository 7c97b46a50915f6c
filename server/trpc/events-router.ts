/** Events 事件 from monitoring: for administrators but for one; every procedure for the account that it names (C6). */
import {
  createSourceInput,
  ofIncidentInput,
  orderRulesInput,
  ownInput,
  previewInput,
  recentInput,
  saveRuleInput,
  saveWindowInput,
  sourceInput,
  windowInput,
} from "../events/admin-input";
import { preview, readEvents, readEventsOf } from "../events/recent";
import { listRules, orderRules, saveRule } from "../events/rules";
import { activateSource, createSource, deactivateSource, listSources, rotateSource } from "../events/sources";
import { listWindows, removeWindow, saveWindow } from "../events/windows";
import { accountProcedure, adminProcedure, createRouter, requireAccount } from "./procedures";

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
  /** Answers the new key, and the new secret of one that signs, this once. */
  rotate: adminProcedure.input(sourceInput).mutation(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return rotateSource(ctx.database, ctx.account.id, input.id);
  }),
  deactivate: adminProcedure.input(sourceInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await deactivateSource(ctx.database, ctx.account.id, input.id);
    return saved;
  }),
  activate: adminProcedure.input(sourceInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await activateSource(ctx.database, ctx.account.id, input.id);
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
  /** What a draft would have made of stored events. It writes nothing: a POST, as a draft is longer than an address may be. */
  preview: adminProcedure.input(previewInput).mutation(({ ctx, input }) => {
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
  /** Null: there is no such incident, or not for this person. */
  ofIncident: accountProcedure.input(ofIncidentInput).query(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return readEventsOf(ctx.database, ctx.account, input.incidentId, input.after);
  }),
});
