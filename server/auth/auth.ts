/**
 * Sign-in: better-auth on our own four models (prisma/schema.prisma). E-mail and password, cookie sessions; nobody
 * signs up by themselves, accounts are never linked implicitly, inactive accounts get no session.
 */
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError } from "better-auth/api";
import { type Database, database } from "../db";
import { loadKeys } from "../keys";
import { isLoopback, readSettings } from "../settings";

/** The queue outlives the session anyway; a phone in the field signs in rarely. */
const sessionLifeSeconds = 60 * 86_400;
const sessionRenewSeconds = 86_400;
const passwordMinLength = 8;
export const passwordMaxLength = 128;

export type Auth = ReturnType<typeof createAuth>;

const shared = globalThis as { genbaAuth?: Auth };

/** The process's one instance. */
export function auth(): Auth {
  if (!shared.genbaAuth) {
    const { origin, dataFolder } = readSettings();
    shared.genbaAuth = createAuth(database(), origin, loadKeys(dataFolder).authSecret);
  }
  return shared.genbaAuth;
}

export function createAuth(on: Database, origin: string, secret: string) {
  return betterAuth({
    appName: "Genba",
    baseURL: origin,
    basePath: "/api/auth",
    secret,
    trustedOrigins: trustedOrigins(origin),
    // Its names for our models.
    database: prismaAdapter(
      { user: on.account, session: on.session, account: on.credential, verification: on.verification },
      { provider: "postgresql", transaction: false },
    ),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordMinLength,
      maxPasswordLength: passwordMaxLength,
    },
    account: { accountLinking: { enabled: false, disableImplicitLinking: true } },
    user: {
      additionalFields: {
        role: { type: "string", input: false },
        active: { type: "boolean", input: false },
        locale: { type: "string", required: false },
      },
    },
    session: {
      expiresIn: sessionLifeSeconds,
      updateAge: sessionRenewSeconds,
      // It would be a kilobyte of every request: server/auth/account.ts remembers instead.
      cookieCache: { enabled: false },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const account = await on.account.findUnique({ where: { id: session.userId } });
            // The same answer as to a wrong password.
            if (!account?.active) throw new APIError("UNAUTHORIZED", { code: "INVALID_EMAIL_OR_PASSWORD" });
          },
        },
      },
    },
    advanced: { cookiePrefix: "genba", database: { generateId: "uuid" } },
    // Ours is per account and address (server/auth/rate.ts).
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: "error" },
  } satisfies BetterAuthOptions);
}

/** On one machine `localhost` and `127.0.0.1` are the same desk. */
function trustedOrigins(origin: string): string[] {
  if (!isLoopback(origin)) return [origin];
  const { protocol, port } = new URL(origin);
  const suffix = port ? `:${port}` : "";
  return ["localhost", "127.0.0.1", "[::1]"].map((host) => `${protocol}//${host}${suffix}`);
}
