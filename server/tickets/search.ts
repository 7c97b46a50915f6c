/** Online search: the tickets in sight that a phone does not hold. */
import type { Ticket } from "../../core/tickets/ticket";
import type { SessionAccount } from "../auth/account";
import type { Database } from "../db";
import { ask, readSql } from "../sql";
import { readViewer } from "./viewer";

const resultsMax = 50;
/** Hits of pairs of characters that are looked through one by one. */
const usualLookedThroughMax = 4_000;
const numberMax = 2_147_483_647;
const kindByPrefix: Readonly<Record<string, string>> = { INC: "incident", PRB: "problem", CHG: "change" };

const searchSql = readSql("tickets/sql/search.sql");

/** By number (INC-000123), by what it was called where it came from, or by a part of title or description, newest first, 50 at most. */
export async function searchTickets(
  database: Database,
  account: SessionAccount,
  text: string,
  lookedThroughMax = usualLookedThroughMax,
): Promise<readonly Ticket[]> {
  const { viewer, scopes } = await readViewer(database, account);
  const [, prefix = "", digits] = /^(inc|prb|chg)-?(\d{1,10})$/i.exec(text.trim()) ?? [];
  const number = digits !== undefined && Number(digits) <= numberMax ? Number(digits) : null;
  const kind = kindByPrefix[prefix.toUpperCase()] ?? null;
  const pattern = `%${text.trim().replace(/[\\%_]/g, "\\$&")}%`;
  const found = await ask<Ticket[]>(
    database,
    searchSql,
    viewer.id,
    viewer.role,
    scopes,
    pattern,
    number,
    kind,
    resultsMax,
    text.trim(),
    lookedThroughMax,
  );
  return found ?? [];
}
