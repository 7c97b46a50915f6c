/**
 * The statements of a run, and the same once more without us. Prisma and `pg` both send through pg's Client; there
 * each statement is noted with its parameters, and a transaction is the device's whose id is among them.
 */
import pg from "pg";

type Statement = {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Prepared under this name, as it was in the run. */
  readonly name: string | undefined;
};
type Transaction = readonly Statement[];

export type Transcript = {
  /** By device, in the order in which they were sent; rolled back ones are left out. */
  readonly transactionsByDevice: ReadonlyMap<string, readonly Transaction[]>;
  readonly statementCount: number;
  readonly transactionCount: number;
};

/** As a query of either comes to pg's Client. */
type Query = string | { readonly text: string; readonly values?: unknown[]; readonly name?: string };

/** Notes what `run` sends to the database. Statements of nobody, such as NOTIFY, are left out. */
export async function record<Result>(
  deviceIds: readonly string[],
  run: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly transcript: Transcript }> {
  const transactionsByDevice = new Map<string, Transaction[]>(deviceIds.map((id) => [id, []]));
  const keep = (transaction: Transaction) => ownerOf(transaction, transactionsByDevice)?.push(transaction);
  const open = new WeakMap<pg.Client, Statement[]>();
  const original = pg.Client.prototype.query;
  const noted = function (this: pg.Client, ...given: [Query, ...unknown[]]) {
    const [query] = given;
    const text = typeof query === "string" ? query : query.text;
    const { values = [], name } = typeof query === "string" ? { name: undefined } : query;
    const statement = { text, values, name };
    const verb = text.trim().toUpperCase();
    const known = open.get(this);
    if (verb.startsWith("BEGIN")) open.set(this, [statement]);
    else if (known === undefined) keep([statement]);
    else known.push(statement);
    if (verb === "COMMIT" || verb === "ROLLBACK") open.delete(this);
    if (verb === "COMMIT" && known !== undefined) keep(known);
    return Reflect.apply(original, this, given);
  };
  pg.Client.prototype.query = noted as typeof original;
  try {
    const result = await run();
    const transactions = [...transactionsByDevice.values()].flat();
    const statementCount = transactions.reduce((sum, transaction) => sum + transaction.length, 0);
    const transcript = { transactionsByDevice, statementCount, transactionCount: transactions.length };
    return { result, transcript };
  } finally {
    pg.Client.prototype.query = original;
  }
}

/** A device is named in each of its transactions: by the lock of its numbering. */
function ownerOf<Owned>(transaction: Transaction, byDevice: ReadonlyMap<string, Owned>): Owned | undefined {
  for (const { values } of transaction) {
    for (const value of values) {
      const owned = typeof value === "string" ? byDevice.get(value) : undefined;
      if (owned !== undefined) return owned;
    }
  }
  return undefined;
}

/** Nothing is made of an answer: that would be work of ours. */
const unread = { getTypeParser: () => (value: string) => value };

/**
 * Sends one after the other again, the transactions of each device in their order, through so many connections.
 * The milliseconds that each took.
 */
export async function replay(
  transcripts: readonly Transcript[],
  url: string,
  connections: number,
): Promise<readonly number[]> {
  const pool = new pg.Pool({ connectionString: url, max: connections, options: "-c TimeZone=UTC" });
  // The base is dropped as soon as all is sent, by force: a connection that is still saying goodbye hears of it.
  pool.on("error", () => undefined);
  try {
    const tookMs: number[] = [];
    for (const { transactionsByDevice } of transcripts) {
      const start = performance.now();
      const devices = [...transactionsByDevice.values()];
      await Promise.all(devices.map((transactions) => sendAll(pool, transactions)));
      tookMs.push(performance.now() - start);
    }
    return tookMs;
  } finally {
    await pool.end();
  }
}

async function sendAll(pool: pg.Pool, transactions: readonly Transaction[]): Promise<void> {
  for (const transaction of transactions) await send(pool, transaction);
}

async function send(pool: pg.Pool, transaction: Transaction): Promise<void> {
  const client = await pool.connect();
  try {
    for (const { text, values, name } of transaction) {
      const query = { text, values: [...values], rowMode: "array", types: unread };
      await client.query({ ...query, ...(name ? { name } : {}) });
    }
  } finally {
    client.release();
  }
}
