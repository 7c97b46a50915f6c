/**
 * Saves actions. One strict transaction gives the numbers, writes the entries, clears the draft and shows the result
 * (C2, C3); when it has committed the action is saved, before that nothing is. The server decides; this phone refuses
 * only what the form can correct (a field is missing or does not fit), never what may merely have moved (A8): then the
 * words would be lost, while the server keeps them on the ticket (A5).
 */
import type { ActionId, TicketId } from "../../core/ids";
import type { Action, ActionArgs, ReturnCode, ReturnedOutcome } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { decide } from "../../core/workflow/decide";
import type { Decision } from "../../core/workflow/decision";
import { newestVersion } from "../../core/workflow/upcast";
import type { ActionType } from "../../core/workflow/vocabulary";
import { handOver, keepLeft, readOfForm, withOwn } from "../attachments/owned";
import { createId } from "../platform";
import type { Clock } from "../replica/clock";
import { authoredStores, type ReplicaDatabase } from "../replica/database";
import type { Replica } from "../replica/intake";
import { type ClientMeta, metaOf, readMeta } from "../replica/meta";
import { clientOf } from "../replica/numbering";
import { type Appended, projectAppended, readKnown, type Shown } from "../replica/project";
import { createReplayContext } from "../replica/replay-context";
import type { QueueEntry } from "../replica/rows";
import { checkBounds } from "./bounds";
import { dependenciesOf } from "./dependencies";

/** What a screen hands over; ids, numbering, times and dependencies are added here. */
export interface ActionDraft {
  readonly type: ActionType;
  /** For `open` (and `args.problemId` of raiseProblem) an id from `newTicketId()`. */
  readonly ticketId: TicketId;
  readonly args: ActionArgs;
  /** The revision the person was looking at (A6); the shown row's when left out. */
  readonly baseRevision?: number;
}

/** `refused`: nothing was stored, the form can be corrected. */
export type Enqueued =
  | { readonly kind: "saved"; readonly actionIds: readonly ActionId[]; readonly saved: Saved }
  | { readonly kind: "refused"; readonly outcome: ReturnedOutcome };

/** What was written: what the screens show of it from now on. */
export interface Saved extends Shown {
  readonly entries: readonly QueueEntry[];
  readonly draftId: string | null;
}

export interface EnqueueOptions {
  readonly draftId?: string;
  /** The returned action that the first of these is the author's choice about. */
  readonly resolves?: ActionId;
}

/** What the person at the form can put right; anything else is for the server to judge. */
const correctable: ReadonlySet<ReturnCode> = new Set([
  "needs.missing",
  "needs.invalid",
  "person.notMember",
  "person.unknown",
  "group.unknown",
  "group.inactive",
  "group.noLead",
  "group.same",
  "category.unknown",
  "asset.unknown",
  "site.unknown",
  "link.unknown",
  "window.invalid",
  "window.blackout",
  "template.notApproved",
]);

