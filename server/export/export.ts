/**
 * Everything the desk knows as JSON Lines (docs/decisions/0045-import-and-export.md): a first line that says what it is,
 * then `{ table, row }` for each row, and a last one with the counts, without which it was cut off. One snapshot of the
 * database; the bytes of attachments are not in it, their hashes are.
 */
import type { AccountId } from "../../core/ids";
import { administer, createId } from "../admin/administer";
import { allowSilence, type Database, type DatabaseTransaction } from "../db";
import { exportedTables } from "./tables";

const pageSize = 500;
const limits = { maxWait: 10_000, timeout: 60 * 60_000 };

/** Writes a line of history: who took everything. Throws Refusal: `session.none`, `admin.only`. */
export function recordExport(database: Database, actorId: AccountId): Promise<void> {
  return administer(database, actorId, "admin", ({ record }) =>
    record({ kind: "export.begun", subjectId: null, subjectName: "", before: {}, after: {} }),
  );
}

/** `send` gets some hundred lines at a time and is waited for. `now`: epoch ms. */
export function exportAll(
  database: Database,
  now: number,
  send: (lines: string) => Promise<void>,
): Promise<void> {
  return database.$transaction(
    async (transaction) => {
      await transaction.$executeRaw`SET TRANSACTION READ ONLY`;
      // Each piece is waited for, and its reader may pause.
      await allowSilence(transaction);
      await send(`${JSON.stringify({ export: "genba", version: 1, id: createId(now), at: now })}\n`);
      const counts: Record<string, number> = {};
      for (const { table, without = [] } of exportedTables) {
        counts[table] = await sendTable(transaction, table, without, send);
      }
      await send(`${JSON.stringify({ end: true, counts })}\n`);
    },
    { ...limits, isolationLevel: "RepeatableRead" },
  );
}

/** Names of tables and columns are this code's own (tables.ts). */
async function sendTable(
  transaction: DatabaseTransaction,
  table: string,
  without: readonly string[],
  send: (lines: string) => Promise<void>,
): Promise<number> {
  const cursor = `export_${table}`;
  const shown = without.map((column) => ` - '${column}'`).join("");
  await transaction.$executeRawUnsafe(
    `DECLARE ${cursor} NO SCROLL CURSOR FOR SELECT (to_jsonb(one)${shown})::text AS row FROM ${table} AS one`,
  );
  let count = 0;
  for (;;) {
    const rows = await transaction.$queryRawUnsafe<{ row: string }[]>(`FETCH ${pageSize} FROM ${cursor}`);
    if (rows.length > 0) {
      await send(rows.map(({ row }) => `{"table":"${table}","row":${row}}\n`).join(""));
    }
    count += rows.length;
    if (rows.length < pageSize) break;
  }
  await transaction.$executeRawUnsafe(`CLOSE ${cursor}`);
  return count;
}
