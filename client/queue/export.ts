/**
 * What is only on this phone as a file (C9) and back (A7): the queue, what came back with words that are nowhere else,
 * and forms half typed. For a phone that is about to be given away, or a person whose network never comes. Importing
 * takes a new numbering; actions that the server knows already answer with their stored outcome.
 */
import type { AccountId, ActionId } from "../../core/ids";
import { type Action, protocolVersion } from "../../core/sync/protocol";
import {
  type AttachmentInFile,
  exportAttachments,
  importAttachments,
  isAttachmentInFile,
} from "../attachments/file";
import type { Platform } from "../platform";
import { authoredStores, type DraftRow, type ReplicaDatabase } from "../replica/database";
import { projectWith, type Replica } from "../replica/intake";
import { renumber } from "../replica/numbering";
import type { QueueEntry, ReturnedRow } from "../replica/rows";
import { listSpareDrafts } from "../spare";
import { isOnlyHere, isTyped } from "../views/only-here";

const format = "genba-queue";
/** Entries in one file, of each kind. */
const importMax = 10_000;

interface QueueFile {
  readonly format: typeof format;
  readonly protocol: number;
  readonly accountId: AccountId;
  readonly exportedAt: number;
  readonly entries: readonly {
    readonly action: Action;
    readonly title: string;
    readonly attempted: boolean;
  }[];
  /** Absent in files of older apps. */
  readonly returned?: readonly ReturnedRow[];
  readonly drafts?: readonly DraftRow[];
  readonly attachments?: readonly AttachmentInFile[];
}

export class ImportError extends Error {
  constructor(readonly code: "notAQueue" | "otherAccount" | "otherVersion") {
    super(`import: ${code}`);
    this.name = "ImportError";
  }
}

/** The content of a JSON file. */
export async function exportQueue({
  db,
  platform,
  author,
}: {
  readonly db: Pick<ReplicaDatabase, "queue" | "returned" | "drafts"> &
    Partial<Pick<ReplicaDatabase, "attachments" | "bytes">>;
  readonly platform: Pick<Platform, "now">;
  readonly author: { readonly id: AccountId };
}): Promise<string> {
  const entries = await db.queue.orderBy("seq").toArray();
  const returned = await db.returned.filter(isOnlyHere).toArray();
  const spare = listSpareDrafts(author.id);
  const stored = await db.drafts.filter(({ id }) => !spare.some((draft) => draft.id === id)).toArray();
  const drafts = [...stored, ...spare].filter(isTyped);
  const file: QueueFile = {
    format,
    protocol: protocolVersion,
    accountId: author.id,
    exportedAt: platform.now(),
    entries: entries.map(({ action, title, attempted }) => ({ action, title, attempted })),
    returned,
    drafts,
    attachments: await exportAttachments(db),
  };
  return JSON.stringify(file, null, 2);
}

/** Adds what is not here yet, entries before those of the queue. Answers how many were added; throws ImportError. */
export async function importQueue(replica: Replica, text: string): Promise<number> {
  const file = parse(text, replica.author.id);
  const { db } = replica;
  return db.transaction("rw", authoredStores, async () => {
    const present = new Set(await db.queue.toCollection().primaryKeys());
    const cameBack = new Set(await db.returned.toCollection().primaryKeys());
    const added = file.entries
      .filter(({ action }) => !present.has(action.actionId) && !cameBack.has(action.actionId))
      // Below every number of ours, in their own order; renumber gives the real ones.
      .map((item, index): QueueEntry => createEntry(item, index - file.entries.length));
    // Before what names them, which would else let go of them.
    const photos = await importAttachments(db, file.attachments ?? [], replica.platform.now());
    const words = photos + (await addWords(replica, file));
    if (added.length === 0) return words;
    await db.queue.bulkAdd(added);
    await renumber(db, replica.platform);
    await projectWith(replica, {
      affected: added.flatMap((entry) => entry.touches),
      confirmed: new Map(),
      left: [],
    });
    return added.length + words;
  });
}

/** What came back and forms half typed, those that are not here yet; here a form of now wins over one of then. */
async function addWords({ db }: Replica, { returned = [], drafts = [] }: QueueFile): Promise<number> {
  const [cameBack, typed, waiting] = await Promise.all([
    db.returned.bulkGet(returned.map((row) => row.actionId)),
    db.drafts.bulkGet(drafts.map((row) => row.id)),
    db.queue.bulkGet(returned.map((row) => row.actionId)),
  ]);
  const newReturned = returned.filter((_, index) => !cameBack[index] && !waiting[index]);
  const newDrafts = drafts.filter((_, index) => !typed[index]);
  await db.returned.bulkAdd(newReturned);
  await db.drafts.bulkAdd(newDrafts);
  return newReturned.length + newDrafts.length;
}

function createEntry(item: QueueFile["entries"][number], seq: number): QueueEntry {
  const { action } = item;
  return {
    actionId: action.actionId as ActionId,
    seq,
    action: { ...action, seq },
    state: { tag: "waiting" },
    attempted: item.attempted,
    touches: [action.ticketId],
    title: item.title,
    savedAt: action.occurredAt,
  };
}

/** The shape is checked as far as the client itself relies on it; the server checks every field again. */
function parse(text: string, accountId: AccountId): QueueFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ImportError("notAQueue");
  }
  if (!isQueueFile(value)) throw new ImportError("notAQueue");
  if (value.protocol !== protocolVersion) throw new ImportError("otherVersion");
  if (value.accountId !== accountId) throw new ImportError("otherAccount");
  return value;
}

function isQueueFile(value: unknown): value is QueueFile {
  if (!isRecord(value) || value.format !== format) return false;
  const { entries, returned = [], drafts = [], attachments = [] } = value;
  return (
    isListOf(entries, isEntry) &&
    isListOf(returned, isReturned) &&
    isListOf(drafts, isDraft) &&
    isListOf(attachments, isAttachmentInFile)
  );
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= importMax && value.every(isItem);
}

function isReturned(value: unknown): boolean {
  return (
    isEntry(value) &&
    isRecord(value) &&
    typeof value.actionId === "string" &&
    typeof value.ticketId === "string" &&
    typeof value.at === "number" &&
    (value.open === 0 || value.open === 1) &&
    isRecord(value.outcome) &&
    value.outcome.kind === "returned" &&
    [value.outcome.fields, value.outcome.whoMay, value.outcome.choices].every(Array.isArray)
  );
}

function isDraft(value: unknown): boolean {
  return isRecord(value) && typeof value.id === "string" && isRecord(value.args);
}

function isEntry(value: unknown): boolean {
  if (!isRecord(value) || !isRecord(value.action) || typeof value.title !== "string") return false;
  const action = value.action;
  return (
    ["actionId", "ticketId", "type"].every((name) => typeof action[name] === "string") &&
    typeof action.occurredAt === "number" &&
    isRecord(action.args) &&
    Array.isArray(action.dependsOn)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
