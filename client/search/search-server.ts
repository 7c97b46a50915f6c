/** R8, online only by nature: tickets in sight that match and that this phone does not hold. */
import type { AccountId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import type { ReplicaDatabase } from "../replica/database";
import type { Transport } from "../transport";

/** Newest first, as many as the server answers. Throws TransportError. */
export async function searchServer(
  db: ReplicaDatabase,
  transport: Transport,
  accountId: AccountId,
  text: string,
): Promise<readonly Ticket[]> {
  const found = await transport.search(accountId, text);
  const held = await db.tickets.bulkGet(found.map((ticket) => ticket.id));
  return found.filter((_, index) => held[index] === undefined);
}
