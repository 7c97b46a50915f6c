/**
 * PostgreSQL refuses to run as root. Started as root, it gets an unprivileged account; started by anybody
 * else, it runs as that person.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { Failure } from "../failure";

/** The uid and gid to give to child_process.spawn, and who must own PostgreSQL's files. */
export type DatabaseAccount = { readonly uid: number; readonly gid: number };

/** Names tried in this order; `nobody` exists everywhere, a `genba` account is for who wants one of its own. */
const accountNames = ["genba", "nobody"] as const;

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account for the database files in `clusterFolder`: their present owner, else an unprivileged one when we
 * are root. Undefined: our own account.
 */
export function findDatabaseAccount(clusterFolder: string): DatabaseAccount | undefined {
  if (!isRoot()) return undefined;
  const owner = statSync(clusterFolder, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const lines = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of accountNames) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    // macOS writes nobody's uid as -2, which spawn wants unsigned.
    if (uid && gid) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  throw new Failure(
    "PostgreSQL cannot run as root, and this machine has no account `genba` or `nobody`: start Genba as a normal user.",
  );
}

/** True when the account can enter every folder down to `path` and read it, judged by modes alone. */
export function isReachable(path: string, account: DatabaseAccount | undefined): boolean {
  if (!account) return true;
  for (let folder = path; ; folder = dirname(folder)) {
    const entry = statSync(folder, { throwIfNoEntry: false });
    if (entry) {
      const shift = entry.uid === account.uid ? 6 : entry.gid === account.gid ? 3 : 0;
      if (((entry.mode >> shift) & 1) === 0) return false;
    }
    if (dirname(folder) === folder) return true;
  }
}
