/** This installation's numbering of actions (A1, A7). */
import type { ActionId, ClientId } from "../../core/ids";
import type { Platform } from "../platform";
import { createId } from "../platform";
import { authoredStores, type ReplicaDatabase } from "./database";
import { beginFilling, type ClientMeta, type MetaRow, metaOf } from "./meta";
import type { QueueEntry } from "./rows";

/**
 * The first tab to open the replica gives it its numbering, under `clientId` where that is known already, and begins to
 * fill it (R4); called once at open. True: it was this one, or the worker (`isBehind`) did it with no tab to see it.
 */
export async function ensureClient(
  db: ReplicaDatabase,
  platform: Platform,
  isBehind: boolean,
  clientId?: ClientId,
): Promise<boolean> {
  // A start waits for no disk to write.
  const [client, madeBehind] = await db.meta.bulkGet(["client", "madeBehind"]);
  if (client !== undefined && (isBehind || madeBehind === undefined)) return false;
  return db.transaction("rw", authoredStores, async () => {
    if ((await db.meta.get("client")) !== undefined) {
      if (isBehind || (await db.meta.get("madeBehind")) === undefined) return false;
      await db.meta.delete("madeBehind");
      return true;
    }
    const isBegun = (await db.meta.bulkGet(["cursor", "filling"])).some((row) => row !== undefined);
    await db.meta.bulkPut([
      newNumbering(clientId ?? (createId(platform) as ClientId), 0),
      ...(isBegun ? [] : beginFilling(1)),
      ...(isBehind ? [{ key: "madeBehind" } as const] : []),
    ]);
    return true;
  });
}

/** Joins the caller's transaction. A replica without numbering was never opened properly: a bug. */
export async function readClient(db: ReplicaDatabase): Promise<ClientMeta> {
  const row = await db.meta.get("client");
  return clientOf(row === undefined ? [] : [row]);
}

/** Of what a transaction has read already. Throws as `readClient` does. */
export function clientOf(rows: readonly MetaRow[]): ClientMeta {
  const row = metaOf(rows, "client");
  if (row === undefined) throw new Error("replica without a numbering: ensureClient was not called");
  return row;
}

/**
 * A7, inside the caller's transaction: a new clientId, and everything that has not left yet numbered from 1 in the
 * same order under the same actionIds. Decided entries are numbered again too: the server answers an actionId it
 * knows with the stored outcome, so they reach a pull that covers them under the new numbering; so do `held` ones
 * that wait in `returned` for their final outcome. Known outcomes stay: what came back does not replay again.
 */
export async function renumber(db: ReplicaDatabase, platform: Platform): Promise<readonly ActionId[]> {
  const old = await readClient(db);
  const held = await db.returned.filter((row) => row.outcome.kind === "held").toArray();
  const entries: QueueEntry[] = await db.queue.toArray();
  for (const row of held) {
    entries.push({
      actionId: row.actionId,
      seq: row.action.clientId === old.clientId ? row.action.seq : 0,
      action: row.action,
      state: { tag: "decided", outcome: row.outcome },
      attempted: true,
      touches: [row.ticketId],
      title: row.title,
      savedAt: row.action.occurredAt,
    });
  }
  const client = newNumbering(createId(platform) as ClientId, old.numbering + 1);
  const renumbered = entries
    .sort((a, b) => a.seq - b.seq)
    .map((entry, index) => numberEntry(entry, client.clientId, index + 1));
  await db.returned.bulkDelete(held.map((row) => row.actionId));
  await db.queue.bulkPut(renumbered);
  await db.meta.put({ ...client, nextSeq: renumbered.length + 1 });
  return renumbered.map((entry) => entry.actionId);
}

export function numberEntry(entry: QueueEntry, clientId: ClientId, seq: number): QueueEntry {
  return { ...entry, seq, action: { ...entry.action, clientId, seq } };
}

function newNumbering(clientId: ClientId, numbering: number): ClientMeta {
  return { key: "client", clientId, numbering, nextSeq: 1, answeredSeq: 0, coveredSeq: 0 };
}
