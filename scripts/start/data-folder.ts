/** Where the installation keeps its data: GENBA_DATA, else .genba in the project, else a folder below /var/lib. */
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isForThisMachineOnly, type Settings } from "../../server/settings";
import { findDatabaseAccount, isReachable } from "../database/account";
import { Failure } from "../failure";

/** Used by root when the checkout lies where an unprivileged account cannot go, such as /root. */
const fallbackParent = "/var/lib/genba";

/** Makes the folder if need be; the answer is its real path. */
export function prepareDataFolder(settings: Settings): string {
  const folder = chooseFolder(settings);
  try {
    makeFolder(folder);
  } catch (error) {
    throw new Failure(`The data folder ${folder} cannot be made: ${(error as Error).message}`);
  }
  const real = realpathSync(folder);
  try {
    // Others may pass through to reach pg/ by its own account, and see nothing.
    chmodSync(real, 0o711);
  } catch {
    throw new Failure(
      `The data folder ${real} belongs to another user: start as that user, or set GENBA_DATA.`,
    );
  }
  return real;
}

/** One level after the other: mkdir's own `recursive` never returns below /proc (Node 20). */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o711 });
}

/** The same folder for the same checkout each time, so that nothing is lost by a choice made anew. */
export function chooseFolder({ dataFolder, dataFolderNamed, databaseUrl }: Settings): string {
  if (dataFolderNamed || databaseUrl) return dataFolder;
  if (isReachable(dataFolder, findDatabaseAccount(join(dataFolder, "pg")))) return dataFolder;
  const checkout = process.cwd();
  const mark = createHash("sha256").update(checkout).digest("hex").slice(0, 8);
  return join(fallbackParent, `${basename(checkout)}-${mark}`);
}

const demoAccountsFile = "demo-accounts.json";

/** The demo accounts' file: it exists while their passwords are those that everybody knows. */
export function demoAccountsPath(dataFolder: string): string {
  return join(dataFolder, demoAccountsFile);
}

/** A desk that strangers can reach must not have passwords that everybody knows. */
export function refusePublicDemo(dataFolder: string, settings: Pick<Settings, "host" | "origin">): void {
  if (isForThisMachineOnly(settings) || !existsSync(demoAccountsPath(dataFolder))) return;
  const { host, origin } = settings;
  throw new Failure(
    `This desk has demo accounts with public passwords, and others can reach it (GENBA_ORIGIN ${origin}, GENBA_HOST ${host}): use another GENBA_DATA, or change their passwords and delete ${demoAccountsPath(dataFolder)}.`,
  );
}
