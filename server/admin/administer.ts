/**
 * How the directory is changed: one transaction a change, one change at a time, each with its line of history.
 *
 * What must hold over several rows (no cycle of groups, a lead where work arrives, an administrator left) is checked
 * inside; the advisory lock makes those checks certain. Change rows are the triggers' (R1a); phones are hinted after
 * COMMIT. Whoever acts must still be active then, and an administrator where only those may. The lock order is that of
 * push (server/sync/decide-entry.ts), with the advisory lock before it: tickets by id, the person, counter.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { AdminChangeKind, Obstacles } from "../../core/directory/administration";
import type { Role } from "../../core/directory/directory";
import { conflictsOf, type Edits, withEdits } from "../../core/directory/edits";
import { type AccountId, type ActionId, createUuidV7 } from "../../core/ids";
import type { Database, DatabaseTransaction, Prisma } from "../db";
import { notifyCommitted } from "../live/notify";
import { Refusal, type RefusalCode } from "../refusal";
import { isLockTimeout, isRolledBackForAnother } from "../sync/failure";
import { StartOver } from "../sync/start-over";

export type Administration = {
  readonly transaction: DatabaseTransaction;
  readonly actorId: AccountId;
  readonly role: Role;
  /** The database's clock, epoch ms. */
  readonly now: number;
  /** The id of this change, for what follows from it on tickets. */
  readonly changeId: ActionId;
  /**
   * Writes a line of history: of `before` and `after` what differs, and nothing when nothing does. Without any fields
   * it is the line of something that happened.
   */
  record(line: HistoryLine): Promise<void>;
  /** As `record`, of some at once: a file may have tens of thousands, a thousand a statement. */
  recordAll(lines: readonly HistoryLine[]): Promise<void>;
  /** Outbox rows were written: the job process is to be woken. */
  told(): void;
};

export type HistoryLine = {
  /** Whoever does it names it; else it gets one. */
  readonly id?: string;
  readonly kind: AdminChangeKind;
  readonly subjectId: string | null;
  readonly subjectName: string;
  readonly before: Fields;
  readonly after: Fields;
};
type Fields = Readonly<Record<string, unknown>>;

/** Of one transaction; ms. */
export type Terms = {
  readonly maxWait: number;
  readonly timeout: number;
  /** Who have the same wait for each other. */
  readonly lock: number;
};
const ordinaryTerms: Terms = { maxWait: 5_000, timeout: 15_000, lock: 72_707_373 };
/** Tries of one change before it counts as failed. */
const triesMax = 5;
const backOffMs = 10;

/**
 * Throws Refusal; nothing is written then. `work` runs again when the database rolled it back for another's sake, or
 * when what it read no longer held.
 */
export async function administer<Answer>(
  database: Database,
  actorId: AccountId,
  who: "admin" | "anyone",
  work: (administration: Administration) => Promise<Answer>,
  terms: Terms = ordinaryTerms,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await administerOnce(database, actorId, who, work, terms);
    } catch (error) {
      const isWorthTrying = error instanceof StartOver || isRolledBackForAnother(error);
      if (attempt === triesMax || !isWorthTrying) throw error;
    }
    await delay(Math.random() * backOffMs * 2 ** attempt);
  }
}

async function administerOnce<Answer>(
  database: Database,
  actorId: AccountId,
  who: "admin" | "anyone",
  work: (administration: Administration) => Promise<Answer>,
  terms: Terms,
): Promise<Answer> {
  let told = false;
  const answer = await database.$transaction(async (transaction) => {
    await takeLock(transaction, terms.lock);
    const actor = await transaction.account.findUnique({ where: { id: actorId } });
    if (!actor?.active) throw new Refusal("session.none");
    if (who === "admin" && actor.role !== "admin") throw new Refusal("admin.only");
    const now = await readClock(transaction);
    return work({
      transaction,
      actorId,
      role: actor.role as Role,
      now,
      changeId: createId(now) as ActionId,
      record: (line) => recordAll(transaction, actorId, now, [line]),
      recordAll: (lines) => recordAll(transaction, actorId, now, lines),
      told: () => {
        told = true;
      },
    });
  }, terms);
  notifyCommitted(database, told);
  return answer;
}

/** Refusal `import.busy`: only a file that comes in holds it for as long as PostgreSQL lets anybody wait. */
async function takeLock(transaction: DatabaseTransaction, lock: number): Promise<void> {
  try {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${lock})`;
  } catch (error) {
    throw isLockTimeout(error) ? new Refusal("import.busy") : error;
  }
}

/**
 * The fields with the edits (core/directory/edits.ts). Refusal `changed.meanwhile`, with what the fields are now, where
 * somebody else changed what is to be changed.
 */
export function editedFrom<Draft extends object>(present: Draft, edits: Edits<Draft>): Draft {
  const fields = conflictsOf(present, edits);
  if (Object.keys(fields).length > 0) throw obstructed("changed.meanwhile", { fields: { ...fields } });
  return withEdits(present, edits);
}

/** A refusal that says what is in the way. */
export function obstructed(code: RefusalCode, obstacles: Obstacles): Refusal {
  return new Refusal(code, null, obstacles);
}

/** The database's clock, epoch ms. */
export async function readClock(transaction: DatabaseTransaction): Promise<number> {
  const rows = await transaction.$queryRaw<{ now: number }[]>`
    SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::double precision AS now`;
  return rows[0]?.now ?? Date.now();
}

/** The id of one change, or of a line of history. */
export function createId(now: number): string {
  return createUuidV7(now, randomBytes(10));
}

async function recordAll(
  transaction: DatabaseTransaction,
  actorId: AccountId,
  now: number,
  lines: readonly HistoryLine[],
): Promise<void> {
  const data = lines.flatMap(({ before, after, ...line }) => {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const changed = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
    if (names.length > 0 && changed.length === 0) return [];
    const fields = { before: pick(before, changed), after: pick(after, changed) };
    return [{ ...line, id: line.id ?? createId(now), at: new Date(now), actorId, ...fields }];
  });
  if (data.length > 0) await transaction.adminChange.createMany({ data });
}

function pick(fields: Fields, names: readonly string[]): Prisma.InputJsonObject {
  const entries = names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]]));
  return Object.fromEntries(entries) as Prisma.InputJsonObject;
}
