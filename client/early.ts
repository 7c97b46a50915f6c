/**
 * The replica of the account that used this phone last opens while the page is still being made: the disk's answers
 * come from another process, and a cold start that asks for them first waits for them least.
 */
import { readAccount } from "./device";
import { createBrowserPlatform, type Platform } from "./platform";
import type { Author } from "./replica/context";
import { type OpenReplica, openReplica } from "./replica/open";

interface Early {
  readonly author: Author;
  readonly platform: Platform;
  readonly opened: Promise<OpenReplica>;
}
let early: Promise<Early | null> | null = null;
let onBlocked = (): void => {};
let isBlocked = false;

/** Once, as soon as the code runs in a window. */
export function openEarly(): void {
  early = readAccount().then((account) => {
    if (account === null) return null;
    const platform = createBrowserPlatform();
    const opened = openReplica(account, platform, () => {
      isBlocked = true;
      onBlocked();
    });
    // Whoever takes it hears of a failure.
    opened.catch(() => {});
    return { author: account, platform, opened };
  });
  early.catch(() => {});
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
