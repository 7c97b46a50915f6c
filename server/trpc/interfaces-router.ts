/** Interfaces for other programs: API keys and webhooks. Every procedure is for administrators, for the account that it names (C6). */
import { createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from "../api-keys/api-keys";
import {
  createKeyInput,
  createWebhookInput,
  keyInput,
  ownInput,
  saveWebhookInput,
  webhookInput,
} from "../interfaces/admin-input";
import { readWebhookHosts } from "../webhooks/webhook-hosts";
import {
  createWebhook,
  listWebhooks,
  removeWebhook,
  rotateWebhook,
  saveWebhook,
  testWebhook,
} from "../webhooks/webhooks";
import { adminProcedure, createRouter, requireAccount } from "./procedures";

const saved = { saved: true } as const;

const keysRouter = createRouter({
  list: adminProcedure.input(ownInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { keys: await listApiKeys(ctx.database, Date.now()) };
  }),
  /** Answers the key, this once. */
  create: adminProcedure.input(createKeyInput).mutation(({ ctx, input }) => {
    const { accountId, ...draft } = input;
    requireAccount(ctx.account, accountId);
    return createApiKey(ctx.database, ctx.account.id, draft);
  }),
  /** Answers the new key, this once. */
  rotate: adminProcedure.input(keyInput).mutation(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return rotateApiKey(ctx.database, ctx.account.id, input.id);
  }),
  revoke: adminProcedure.input(keyInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await revokeApiKey(ctx.database, ctx.account.id, input.id);
    return saved;
  }),
});

const webhooksRouter = createRouter({
  list: adminProcedure.input(ownInput).query(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return { webhooks: await listWebhooks(ctx.database, Date.now()) };
  }),
  /** Answers the secret, this once. */
  create: adminProcedure.input(createWebhookInput).mutation(({ ctx, input }) => {
    const { accountId, ...draft } = input;
    requireAccount(ctx.account, accountId);
    return createWebhook(ctx.database, ctx.account.id, draft, readWebhookHosts());
  }),
  save: adminProcedure.input(saveWebhookInput).mutation(async ({ ctx, input }) => {
    const { accountId, id, ...draft } = input;
    requireAccount(ctx.account, accountId);
    await saveWebhook(ctx.database, ctx.account.id, id, draft, readWebhookHosts());
    return saved;
  }),
  /** Answers the new secret, this once. */
  rotate: adminProcedure.input(webhookInput).mutation(({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    return rotateWebhook(ctx.database, ctx.account.id, input.id);
  }),
  remove: adminProcedure.input(webhookInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await removeWebhook(ctx.database, ctx.account.id, input.id);
    return saved;
  }),
  test: adminProcedure.input(webhookInput).mutation(async ({ ctx, input }) => {
    requireAccount(ctx.account, input.accountId);
    await testWebhook(ctx.database, ctx.account.id, input.id);
    return saved;
  }),
});

export const interfacesRouter = createRouter({ keys: keysRouter, webhooks: webhooksRouter });
