/**
 * The secrets of one installation, made once into DATA/keys (0700, files 0600) and kept: the server's own
 * secret (sessions), the VAPID pair (push subscriptions are bound to it) and, for the embedded database, its
 * password. Several servers of one desk share the same keys folder.
 */
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import webPush from "web-push";

export type Keys = {
  readonly authSecret: string;
  readonly vapid: { readonly publicKey: string; readonly privateKey: string };
};

/** Reads the keys of a data folder; makes those that are missing. */
export function loadKeys(dataFolder: string): Keys {
  const folder = join(dataFolder, "keys");
  return {
    authSecret: ensureKeyFile(folder, "auth-secret", () => randomBytes(32).toString("base64url")),
    vapid: JSON.parse(ensureKeyFile(folder, "vapid.json", () => JSON.stringify(webPush.generateVAPIDKeys()))),
  };
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
