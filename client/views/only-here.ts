/** What exists on this phone alone, so that a sign-out or a lost phone would lose it (P2, C6). */
import type { TicketId } from "../../core/ids";
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
}

export async function countOnlyHere(db: ReplicaDatabase): Promise<OnlyHere> {
  const [waiting, cameBack, drafts] = await Promise.all([
    db.queue.count(),
    db.returned.filter(isOnlyHere).count(),
    db.drafts.filter(isTyped).primaryKeys(),
  ]);
  const spare = listSpareDrafts(db.accountId).filter((draft) => isTyped(draft) && !drafts.includes(draft.id));
  return { waiting, cameBack, drafts: drafts.length + spare.length };
}

export function isOnlyHere({ open, outcome }: ReturnedRow): boolean {
  return open === 1 && outcome.kind === "returned" && !outcome.noteKept;
}

/** The names of arguments that hold a person's own words; choices alone are made again in a moment. */
const typedArgs = [
  "title",
  "description",
  "reason",
  "notes",
  "text",
  "analysis",
  "rootCause",
  "workaround",
  "permanentFix",
  "whyNotEradicated",
  "whyUrgent",
  "scope",
  "riskAssessment",
  "steps",
  "rollbackPlan",
  "conflictReason",
  "result",
  "evidence",
] as const;

export function isTyped({ args }: DraftRow): boolean {
  return typedArgs.some((name) => (args[name] ?? "").trim() !== "");
}

/** Forms half typed whose ticket this phone does not hold any more: no screen of a ticket can show them. */
export async function listStrandedDrafts(db: ReplicaDatabase): Promise<readonly DraftRow[]> {
  const stored = await db.drafts.toArray();
  const drafts = withSpare(db, stored).filter((draft) => draft.ticketId !== null && isTyped(draft));
  const rows = await db.tickets.bulkGet(drafts.flatMap(({ ticketId }) => ticketId ?? []));
  const held = new Set(rows.flatMap((row) => row?.id ?? []));
  return drafts.filter(({ ticketId }) => ticketId !== null && !held.has(ticketId));
}

/** Forms of this ticket that were begun and not saved. */
export async function listDrafts(db: ReplicaDatabase, ticketId: TicketId): Promise<readonly DraftRow[]> {
  const stored = await db.drafts.where("ticketId").equals(ticketId).toArray();
  return withSpare(db, stored).filter((draft) => draft.ticketId === ticketId && isTyped(draft));
}

/** And those that the database had no room for (C7). */
function withSpare({ accountId }: ReplicaDatabase, stored: readonly DraftRow[]): readonly DraftRow[] {
  const spare = listSpareDrafts(accountId).filter(({ id }) => !stored.some((draft) => draft.id === id));
  return [...stored, ...spare];
}
