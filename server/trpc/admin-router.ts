/** Administration: every procedure is for administrators, for the account that it names (C6). */

import { relateAssets, unrelateAssets } from "../admin/asset-relations";
import { createBlackout, removeBlackout } from "../admin/blackouts";
import { createGroup, editGroup, editMembers } from "../admin/groups";
import { readHistory } from "../admin/history";
import {
  createBlackoutInput,
  createGroupInput,
  createPersonInput,
  createTemplateInput,
  editGroupInput,
  editMembersInput,
  editPersonInput,
  editTemplateInput,
  historyInput,
  ownInput,
  parametersInput,
  personInput,
  relationInput,
  removeBlackoutInput,
  retryInput,
} from "../admin/input";
import { saveParameters } from "../admin/parameters";
import {
  createPerson,
  deactivatePerson,
  editPerson,
  listPeople,
  reactivatePerson,
  readOpenWork,
  renewPassword,
} from "../admin/people";
import { createTemplate, editTemplate } from "../admin/templates";
import { notifyCommitted } from "../live/notify";
import { dismissUndelivered, listUndelivered, retryUndelivered } from "../outbox/undelivered";
import { adminProcedure, createRouter, requireAccount } from "./procedures";
import { calendarsRouter, targetsRouter } from "./sla-router";

const saved = { saved: true } as const;

const peopleRouter = createRouter({
  list: adminProcedure.input(ownInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { people: await listPeople(ctx.database) };
  }),
  /** What must be handed over before the person can be deactivated. */
  openWork: adminProcedure.input(personInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { tickets: await readOpenWork(ctx.database, input.id) };
  }),
  create: adminProcedure.input(createPersonInput).mutation(({ ctx, input }) => {
    const { accountId, ...draft } = input;
    requireAccount(ctx.account, accountId);
    return createPerson(ctx.database, ctx.account.id, draft);
  }),
  edit: adminProcedure.input(editPersonInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await editPerson(ctx.database, ctx.account.id, input.id, input.edits);
    return saved;
  }),
  renewPassword: adminProcedure.input(personInput).mutation(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return renewPassword(ctx.database, ctx.account.id, input.id);
  }),
  deactivate: adminProcedure.input(personInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await deactivatePerson(ctx.database, ctx.account.id, input.id);
    return saved;
  }),
  reactivate: adminProcedure.input(personInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await reactivatePerson(ctx.database, ctx.account.id, input.id);
    return saved;
  }),
});

const groupsRouter = createRouter({
  create: adminProcedure.input(createGroupInput).mutation(({ ctx, input }) => {
    const { accountId, ...draft } = input;
    requireAccount(ctx.account, accountId);
    return createGroup(ctx.database, ctx.account.id, draft);
  }),
  edit: adminProcedure.input(editGroupInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await editGroup(ctx.database, ctx.account.id, input.id, input.edits);
    return saved;
  }),
  editMembers: adminProcedure.input(editMembersInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await editMembers(ctx.database, ctx.account.id, input.id, input.edits);
    return saved;
  }),
});

const templatesRouter = createRouter({
  create: adminProcedure.input(createTemplateInput).mutation(({ ctx, input }) => {
    const { accountId, ...draft } = input;
    requireAccount(ctx.account, accountId);
    return createTemplate(ctx.database, ctx.account.id, draft);
  }),
  edit: adminProcedure.input(editTemplateInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await editTemplate(ctx.database, ctx.account.id, input.id, input.edits);
    return saved;
  }),
});

const blackoutsRouter = createRouter({
  create: adminProcedure.input(createBlackoutInput).mutation(({ ctx, input }) => {
    const { accountId, ...draft } = input;
    requireAccount(ctx.account, accountId);
    return createBlackout(ctx.database, ctx.account.id, draft);
  }),
  remove: adminProcedure.input(removeBlackoutInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await removeBlackout(ctx.database, ctx.account.id, input.id);
    return { removed: true };
  }),
});

const assetsRouter = createRouter({
  relate: adminProcedure.input(relationInput).mutation(async ({ ctx, input }) => {
    const { accountId, ...relation } = input;
    requireAccount(ctx.account, accountId);
    await relateAssets(ctx.database, ctx.account.id, relation);
    return saved;
  }),
  unrelate: adminProcedure.input(relationInput).mutation(async ({ ctx, input }) => {
    const { accountId, ...relation } = input;
    requireAccount(ctx.account, accountId);
    await unrelateAssets(ctx.database, ctx.account.id, relation);
    return { removed: true };
  }),
});

const undeliveredRouter = createRouter({
  /** Notifications that were given up, and how much waits. */
  list: adminProcedure.input(ownInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return listUndelivered(ctx.database);
  }),
  retry: adminProcedure.input(retryInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    const again = await retryUndelivered(ctx.database, input.of);
    notifyCommitted(ctx.database, true);
    return { again };
  }),
  dismiss: adminProcedure.input(retryInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { dismissed: await dismissUndelivered(ctx.database, input.of) };
  }),
});

export const adminRouter = createRouter({
  people: peopleRouter,
  groups: groupsRouter,
  templates: templatesRouter,
  blackouts: blackoutsRouter,
  assets: assetsRouter,
  targets: targetsRouter,
  calendars: calendarsRouter,
  saveParameters: adminProcedure.input(parametersInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await saveParameters(ctx.database, ctx.account.id, input.edits);
    return saved;
  }),
  history: adminProcedure.input(historyInput).query(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return readHistory(ctx.database, input.after);
  }),
  undelivered: undeliveredRouter,
});
