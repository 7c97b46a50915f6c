/** Tells of what no action did but time: written like what an action tells, unless its ticket moved meanwhile. */
import type { Ticket } from "../../core/tickets/ticket";
import type { Database } from "../db";
import { readSql, run } from "../sql";
import type { OutboxRow } from "../sync/write";
import { address } from "./address";

const tellSql = readSql("notify/sql/tell.sql");

/** `read`: the tickets as they were judged. Answers how many were told now for the first time. */
export async function tell(
  database: Database,
  rows: readonly OutboxRow[],
  read: readonly Ticket[],
): Promise<number> {
  const addressed = await address(database, rows);
  if (addressed.length === 0) return 0;
  const versions = Object.fromEntries(read.map(({ id, version }) => [id, version]));
  return run(database, tellSql, JSON.stringify(addressed), JSON.stringify(versions));
}
