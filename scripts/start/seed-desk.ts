/** Fills an empty desk, and keeps the demo accounts' list while their passwords are public. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type SeedAccount, seed } from "../../prisma/seed";
import { closeDatabase } from "../../server/db";
import { isLoopback } from "../../server/settings";
import { demoAccountsPath } from "./data-folder";

/** The accounts to show: those just made, or the public ones made at an earlier start. */
export async function seedDesk(dataFolder: string, origin: string): Promise<readonly SeedAccount[]> {
  const path = demoAccountsPath(dataFolder);
  const made = await seed({ origin, now: Date.now() });
  await closeDatabase();
  if (made) {
    if (isLoopback(origin)) writeFileSync(path, JSON.stringify(made.accounts, null, 2), { mode: 0o600 });
    return made.accounts;
  }
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SeedAccount[]) : [];
}
