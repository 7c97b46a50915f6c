/** What exists on this phone alone, so that a sign-out or a lost phone would lose it (P2, C6). */
import type { TicketId } from "../../core/ids";
import { attachmentsOf, spokenArgs } from "../../core/workflow/words";
import type { DraftRow, ReplicaDatabase } from "../replica/database";
import type { ReturnedRow } from "../replica/rows";
import { listSpareDrafts } from "../spare";

export interface OnlyHere {
  /** Actions that the server has not confirmed. */
  readonly waiting: number;
  /** Actions that came back, whose words are on no ticket, and that nobody has decided about. */
  readonly cameBack: number;
  /** Forms half typed. */
  readonly drafts: number;
  /** Photos and files that the server has not confirmed, but those of these forms. */
  readonly attachments: number;
}

export async function countOnlyHere(db: ReplicaDatabase): Promise<OnlyHere> {
  const [waiting, cameBack, drafts, attachments] = await Promise.all([
    db.queue.count(),
    db.returned.filter(isOnlyHere).count(),
    readDrafts(db),
    db.attachments.toCollection().primaryKeys(),
  ]);
  const named = new Set(drafts.flatMap(({ args }) => (attachmentsOf(args) ?? []).map(({ id }) => id)));
  const loose = attachments.filter((id) => !named.has(id)).length;
  return { waiting, cameBack, drafts: drafts.length, attachments: loose };
}

export function isOnlyHere({ open, outcome }: ReturnedRow): boolean {
  return open === 1 && outcome.kind === "returned" && !outcome.noteKept;
}

/** The names of arguments that hold a person's own words; choices alone are made again in a moment. */
const typedArgs = ["title", "description", "whyUrgent", ...spokenArgs] as const;

export function isTyped({ args }: DraftRow): boolean {
  return attachmentsOf(args) !== null || typedArgs.some((name) => (args[name] ?? "").trim() !== "");
}

/** Forms half typed whose ticket this phone does not hold any more: no screen of a ticket can show them. */
export async function listStrandedDrafts(db: ReplicaDatabase): Promise<readonly DraftRow[]> {
  const drafts = (await readDrafts(db)).filter((draft) => draft.ticketId !== null);
  const rows = await db.tickets.bulkGet(drafts.flatMap(({ ticketId }) => ticketId ?? []));
  const held = new Set(rows.flatMap((row) => row?.id ?? []));
  return drafts.filter(({ ticketId }) => ticketId !== null && !held.has(ticketId));
}

/** Forms of this ticket that were begun and not saved. */
export async function listDrafts(db: ReplicaDatabase, ticketId: TicketId): Promise<readonly DraftRow[]> {
  return (await readDrafts(db)).filter((draft) => draft.ticketId === ticketId);
}

/** Of each form what was typed last: where the database had no room, that is beside it (C7). */
async function readDrafts(db: ReplicaDatabase): Promise<readonly DraftRow[]> {
  const drafts = new Map<string, DraftRow>();
  for (const draft of [...(await db.drafts.toArray()), ...listSpareDrafts(db.accountId)]) {
    const other = drafts.get(draft.id);
    if (other === undefined || other.savedAt <= draft.savedAt) drafts.set(draft.id, draft);
  }
  return [...drafts.values()].filter(isTyped);
}
