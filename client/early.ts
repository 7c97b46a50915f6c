/**
 * The replica of the account that used this phone last opens while the page is still being made: the disk's answers
 * come from another process, and a cold start that asks for them first waits for them least. That of somebody who has
 * just signed in is made while the device still notes who that is, and its first page is on its way meanwhile.
 */
import type { ClientId } from "../core/ids";
import { readAccount } from "./device";
import { noteHome } from "./first-look";
import { createBrowserPlatform, createId, type Platform } from "./platform";
import type { Author } from "./replica/context";
import { type OpenReplica, openReplica } from "./replica/open";
import type { FirstPage } from "./sync/first-page";

interface Early {
  readonly author: Author;
  readonly platform: Platform;
  readonly opened: Promise<OpenReplica>;
  readonly firstPage: FirstPage | null;
}
let early: Promise<Early | null> | null = null;
let onBlocked = (): void => {};
let isBlocked = false;

/** Once, as soon as the code runs in a window. */
export function openEarly(): void {
  early = readAccount().then((account) => {
    // Also on a phone that was somebody's before there was such a note.
    noteHome(account !== null);
    return account === null ? null : open(account, createBrowserPlatform());
  });
  early.catch(() => {});
}

/** For somebody who signs in on a phone without their replica; `ask` asks for its first page under this clientId. */
export function openSigningIn(
  author: Author,
  ask: (clientId: ClientId, platform: Platform) => FirstPage,
): void {
  const platform = createBrowserPlatform();
  const clientId = createId(platform) as ClientId;
  early = Promise.resolve(open(author, platform, { clientId, firstPage: ask(clientId, platform) }));
}

function open(
  author: Author,
  platform: Platform,
  fresh?: { readonly clientId: ClientId; readonly firstPage: FirstPage },
): Early {
  const blocked = (): void => {
    isBlocked = true;
    onBlocked();
  };
  const opened = openReplica(author, platform, blocked, { clientId: fresh?.clientId });
  // Whoever takes it hears of a failure.
  opened.catch(() => {});
  return { author, platform, opened, firstPage: fresh?.firstPage ?? null };
}

/**
 * What was opened early for this account, to one taker; null: nothing was. Throws what opening throws. `blocked` is
 * called when, or if already, an old tab keeps it from opening.
 */
export async function takeEarly(author: Author, blocked: () => void): Promise<Early | null> {
  const taken = early;
  early = null;
  const found = (await taken?.catch(() => null)) ?? null;
  if (found === null) return null;
  if (found.author.id !== author.id || found.author.role !== author.role) {
    found.opened.then(({ replica }) => replica.db.close()).catch(() => {});
    return null;
  }
  onBlocked = blocked;
  if (isBlocked) blocked();
  // Closed meanwhile: signed out in another tab, and in again here.
  const open = await found.opened.catch(() => null);
  return open !== null && !open.replica.db.isOpen() ? null : found;
}
