/**
 * The demo desk: a company with three sites, its people, groups, assets and parameters, and tickets at every stage of
 * every flow. The tickets are made by pushing actions like any phone does, so their histories are legal.
 *
 * All of it is one transaction: whoever stops or is killed half-way leaves an empty desk, which the next start fills.
 */
import { randomBytes } from "node:crypto";
import { type Database, database } from "../server/db";
import { changeStory } from "./seed/changes";
import { createDesk } from "./seed/desk";
import { incidentStory } from "./seed/incidents";
import { people } from "./seed/people";
import { playStory } from "./seed/play";
import { problemStory } from "./seed/problems";

export type SeedAccount = { email: string; password: string; name: string; roles: string };

/** Known to everybody who reads this: only where nobody else can reach the desk. */
const publicPassword = "genba-demo";
const randomPasswordBytes = 12;

export type SeedOptions = {
  /** Whether the passwords are the one that everybody knows. */
  readonly isPublic: boolean;
  /** Epoch ms: the stories are told back from here. */
  readonly now: number;
  /** Keeps the passwords; called before COMMIT, so that no crash leaves accounts that nobody can sign in to. */
  readonly keep?: (accounts: readonly SeedAccount[]) => void;
  /** Called after each action of the stories. */
  readonly progress?: (done: number, total: number) => void;
};

/** Another start that fills the same desk is waited for. */
const advisoryLock = 72_707_371;
/** Half a minute on the slowest machine seen. */
const limits = { maxWait: 30_000, timeout: 300_000 };

/** Fills an empty desk; null when it was not empty and nothing was done. */
export function seed(options: SeedOptions): Promise<readonly SeedAccount[] | null> {
  return database().$transaction(async (transaction) => {
    // As long as that takes; other transactions wait for ten seconds at the most (server/db.ts).
    await transaction.$executeRawUnsafe(`SET LOCAL lock_timeout = ${limits.timeout}`);
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${advisoryLock})`;
    if ((await transaction.account.count()) > 0) return null;
    // What it lacks of a client is connecting; transactions within it are savepoints.
    return fill(transaction as Database, options);
  }, limits);
}

async function fill(on: Database, options: SeedOptions): Promise<readonly SeedAccount[]> {
  const passwordOf = (): string =>
    options.isPublic ? publicPassword : randomBytes(randomPasswordBytes).toString("base64url");
  const accounts = people.map(({ email, name, title }) => ({
    email,
    password: passwordOf(),
    name,
    roles: title,
  }));
  const desk = await createDesk(on, accounts, options.now);
  const story = [...incidentStory, ...problemStory, ...changeStory];
  await playStory(on, desk, story, options.now, options.progress);
  options.keep?.(accounts);
  return accounts;
}
