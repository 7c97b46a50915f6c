/** What one engineer's phone sends: its own tickets from open to resolved, and its part in those of the group. */
import { type ActionId, type ClientId, createUuidV7, type TicketId } from "../../core/ids";
import { type Action, pushBatchMax } from "../../core/sync/protocol";
import type { PushInput } from "../../server/sync/request";
import { createRandom } from "./bench";
import type { Worker } from "./fill-desk";

export type Device = {
  readonly clientId: ClientId;
  /** The next batch of its queue. */
  nextBatch(): PushInput;
};

/** Actions in the queue when a network comes: often a few, after hours in a basement as many as one push takes. */
const batchSizes = [3, 10, 30, pushBatchMax];
/** Of its own tickets, how many come with one more that it claims from its group, like its colleagues. */
const claimsPerTicket = 0.25;

export function createDevice(worker: Worker, seed: number): Device {
  const random = createRandom(seed);
  const bytes = (): Uint8Array => Uint8Array.from({ length: 10 }, () => random() * 256);
  const createId = <Id extends string>(): Id => createUuidV7(Date.now(), bytes()) as Id;
  const clientId = createId<ClientId>();
  const queue: Action[] = [];
  let seq = 0;
  const act = (
    type: Action["type"],
    ticketId: TicketId,
    args: Action["args"],
    dependsOn: ActionId[] = [],
  ) => {
    seq += 1;
    const actionId = createId<ActionId>();
    const times = { occurredAt: Date.now() - 1_000, clockOffset: 0, uncertainTime: false };
    queue.push({
      ...{ clientId, seq, actionId, type, typeVersion: 1, ticketId, baseRevision: 1, args, dependsOn },
      ...times,
    });
    return actionId;
  };
  const pick = (from: readonly TicketId[]): TicketId | undefined => from[Math.floor(random() * from.length)];
  const work = () => {
    const ticketId = createId<TicketId>();
    const title = `UPS alarm ${seq}`;
    const opened = act("open", ticketId, {
      ...{ flow: "incident", title, description: "It beeps, and the third lamp is red. ".repeat(4) },
      ...{ categoryId: worker.categoryId, impact: "medium", urgency: "medium" },
    });
    const claimed = act("claim", ticketId, {}, [opened]);
    act("comment", ticketId, { text: "On my way; it will take an hour. ".repeat(3) }, [claimed]);
    const shared = pick(worker.shared);
    if (shared) act("comment", shared, { text: "The same room as this morning." });
    act("edit", ticketId, { title: `${title}, rack 7`, from: { title } }, [claimed]);
    act("workNote", ticketId, { text: "Battery 2 measured: 9.8 V. ".repeat(3) }, [claimed]);
    const notes = "Battery 2 replaced, load test passed. ".repeat(3);
    act("resolve", ticketId, { closureCode: "fixed", notes, restoredAt: Date.now() - 2_000 }, [claimed]);
    const found = random() < claimsPerTicket ? pick(worker.unclaimed) : undefined;
    if (found) act("claim", found, {});
  };
  return {
    clientId,
    nextBatch() {
      const size = batchSizes[Math.floor(random() * batchSizes.length)] ?? pushBatchMax;
      while (queue.length < size) work();
      const entries = queue.splice(0, size).map((action) => ({
        ...{ clientId, seq: action.seq, actionId: action.actionId },
        raw: action as unknown as Record<string, unknown>,
      }));
      return { accountId: worker.accountId, clientId, entries };
    },
  };
}
