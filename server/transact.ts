/**
 * Transactions straight over pg, for the statements of push and pull. Prisma's engine, made for models, was a third of
 * the process's work there (docs/decisions/0022). They take connections from the same pool, in the same sessions.
 *
 * A transaction either committed, or throws: what PostgreSQL said (it has an SQLSTATE), what `work` threw, or
 * ConnectionFailed, after which nobody knows what became of it. Its connection goes back to the pool only when it is
 * known to stand outside of a transaction.
 */
import type { QueryResult } from "pg";
import { type Database, findConnections, type Transaction } from "./db";

/** No connection came free, or it was lost or too slow. */
export class ConnectionFailed extends Error {
  override readonly name = "ConnectionFailed";
}

type TransactionKind = "write" | "snapshot";

/** Snapshots read what was committed when their first statement ran (R2); all others are at READ COMMITTED (S1a). */
const beginnings = {
  write: "BEGIN",
  snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
} as const satisfies Record<TransactionKind, string>;

/** Waiting longer, for a lock above all, is the phone's business. For a connection the pool has a limit of its own. */
const timeoutMs = 15_000;

/** Commits what `work` did when it resolves, and undoes it when it throws. */
export async function transact<Answer>(
  database: Database,
  kind: TransactionKind,
  work: (transaction: Transaction) => Promise<Answer>,
  limitMs = timeoutMs,
): Promise<Answer> {
  const connections = findConnections(database);
  // Inside of somebody's transaction it is a part of that one: Prisma makes it a savepoint.
  if (connections === undefined) return database.$transaction(work);
  const { pool, nameOf } = connections;
  const client = await pool.connect().catch(fail);
  let isOver = false;
  let isLost = false;
  // Without a listener the loss of a connection would end the process; the statement under way hears of it too.
  const lose = (): void => {
    isLost = true;
  };
  client.on("error", lose);
  const send = (text: string, values: readonly unknown[] = []): Promise<QueryResult> => {
    if (isOver) return fail(new Error("The transaction is over."));
    const name = values.length === 0 ? "" : nameOf({ sql: text });
    const query = { text, values: [...values], ...(name === "" ? {} : { name }) };
    return client.query(query).catch(fail);
  };
  const limit = createLimit(limitMs);
  let isClean = false;
  try {
    await limit.race(send(beginnings[kind]));
    const answer = await limit.race(
      work({
        $queryRawUnsafe: async <Rows>(text: string, ...values: readonly unknown[]) =>
          (await send(text, values)).rows as Rows,
        $executeRawUnsafe: async (text, ...values) => (await send(text, values)).rowCount ?? 0,
      }),
    );
    const { command } = await limit.race(send("COMMIT"));
    // PostgreSQL answers so, and not with an error, where a statement had failed and nobody minded.
    if (command !== "COMMIT") throw new Error("A failed transaction was to be committed.");
    isClean = true;
    return answer;
  } catch (error) {
    if (!(error instanceof ConnectionFailed)) isClean = await isDone(limit.race(send("ROLLBACK")));
    throw error;
  } finally {
    isOver = true;
    limit.end();
    client.off("error", lose);
    client.release(!isClean || isLost);
  }
}

/** Throws what PostgreSQL said as it is, everything else (pg's and the system's errors) as ConnectionFailed. */
function fail(error: unknown): Promise<never> {
  const isSaid = error instanceof Error && "severity" in error;
  return Promise.reject(isSaid ? error : new ConnectionFailed("The connection failed.", { cause: error }));
}

function createLimit(ms: number) {
  let stop = (): void => undefined;
  const over = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new ConnectionFailed("The transaction took too long.")), ms);
    stop = () => clearTimeout(timer);
  });
  over.catch(() => undefined);
  return { race: <Value>(work: Promise<Value>) => Promise.race([work, over]), end: () => stop() };
}

function isDone(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}
