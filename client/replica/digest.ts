/**
 * R6: what this phone holds, in so few words that the server's side can be compared with it. A bug that let the two
 * drift apart shows itself so, and is mended by filling the replica anew (R5).
 */
import type { Digest } from "../../core/sync/protocol";
import { sha256Of } from "../sha-256";
import { type Replica, startFilling } from "./intake";
import { countLines } from "./lines";
import type { DigestMeta } from "./meta";
import type { TicketRow } from "./rows";

/** How long the two sides go without comparing. */
const everyMs = 6 * 3_600_000;
/** Tickets read at once: some 1.5 MB. */
const partSize = 1_000;

export async function isDigestDue({ db, platform }: Pick<Replica, "db" | "platform">): Promise<boolean> {
  const last = await readDigestMeta(db);
  if (last?.found === "suspected" || last?.found === "diverged") return true;
  // A clock that was put back must not put it off for ever.
  return Math.abs(platform.now() - (last?.checkedAt ?? 0)) >= everyMs;
}

async function readDigestMeta(db: Replica["db"]): Promise<DigestMeta | null> {
  const row = await db.meta.get("digest");
  return row?.key === "digest" ? row : null;
}

/** What is confirmed: the queue's own effects and lines are left out. Null: not at this cursor any more. */
async function readHeld({ db }: Replica, cursor: number) {
  return db.transaction("r", ["meta", "tickets", "base", "activities", "packed"], async () => {
    if (!(await isAt(db, cursor))) return null;
    const bases = new Map((await db.base.toArray()).map((row) => [row.id, row.ticket]));
    const versions: string[] = [];
    // In parts: a cursor's way to each single row and back is most of what the comparison costs.
    for (let last: string | null = ""; last !== null; ) {
      const rows: readonly TicketRow[] = await db.tickets.where("id").above(last).limit(partSize).toArray();
      for (const { id, ticket } of rows) {
        const confirmed = bases.has(id) ? bases.get(id) : ticket;
        if (confirmed) versions.push(`${id} ${confirmed.version}`);
      }
      last = rows.length < partSize ? null : (rows.at(-1)?.id ?? null);
    }
    return { versions: versions.sort(), lines: await countLines(db) };
  });
}

async function isAt(db: Replica["db"], cursor: number): Promise<boolean> {
  const row = await db.meta.get("cursor");
  return row?.key === "cursor" && row.cursor === cursor;
}

/** Of the replica at `cursor`; null when another tab has moved it on meanwhile. */
export async function digestAt(replica: Replica, cursor: number): Promise<Digest | null> {
  const held = await readHeld(replica, cursor);
  if (held === null) return null;
  const hash = await sha256Of(new TextEncoder().encode(held.versions.join(",")));
  return { tickets: held.versions.length, lines: held.lines, hash };
}

/**
 * Compares with what the server holds for us at `cursor`. True: they differ, and the next answer is to be asked for at
 * once. A ticket that a person opens by search (R8) may be newer here than the cursor says, so once is a suspicion
 * only; the second time the replica is filled anew, and the server is told.
 */
export async function compareDigest(replica: Replica, theirs: Digest, cursor: number): Promise<boolean> {
  const { db, platform } = replica;
  const ours = await digestAt(replica, cursor);
  if (ours === null) return false;
  const isSame = ours.hash === theirs.hash && ours.tickets === theirs.tickets && ours.lines === theirs.lines;
  return db.transaction("rw", ["meta"], async () => {
    if (!(await isAt(db, cursor))) return false;
    const found = isSame ? "same" : differs((await readDigestMeta(db))?.found);
    await db.meta.put({ key: "digest", checkedAt: platform.now(), found });
    if (found === "diverged") await startFilling(db);
    if (found === "diverged" || found === "unmended") {
      platform.report(new Error(`digest differs: ${JSON.stringify({ cursor, ours, theirs })}`));
    }
    return found === "suspected" || found === "diverged";
  });
}

/** What follows from one more difference. Filling anew is tried once in six hours: it might not help. */
function differs(last: DigestMeta["found"] | undefined): DigestMeta["found"] {
  if (last === "suspected") return "diverged";
  return last === "diverged" ? "unmended" : "suspected";
}

/** Whether the filling that begins now follows from a difference: the server writes it down. */
export async function wasDiverged({ db }: Replica): Promise<boolean> {
  return (await readDigestMeta(db))?.found === "diverged";
}
