/**
 * The replica: everything this phone holds for one account, in one IndexedDB database `genba-<accountId>` (C6).
 *
 * tickets     shown rows: what the screens draw = the confirmed row + the queue replayed on it (P5)
 * base        the confirmed copy of a ticket, kept only while entries of the queue touch it
 * activities  timeline lines; `pendingFor` names the queue entry that made a line which is only here
 * packed      lines of the first sync that have no record of their own yet (lines.ts)
 * directory   people, groups, assets, … as the server sent them
 * queue       actions that have not left yet (C1a says when they do)
 * returned    待處理: what came back, with its words and choices
 * drafts      forms being typed (C7)
 * notices     the inbox: what this person was told in the last 30 days (core/notify/notice.ts)
 * reads       notices marked as read here, until a pull says so too: facts on their way, in no order
 * attachments photos and files that the server has not confirmed yet (C8); a row is here as long as its bytes are
 * bytes       of those, each in a record of its own: no question about the others reads it
 * previews    small pictures of what is at the server, within a budget
 * search      one row a ticket with its terms; built afterwards, never the truth
 * meta        numbering, cursor, progress of the first sync, clock: see meta.ts
 *
 * Invariants: a row of `tickets` without a row in `base` IS the confirmed row. Cursor, rows and queue change in one
 * transaction (C1). Every transaction is strict (C2) but those that take in what the server can send again: they
 * write `directory` and leave `drafts`, the store of what a person types, alone. The function given to `transaction`
 * is always `async`: Dexie keeps its transaction over native awaits only in one that is (a plain function that returns
 * a promise commits early, and what follows runs outside).
 */
import Dexie, { type DBCore, type Table } from "dexie";
import type { DirectoryRow } from "../../core/directory/directory";
import type { AccountId, ActionId, AttachmentId, NoticeId, TicketId } from "../../core/ids";
import type { ActionArgs } from "../../core/sync/protocol";
import { endWithPage } from "../left-page";
import type { MetaRow } from "./meta";
import {
  type ActivityRow,
  type AttachmentRow,
  type BaseRow,
  type BytesRow,
  type NoticeRow,
  type PackRow,
  type PreviewRow,
  type QueueEntry,
  type ReturnedRow,
  type SearchRow,
  type TicketRow,
  ticketToRow,
} from "./rows";

/** A form being typed; `id` names the form: `open`, or `<ticketId>:<action type>`. */
export interface DraftRow {
  readonly id: string;
  readonly ticketId: TicketId | null;
  readonly args: ActionArgs;
  readonly savedAt: number;
}

export class ReplicaDatabase extends Dexie {
  declare readonly tickets: Table<TicketRow, TicketId>;
  declare readonly base: Table<BaseRow, TicketId>;
  declare readonly activities: Table<ActivityRow, string>;
  declare readonly packed: Table<PackRow, number>;
  declare readonly directory: Table<DirectoryRow, [string, string]>;
  declare readonly queue: Table<QueueEntry, ActionId>;
  declare readonly returned: Table<ReturnedRow, ActionId>;
  declare readonly notices: Table<NoticeRow, NoticeId>;
  declare readonly reads: Table<{ readonly id: NoticeId }, NoticeId>;
  declare readonly drafts: Table<DraftRow, string>;
  declare readonly attachments: Table<AttachmentRow, AttachmentId>;
  declare readonly bytes: Table<BytesRow, AttachmentId>;
  declare readonly previews: Table<PreviewRow, AttachmentId>;
  declare readonly search: Table<SearchRow, number>;
  declare readonly meta: Table<MetaRow, MetaRow["key"]>;

  constructor(readonly accountId: AccountId) {
    // Dexie's cache would run each live query twice for one save (as it is written, and as it commits), on copies.
    super(databaseName(accountId), { chromeTransactionDurability: "strict", cache: "disabled" });
    // Version n is never edited after a release; add n + 1 with its upgrade instead.
    this.version(1).stores({
      tickets:
        "id, *awaits, [unassignedGroup+rank], [openerId+open+recent], [holderId+open+recent], [groupId+open+recent], [flow+open+recent], [open+recent]",
      base: "id",
      activities: "id, [ticketId+occurredAt], pendingFor",
      directory: "[kind+id]",
      queue: "actionId, seq, *touches",
      returned: "actionId, [open+at], ticketId",
      drafts: "id, ticketId",
      search: "++doc, &id, *terms",
      meta: "key",
    });
    this.version(2)
      .stores({ notices: "id, at, ticketId, [unread+at]", reads: "id" })
      .upgrade(async (transaction) => {
        // What came while the app knew no notices is behind the cursor: the replica is filled once more (R5).
        await transaction.table("meta").bulkDelete(["cursor", "filling"]);
      });
    this.version(3).stores({ packed: "++id, last" });
    this.version(4).stores({
      attachments: "id, actionId, trouble, form.draftId",
      bytes: "id",
      previews: "id, usedAt, ticketId",
    });
    this.version(5).stores({
      tickets:
        "id, *awaits, [unassignedGroup+rank], [openerId+open+recent], [holderId+open+recent], [groupId+open+recent], [flow+open+recent], [open+recent], *ticket.assetIds",
    });
    this.version(6).upgrade(async (transaction) => {
      // Their keys did not say yet which clock runs.
      await transaction
        .table<TicketRow>("tickets")
        .where("awaits")
        .startsWith("clock ")
        .modify((row, ref) => {
          ref.value = ticketToRow(row.ticket, row);
        });
    });
    this.use({ stack: "dbcore", name: "relaxedIntake", create: relaxIntake });
    this.use(endWithPage);
  }
}

export function databaseName(accountId: AccountId): string {
  return `genba-${accountId}`;
}

/** The stores of a transaction that takes in what the server said; it can say it again. */
export const intakeStores = [
  "tickets",
  "base",
  "activities",
  "packed",
  "directory",
  "queue",
  "returned",
  "meta",
  "search",
  "notices",
  "reads",
] as const;
/** The stores of a transaction that keeps what a person did. */
export const authoredStores = [...intakeStores, "drafts", "attachments", "bytes"] as const;

/** A lost intake is asked for again; waiting for the disk at each page of the first sync would double its time. */
function relaxIntake(down: DBCore): Partial<DBCore> {
  return {
    ...down,
    transaction: (stores, mode, options) =>
      down.transaction(
        stores,
        mode,
        mode === "readwrite" && stores.includes("directory") && !stores.includes("drafts")
          ? { durability: "relaxed" }
          : options,
      ),
  };
}
