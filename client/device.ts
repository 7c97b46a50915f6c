/**
 * What this device knows besides any account: who was signed in last, so that the app opens without a network and the
 * worker knows whose queue to send. No secret is in it. The database is tiny and outlives every account's (C6).
 */
import Dexie, { liveQuery, type Table } from "dexie";
import type { Role } from "../core/directory/directory";
import type { AccountId } from "../core/ids";
import { noteHome } from "./first-look";
import { endWithPage } from "./left-page";

export interface RememberedAccount {
  readonly id: AccountId;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

interface AccountRow {
  readonly key: "account";
  readonly account: RememberedAccount;
}
/** The server was not reached at sign-out: its session is ended at the next occasion. */
interface SignOutRow {
  readonly key: "signOutOwed";
}

class DeviceDatabase extends Dexie {
  declare readonly device: Table<AccountRow | SignOutRow, string>;
  constructor() {
    super("genba-device", { chromeTransactionDurability: "strict" });
    this.version(1).stores({ device: "key" });
    this.use(endWithPage);
  }
}

let opened: DeviceDatabase | null = null;
function device(): DeviceDatabase["device"] {
  opened ??= new DeviceDatabase();
  return opened.device;
}

export async function readAccount(): Promise<RememberedAccount | null> {
  const row = await device().get("account");
  return row?.key === "account" ? row.account : null;
}

export async function rememberAccount(account: RememberedAccount): Promise<void> {
  await device().bulkDelete(["signOutOwed"]);
  noteHome(true);
  await device().put({ key: "account", account });
}

export async function forgetAccount(): Promise<void> {
  await device().delete("account");
  noteHome(false);
}

/**
 * Calls back now and whenever any tab signs in or out; `onError` when the device's memory cannot be read, at the start
 * or later (C7): nothing comes after it.
 */
export function subscribeAccount(
  listener: (account: RememberedAccount | null) => void,
  onError: (error: unknown) => void,
): () => void {
  let ended = false;
  const fail = (error: unknown): void => {
    if (!ended) onError(error);
    ended = true;
  };
  const subscription = liveQuery(readAccount).subscribe(listener, fail);
  // A live query is silent about a database that would not open.
  readAccount().catch(fail);
  return () => {
    ended = true;
    subscription.unsubscribe();
  };
}

export async function oweSignOut(): Promise<void> {
  await device().put({ key: "signOutOwed" });
}

export async function owesSignOut(): Promise<boolean> {
  return (await device().get("signOutOwed")) !== undefined;
}

export async function paySignOut(): Promise<void> {
  await device().delete("signOutOwed");
}
