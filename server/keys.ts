/**
 * The secrets of one installation, made once into DATA/keys (0700, files 0600) and kept: the server's own
 * secret (sessions), the VAPID pair (push subscriptions are bound to it) and, for the embedded database, its
 * password. Several servers of one desk share the same keys folder.
 */
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import webPush from "web-push";
import { z } from "zod";

/** As web-push writes them: base64url of a point and of a number on P-256. */
export interface VapidPair {
  readonly publicKey: string;
  readonly privateKey: string;
}
/** New devices subscribe with the pair itself; those that subscribed with a previous one are served with that. */
export interface VapidKeys extends VapidPair {
  /** The newest first. */
  readonly previous: readonly VapidPair[];
}

export type Keys = {
  readonly authSecret: string;
  readonly vapid: VapidKeys;
};

/** A key file that holds no key; the message is one line that names it, never what is in it. */
export class KeyFileError extends Error {
  override readonly name = "KeyFileError";
}

const base64url = /^[\w-]+$/;
const authSecret = z.string().min(32);
const vapidPair = z.object({
  publicKey: z.string().length(87).regex(base64url),
  privateKey: z.string().length(43).regex(base64url),
});
const vapidKeys = vapidPair.extend({ previous: z.array(vapidPair).default([]) });
const vapidFile = "vapid.json";

/** Reads the keys of a data folder; makes those that are missing. Throws KeyFileError for damaged ones. */
export function loadKeys(dataFolder: string): Keys {
  const folder = join(dataFolder, "keys");
  const secret = ensureKeyFile(folder, "auth-secret", () => randomBytes(32).toString("base64url"));
  ensureKeyFile(folder, vapidFile, () => JSON.stringify(webPush.generateVAPIDKeys()));
  return {
    authSecret: checked(authSecret, secret, join(folder, "auth-secret"), "everybody must sign in again"),
    vapid: readVapid(folder),
  };
}

function readVapid(folder: string): VapidKeys {
  const path = join(folder, vapidFile);
  return checked(vapidKeys, parseJson(readFileSync(path, "utf8")), path, "every phone must subscribe again");
}

/**
 * A new VAPID pair; the ones of before stay, so that no device is lost: each subscribes anew at its next start. Counts
 * from the next start of the web server and of the job process. Throws KeyFileError for a damaged file.
 */
export function rotateVapid(dataFolder: string): VapidKeys {
  const { publicKey, privateKey, previous } = loadKeys(dataFolder).vapid;
  const rotated = { ...webPush.generateVAPIDKeys(), previous: [{ publicKey, privateKey }, ...previous] };
  const path = join(dataFolder, "keys", vapidFile);
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(rotated), { mode: 0o600, flush: true });
  renameSync(temporary, path);
  return rotated;
}

/** The pair that a device subscribed with; null when this desk has no such pair any more. */
export function vapidPairFor(vapid: VapidKeys, publicKey: string | null): VapidPair | null {
  // Apps did not say it before the first rotation was possible.
  if (publicKey === null) return vapid.previous.at(-1) ?? vapid;
  return [vapid, ...vapid.previous].find((pair) => pair.publicKey === publicKey) ?? null;
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
