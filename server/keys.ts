/**
 * The secrets of one installation, made once into DATA/keys (0700, files 0600) and kept: the server's own
 * secret (sessions), the VAPID pair (push subscriptions are bound to it) and, for the embedded database, its
 * password. Several servers of one desk share the same keys folder.
 */
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import webPush from "web-push";
import { z } from "zod";

export type Keys = {
  readonly authSecret: string;
  readonly vapid: { readonly publicKey: string; readonly privateKey: string };
};

/** A key file that holds no key; the message is one line that names it, never what is in it. */
export class KeyFileError extends Error {
  override readonly name = "KeyFileError";
}

const base64url = /^[\w-]+$/;
const authSecret = z.string().min(32);
/** A point and a number on P-256, as web-push writes them. */
const vapidPair = z.object({
  publicKey: z.string().length(87).regex(base64url),
  privateKey: z.string().length(43).regex(base64url),
});

/** Reads the keys of a data folder; makes those that are missing. Throws KeyFileError for damaged ones. */
export function loadKeys(dataFolder: string): Keys {
  const folder = join(dataFolder, "keys");
  const secret = ensureKeyFile(folder, "auth-secret", () => randomBytes(32).toString("base64url"));
  const pair = ensureKeyFile(folder, "vapid.json", () => JSON.stringify(webPush.generateVAPIDKeys()));
  return {
    authSecret: checked(authSecret, secret, join(folder, "auth-secret"), "everybody must sign in again"),
    vapid: checked(
      vapidPair,
      parseJson(pair),
      join(folder, "vapid.json"),
      "every phone must subscribe again",
    ),
  };
}

function checked<Key>(schema: z.ZodType<Key>, found: unknown, path: string, cost: string): Key {
  const { data } = schema.safeParse(found);
  if (data !== undefined) return data;
  throw new KeyFileError(
    `${path} is damaged: put back the one of your backup, or delete it to get a new one (${cost}).`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The text of a key file; made by `create` when absent. Whoever links first wins, so two processes that start
 * together end with the same key, and a crash leaves no half-written one.
 */
export function ensureKeyFile(folder: string, name: string, create: () => string): string {
  const path = join(folder, name);
  const found = readIfPresent(path);
  if (found !== undefined) return found;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, create(), { mode: 0o600, flush: true });
  try {
    linkSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(temporary);
  }
  return readFileSync(path, "utf8");
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
