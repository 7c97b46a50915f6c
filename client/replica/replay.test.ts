import { expect, test } from "vitest";
import type { ActionId, ClientId, TicketId } from "../../core/ids";
import type { Action, Outcome } from "../../core/sync/protocol";
import { desk, ids, incidentArgs } from "../testing/desk";
import { indexDirectory } from "./directory";
import type { ClientMeta } from "./meta";
import { type Confirmed, replay } from "./replay";
import { createReplayContext } from "./replay-context";
import type { QueueEntry } from "./rows";

const ticketId = "00000000-0000-7000-8000-000000000001" as TicketId;
const client: ClientMeta = {
  key: "client",
  clientId: "00000000-0000-4000-8000-000000000002" as ClientId,
  numbering: 0,
  nextSeq: 9,
  answeredSeq: 0,
  coveredSeq: 0,
};
const nothing: ReadonlyMap<TicketId, Confirmed> = new Map([
  [ticketId, { ticket: null, asOf: -1, generation: 1 }],
]);
const contextOf = (action: Action) =>
  createReplayContext(indexDirectory(desk), { id: ids.chen, role: "agent" }, action);

function entry(seq: number, type: Action["type"], args: Action["args"], outcome?: Outcome): QueueEntry {
  const actionId = `00000000-0000-7000-8000-0000000000f${seq}` as ActionId;
  return {
    actionId,
    seq,
    action: {
      clientId: client.clientId,
      seq,
      actionId,
      type,
      typeVersion: 1,
      ticketId,
      baseRevision: 1,
      args,
      occurredAt: 1_000 * seq,
      clockOffset: 500,
      uncertainTime: false,
      dependsOn: [],
    },
    state: outcome === undefined ? { tag: "waiting" } : { tag: "decided", outcome },
    attempted: false,
    touches: [ticketId],
    title: "",
    savedAt: 1_000 * seq,
  };
}
const opening = entry(1, "open", incidentArgs("電梯"));
const claiming = entry(2, "claim", {});

test("[P5] entries are folded over the confirmed row in order, at their corrected times", () => {
  const { shown, activities } = replay(nothing, [opening, claiming], client, contextOf);
  expect(shown.get(ticketId)).toMatchObject({ waiting: 2, ticket: { stage: "handle", holderId: ids.chen } });
  expect(activities.map((line) => [line.pendingFor, line.occurredAt])).toEqual([
    [opening.actionId, 1_500],
    [claiming.actionId, 2_500],
  ]);
});

test("[C1a] what a pull has covered, and what was answered otherwise than applied, does not replay", () => {
  const covered = replay(nothing, [opening], { ...client, coveredSeq: 1 }, contextOf);
  expect(covered.shown.get(ticketId)).toEqual({ ticket: null, waiting: 0 });
  const by = { action: "claim", actorId: ids.lin, at: 1 } as const;
  const answered = entry(2, "claim", {}, { kind: "superseded", by });
  expect(replay(nothing, [opening, answered], client, contextOf).shown.get(ticketId)?.waiting).toBe(1);
  const applied = entry(2, "claim", {}, { kind: "applied" });
  expect(replay(nothing, [opening, applied], client, contextOf).shown.get(ticketId)?.waiting).toBe(2);
});

test("[R4] a row confirmed up to a seq takes no entry up to it, in its own numbering only", () => {
  const at = (asOf: number) => new Map([[ticketId, { ticket: null, asOf, generation: 1 }]]);
  expect(replay(at(1), [opening], client, contextOf).shown.get(ticketId)?.ticket).toBeNull();
  expect(
    replay(at(1), [opening], { ...client, numbering: 1 }, contextOf).shown.get(ticketId)?.ticket,
  ).not.toBeNull();
});

test("[A2] an entry that is not legal any more changes nothing and still waits", () => {
  const { shown } = replay(nothing, [claiming], client, contextOf);
  expect(shown.get(ticketId)).toEqual({ ticket: null, waiting: 1 });
});

test("[A7] a void changes nothing", () => {
  expect(replay(nothing, [entry(1, "void", {})], client, contextOf).shown.get(ticketId)?.waiting).toBe(0);
});
