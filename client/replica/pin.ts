/** A ticket that is in sight but not held (R8): the server holds it for this account from now on and sends it whole. */
import type { TicketId } from "../../core/ids";
import type { PinnedTicket, Transport } from "../transport";
import { intakeStores } from "./database";
import { newerRows, projectWith, type Replica, readGeneration } from "./intake";
import { putLines } from "./lines";

/** How often it is asked for when pulls are quicker than its answers. */
const triesMax = 3;

/**
 * True when it is here, false when it is not there or not to be seen. Throws TransportError; and Overtaken where the
 * ticket comes by a pull, as while the replica is being filled. The answer carries no lastSeq, so entries of the queue
 * go on replaying on it until a pull covers them: shown at worst twice as "no longer legal", never lost.
 */
export async function pinTicket(replica: Replica, transport: Transport, id: TicketId): Promise<boolean> {
  const { db } = replica;
  for (let left = triesMax; left > 0; left--) {
    const pinned = await transport.pin(replica.author.id, id);
    if (pinned === null) return false;
    await takeIn(replica, pinned);
    if ((await db.tickets.where("id").equals(id).count()) > 0) return true;
  }
  throw new Overtaken("The ticket is on its way.");
}

export class Overtaken extends Error {
  override readonly name = "Overtaken";
}

/**
 * [C1] An answer that a pull has overtaken on the way is not taken in: its lines would replace newer ones, and a ticket
 * that left meanwhile (R3) would be back. Nothing is missing then: the pin is a change like any other, so the pulls
 * bring the ticket whole.
 */
async function takeIn(replica: Replica, pinned: PinnedTicket): Promise<void> {
  const { db } = replica;
  await db.transaction("rw", intakeStores, async () => {
    const cursor = await db.meta.get("cursor");
    const isNewest =
      cursor?.key === "cursor" && cursor.epoch === pinned.epoch && cursor.cursor <= pinned.cursor;
    if (!isNewest) return;
    const at = { asOf: -1, generation: await readGeneration(db) };
    const confirmed = await newerRows(db, [pinned.ticket], at);
    await putLines(db, pinned.activities);
    await projectWith(replica, { affected: [], confirmed, left: [] });
  });
}
