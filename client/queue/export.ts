/**
 * The queue as a file (C9) and back (A7): for a phone that is about to be given away, or a person whose network never
 * comes. Importing takes a new numbering; actions that the server knows already answer with their stored outcome.
 */
import type { AccountId, ActionId } from "../../core/ids";
import { type Action, protocolVersion } from "../../core/sync/protocol";
import { authoredStores } from "../replica/database";
import { projectWith, type Replica } from "../replica/intake";
import { renumber } from "../replica/numbering";
import type { QueueEntry } from "../replica/rows";

const format = "genba-queue";
/** Entries in one file. */
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
}

export class ImportError extends Error {
  constructor(readonly code: "notAQueue" | "otherAccount" | "otherVersion") {
    super(`import: ${code}`);
    this.name = "ImportError";
  }
}

/** The content of a JSON file. */
export async function exportQueue({ db, platform, author }: Replica): Promise<string> {
  const entries = await db.queue.orderBy("seq").toArray();
  const file: QueueFile = {
    format,
    protocol: protocolVersion,
    accountId: author.id,
    exportedAt: platform.now(),
    entries: entries.map(({ action, title, attempted }) => ({ action, title, attempted })),
  };
  return JSON.stringify(file, null, 2);
}

/** Adds what is not in the queue yet, before what is. Answers how many were added; throws ImportError. */
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
    if (added.length === 0) return 0;
    await db.queue.bulkAdd(added);
    await renumber(db, replica.platform);
    await projectWith(replica, {
      affected: added.flatMap((entry) => entry.touches),
      confirmed: new Map(),
      left: [],
    });
    return added.length;
  });
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
  if (!isRecord(value) || value.format !== format || !Array.isArray(value.entries)) return false;
  return value.entries.length <= importMax && value.entries.every(isEntry);
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
