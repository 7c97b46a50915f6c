/** Fills an empty desk, and keeps the demo accounts' list while their passwords are public. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { type SeedAccount, seed } from "../../prisma/seed";
import { closeDatabase } from "../../server/db";
import { isForThisMachineOnly, type Settings } from "../../server/settings";
import { demoAccountsPath } from "./data-folder";

/** How often the filling says how far it has come. */
const progressParts = 4;

/**
 * The accounts to show: the public ones, made now or at an earlier start. Random passwords are printed at once, and
 * kept nowhere.
 */
export async function seedDesk(
  dataFolder: string,
  settings: Pick<Settings, "host" | "origin">,
): Promise<readonly SeedAccount[]> {
  const path = demoAccountsPath(dataFolder);
  const isPublic = isForThisMachineOnly(settings);
  const keep = (accounts: readonly SeedAccount[]): void => {
    if (isPublic) {
      writeWhole(path, JSON.stringify(accounts, null, 2));
    } else {
      console.log("\nDemo accounts, with passwords that are shown this once:");
      showAccounts(accounts);
    }
  };
  try {
    const made = await seed({ isPublic, now: Date.now(), keep, progress: tellProgress });
    if (made && !isPublic) return [];
  } finally {
    await closeDatabase();
  }
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SeedAccount[]) : [];
}

export function showAccounts(accounts: readonly SeedAccount[]): void {
  for (const { email, password, name, roles } of accounts) {
    console.log(`  ${email.padEnd(28)} ${password.padEnd(20)} ${name} (${roles})`);
  }
}

function tellProgress(done: number, total: number): void {
  if (done === 1) console.log("Filling the empty desk with a demo …");
  const partsAt = (count: number): number => Math.floor((count * progressParts) / total);
  if (partsAt(done) > partsAt(done - 1)) {
    console.log(`  ${Math.floor((100 * partsAt(done)) / progressParts)} %`);
  }
}

/** A file that was cut off would stop every later start. */
function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, path);
}