/** All of `drafts` or none, in this order. */
export async function enqueue(
  replica: Replica,
  clock: Clock,
  drafts: readonly ActionDraft[],
  options: EnqueueOptions = {},
): Promise<Enqueued> {
  for (const draft of drafts) {
    const fields = checkBounds(draft.args);
    if (fields.length > 0) return { kind: "refused", outcome: invalid(fields) };
  }
  const { db } = replica;
  const ids = [...new Set(drafts.map((draft) => draft.ticketId))];
  return db.transaction("rw", authoredStores, async (): Promise<Enqueued> => {
    // All at once, here and where it is written: a save waits for two answers of the disk, not for twenty.
    const [meta, queue, known, put] = await Promise.all([
      readMeta(db),
      readQueueOf(db, ids),
      readKnown(db, ids),
      options.draftId === undefined ? [] : readOfForm(db, options.draftId),
    ]);
    const client = clientOf(meta);
    const directory = await replica.directory.refresh(metaOf(meta, "directory")?.version ?? 0);
    const stamp = clock.stamp(metaOf(meta, "clock") ?? null);
    const shown = new Map<TicketId, Ticket>();
    for (const [id, { row }] of known) if (row !== null) shown.set(id, row.ticket);
    const added: Appended[] = [];
    for (const said of drafts) {
      const draft = { ...said, args: await withOwn(db, said.args, options.resolves) };
      const ticket = shown.get(draft.ticketId) ?? null;
      const action: Action = {
        clientId: client.clientId,
        seq: client.nextSeq + added.length,
        actionId: createId(replica.platform) as ActionId,
        type: draft.type,
        typeVersion: newestVersion(draft.type),
        ticketId: draft.ticketId,
        baseRevision: draft.baseRevision ?? ticket?.revision ?? 0,
        args: draft.args,
        ...stamp,
        dependsOn: dependenciesOf(draft, [...queue, ...added.map(({ entry }) => entry)], options.resolves),
        ...(options.resolves !== undefined && added.length === 0 ? { resolves: options.resolves } : {}),
      };
      const decision = decide(ticket, action, createReplayContext(directory, replica.author, action));
      if (draft.type !== "void" && decision.kind === "returned" && correctable.has(decision.code)) {
        return { kind: "refused", outcome: decision };
      }
      const changes = decision.kind === "applied" ? decision.changes : [];
      for (const change of changes) shown.set(change.after.id, change.after);
      added.push({ entry: createEntry(action, decision, ticket), changes });
    }
    const entries = added.map(({ entry }) => entry);
    const [shownNow] = await Promise.all([
      projectAppended(db, added, known, directory),
      store(replica, client, entries, options),
      handOver(db, entries),
    ]);
    // After its draft was deleted.
    if (options.draftId !== undefined) await keepLeft(db, options.draftId, put, entries, stamp.occurredAt);
    return {
      kind: "saved",
      actionIds: entries.map((entry) => entry.actionId),
      saved: { ...shownNow, entries, draftId: options.draftId ?? null },
    };
  });
}

async function readQueueOf(db: ReplicaDatabase, ids: readonly TicketId[]): Promise<readonly QueueEntry[]> {
  const [only, ...others] = ids;
  if (only === undefined) return [];
  const touching = db.queue.where("touches");
  // Of one key it is one question, of several a cursor's way.
  const found = others.length === 0 ? touching.equals(only) : touching.anyOf([...ids]).distinct();
  return found.sortBy("seq");
}

async function store(
  { db }: Replica,
  client: ClientMeta,
  added: readonly QueueEntry[],
  options: EnqueueOptions,
): Promise<void> {
  const resolvedBy = added[0]?.actionId ?? null;
  await Promise.all([
    db.queue.bulkAdd([...added]),
    db.meta.put({ ...client, nextSeq: client.nextSeq + added.length }),
    options.draftId === undefined ? null : db.drafts.delete(options.draftId),
    options.resolves === undefined
      ? null
      : db.returned.update(options.resolves, { open: 0, read: true, resolvedBy }),
  ]);
}

function createEntry(action: Action, decision: Decision, ticket: Ticket | null): QueueEntry {
  const changed = decision.kind === "applied" ? decision.changes.map((change) => change.after.id) : [];
  return {
    actionId: action.actionId,
    seq: action.seq,
    action,
    state: { tag: "waiting" },
    attempted: false,
    touches: [...new Set([action.ticketId, ...changed])],
    title: action.args.title ?? ticket?.title ?? "",
    savedAt: action.occurredAt,
    ...(ticket === null ? {} : { seen: ticket.last }),
  };
}

function invalid(fields: ReturnedOutcome["fields"]): ReturnedOutcome {
  return {
    kind: "returned",
    code: "needs.invalid",
    fields,
    whoMay: [],
    since: null,
    choices: [],
    noteKept: false,
  };
}
