/**
 * Signing in and out (C5, C6). Signing in again as the same account resumes its replica and queue; another account
 * has a database of its own and never sees them. Signing out with unsent work is asked about first; then database,
 * caches and push subscription go, while the app itself stays installed and works offline for the next person.
 */
import Dexie from "dexie";
import type { AccountId, ClientId } from "../core/ids";
import { showAppBadge } from "./app-badge";
import {
  forgetAccount,
  oweSignOut,
  owesSignOut,
  paySignOut,
  type RememberedAccount,
  readAccount,
  rememberAccount,
} from "./device";
import { openSigningIn } from "./early";
import type { Platform } from "./platform";
import { dropForeignPush, dropPushSubscription, tellDropped } from "./push-subscription";
import { databaseName, ReplicaDatabase } from "./replica/database";
import { forgetSpare } from "./spare";
import { askFirstPage, type FirstPage } from "./sync/first-page";
import { createTrpcTransport } from "./trpc-transport";
import { countOnlyHere } from "./views/only-here";

const timeoutMs = 15_000;

/** `unreachable`: nothing is known; `wrong`: e-mail or password; `limited`: too many tries. */
export type SignedIn =
  | { readonly tag: "signedIn"; readonly account: RememberedAccount }
  | { readonly tag: "wrong" | "limited" | "unreachable" };

export async function signIn(email: string, password: string): Promise<SignedIn> {
  const before = readAccount().catch(() => null);
  try {
    // What is owed ends before, never after: it would end the new session.
    await settleSignOut();
    const answer = await post("/api/auth/sign-in/email", { email, password });
    if (answer.status === 429) return { tag: "limited" };
    if (answer.status >= 500) return { tag: "unreachable" };
    if (!answer.ok) return { tag: "wrong" };
    const account = await fetchMe(email);
    if (account === null) return { tag: "unreachable" };
    // Whoever signs in on a phone without their work will wait for its first tickets.
    if ((await before)?.id !== account.id && !(await isHere(account.id)))
      openSigningIn(account, askFirstPageOf(account.id));
    // Before the new owner is known: cut off here, notifications are off, never the wrong person's.
    await dropForeignPush(account.id).catch(() => undefined);
    await rememberAccount(account);
    return { tag: "signedIn", account };
  } catch {
    return { tag: "unreachable" };
  }
}

/** Their work may have stayed when somebody else signed in after them. */
function isHere(id: AccountId): Promise<boolean> {
  return Dexie.exists(databaseName(id)).catch(() => false);
}

function askFirstPageOf(accountId: AccountId): (clientId: ClientId, platform: Platform) => FirstPage {
  return (clientId, platform) => askFirstPage(createTrpcTransport(), platform, accountId, clientId);
}

/** How many things of this account are on this phone alone: what a sign-out would lose. */
export async function countUnsent(accountId: AccountId): Promise<number> {
  if (!(await Dexie.exists(databaseName(accountId)))) return 0;
  const db = new ReplicaDatabase(accountId);
  try {
    const { waiting, cameBack, drafts, attachments } = await countOnlyHere(db);
    return waiting + cameBack + drafts + attachments;
  } finally {
    db.close();
  }
}

export type SignedOut = { readonly tag: "signedOut" } | { readonly tag: "unsent"; readonly count: number };

/**
 * Close the open Genba first. `discard: false` does nothing while work is unsent and says how much: offer to send, to
 * export or to discard. Without a network the server's session is ended as soon as there is one.
 */
export async function signOut(options: { readonly discard: boolean }): Promise<SignedOut> {
  const account = await readAccount();
  if (account !== null) {
    const count = options.discard ? 0 : await countUnsent(account.id);
    if (count > 0) return { tag: "unsent", count };
  }
  const dropped = await dropPushSubscription().catch(() => null);
  await oweSignOut();
  await forgetAccount();
  await showAppBadge(0);
  if (account !== null) {
    forgetSpare(account.id);
    await Dexie.delete(databaseName(account.id));
  }
  await deleteCaches();
  // While there still is a session to say it under.
  await tellDropped(dropped);
  await settleSignOut();
  return { tag: "signedOut" };
}

/**
 * Window only. Ends a session at the server that a sign-out without a network left open: now, and whenever the network
 * comes back. The answer stops it.
 */
export function keepSettlingSignOut(): () => void {
  const world = globalThis as unknown as EventTarget;
  const settle = (): void => void settleSignOut().catch(() => undefined);
  settle();
  world.addEventListener("online", settle);
  return () => world.removeEventListener("online", settle);
}

let settling: Promise<void> | null = null;
/** One at a time: whoever signs in waits for the one under way. */
function settleSignOut(): Promise<void> {
  settling ??= endOwedSession().finally(() => {
    settling = null;
  });
  return settling;
}

async function endOwedSession(): Promise<void> {
  if (!(await owesSignOut())) return;
  const answer = await post("/api/auth/sign-out", {}).catch(() => null);
  if (answer !== null && answer.status < 500) await paySignOut();
}

/** All but the app itself: the precache holds no person's data, and without it the phone could not open offline. */
async function deleteCaches(): Promise<void> {
  if (!("caches" in globalThis)) return;
  for (const name of await caches.keys()) if (!name.includes("precache")) await caches.delete(name);
}

async function fetchMe(email: string): Promise<RememberedAccount | null> {
  const answer = await fetch("/api/trpc/session.me", { signal: AbortSignal.timeout(timeoutMs) });
  if (!answer.ok) return null;
  const body = (await answer.json()) as { result: { data: { account: Omit<RememberedAccount, "email"> } } };
  const { id, name, role } = body.result.data.account;
  return { id, name, role, email };
}

function post(path: string, body: object): Promise<Response> {
  return fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
}
