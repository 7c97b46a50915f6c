/**
 * P1 to P6 of docs/SYNC.md, after the faults have stopped and everything has drained. What people were told is the
 * ledger's, what is stored is read from the database, what phones show from their IndexedDB: no word of the code that
 * made it.
 */
import type pg from "pg";
import type { ActionId, TicketId } from "../../core/ids";
import type { Action, EditedValues, Outcome } from "../../core/sync/protocol";
import { editableFields } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { oracle } from "../../core/workflow/testing/oracle";
import type { Ledger, Saved } from "./ledger";
import type { Tab } from "./phones";

/** What a promise broken in each way is called in the report. */
export type Breach = "lost" | "duplicated" | "diverged" | "illegal" | "stuck";
export type Complain = (breach: Breach, words: string) => void;

export interface Stored {
  readonly outcomes: ReadonlyMap<ActionId, { readonly outcome: Outcome; readonly isChosen: boolean }>;
  readonly lines: readonly Line[];
  readonly states: ReadonlyMap<TicketId, readonly State[]>;
}
interface Line {
  readonly id: ActionId;
  readonly ticketId: TicketId;
  readonly type: string;
  readonly fromStage: string | null;
  readonly toStage: string | null;
  readonly text: string;
  readonly details: {
    readonly edit?: { readonly field: string; readonly from: unknown; readonly to: unknown };
  };
  readonly transaction: string;
}
interface State {
  readonly ticket: Ticket;
  readonly transaction: string;
}

export async function readStored(side: pg.Client): Promise<Stored> {
  const outcomes = await side.query<{ id: ActionId; outcome: Outcome; chosen: boolean }>(
    "SELECT action_id AS id, outcome, resolved_by_id IS NOT NULL AS chosen FROM action_outcome",
  );
  const lines = await side.query<Line>(
    `SELECT id, ticket_id AS "ticketId", type, from_stage AS "fromStage", to_stage AS "toStage", text, details,
       transaction::text FROM activity JOIN sim.line USING (id)`,
  );
  const history = await side.query<{ id: TicketId; ticket: Ticket; transaction: string }>(
    `SELECT ticket_id AS id, json AS ticket, transaction::text FROM sim.history ORDER BY ticket_id, version`,
  );
  const states = new Map<TicketId, State[]>();
  for (const { id, ticket, transaction } of history.rows) {
    states.set(id, [...(states.get(id) ?? []), { ticket, transaction }]);
  }
  return {
    outcomes: new Map(outcomes.rows.map(({ id, outcome, chosen }) => [id, { outcome, isChosen: chosen }])),
    lines: lines.rows,
    states,
  };
}

/** P1, P2, P6. `shownOn` are one tab of each phone. */
export async function checkSaved(
  ledger: Ledger,
  stored: Stored,
  shownOn: readonly Tab[],
  complain: Complain,
): Promise<void> {
  const lines = new Map(stored.lines.map((line) => [line.id, line]));
  const cameBack = new Map<string, ReadonlyMap<ActionId, string>>();
  for (const { phone, replica } of shownOn) {
    const rows = await replica.db.returned.toArray();
    cameBack.set(phone.name, new Map(rows.map((row) => [row.actionId, JSON.stringify(row.action.args)])));
    for (const { actionId, action } of rows)
      if (!isKnown(ledger, actionId) && mustBeKnown(ledger, action))
        complain(
          "duplicated",
          `${phone.name} shows ${action.type} ${actionId} come back, which nobody saved`,
        );
    for (const entry of await replica.db.queue.toArray()) {
      complain("stuck", `${phone.name} still queues ${entry.action.type} ${entry.seq} ${entry.state.tag}`);
    }
    if ((await replica.db.base.count()) > 0) complain("diverged", `${phone.name} keeps copies with no queue`);
    const reads = await replica.db.reads.count();
    if (reads > 0) complain("stuck", `${phone.name} still has to say that ${reads} notices were read`);
  }
  for (const [id, saved] of ledger.saved) {
    const what = `${saved.phone.name} ${saved.draft.type} ${id}`;
    const found = stored.outcomes.get(id);
    if (found === undefined) complain("lost", `${what} was never decided`);
    else checkOutcome(saved, what, found, lines.get(id), cameBack.get(saved.phone.name)?.get(id), complain);
  }
  checkOnce(ledger, stored, complain);
}

const isKnown = ({ saved, discarded, forgotten }: Ledger, id: ActionId): boolean =>
  saved.has(id) || discarded.has(id) || forgotten.has(id);

/**
 * One that says what only a saved one says has that one's id. Not so where that one was taken back: a phone that was
 * put back to a backup may hold it once more, under an id that says nothing by now, and gives it one of its own (S3).
 */
function mustBeKnown({ saved }: Ledger, { args }: Action): boolean {
  const own = ownTokenOf(JSON.stringify(args));
  return own !== null && [...saved.values()].some(({ token }) => token === own);
}

/** An edit quotes what was there before; its own words are the newest. */
function ownTokenOf(text: string): string | null {
  const all = text.match(/w\d+-\d+\./g) ?? [];
  const countOf = (token: string): number => Number(token.split("-")[1]?.slice(0, -1));
  return all.reduce<string | null>(
    (newest, token) => (newest === null || countOf(token) > countOf(newest) ? token : newest),
    null,
  );
}

function checkOutcome(
  { draft, token }: Saved,
  what: string,
  { outcome, isChosen }: { readonly outcome: Outcome; readonly isChosen: boolean },
  line: Line | undefined,
  returned: string | undefined,
  complain: Complain,
): void {
  switch (outcome.kind) {
    case "applied":
      if (draft.type !== "void") checkApplied({ draft, token }, what, line, complain);
      return;
    case "held":
      if (returned === undefined) complain("lost", `${what} is held and its phone does not know`);
      else if (!isChosen) complain("stuck", `${what} is still held: ${outcome.code}`);
      return;
    case "returned":
    case "superseded":
      if (returned === undefined)
        complain("lost", `${what} came back (${outcome.kind}) and its phone does not show it`);
      else if (token !== null && !returned.includes(token))
        complain("lost", `${what} came back without its words`);
      if (outcome.kind === "returned" && outcome.noteKept && line === undefined)
        complain("lost", `the note of ${what} is not on its ticket`);
      return;
  }
}

function checkApplied(
  { draft, token }: Pick<Saved, "draft" | "token">,
  what: string,
  line: Line | undefined,
  complain: Complain,
): void {
  if (line === undefined) {
    complain("lost", `${what} was applied and left no line`);
    return;
  }
  const isInsert = draft.type === "comment" || draft.type === "workNote";
  if (line.type === "workNote" && !isInsert) complain("lost", `${what} was applied and only kept as a note`);
  if (isInsert && token !== null && !line.text.includes(token))
    complain("lost", `the words of ${what} are not on its line`);
  checkEdit(draft.args.from, line, what, complain);
}

/** A3, by hand: an edit that held found what its author saw, or merged. */
const mergeable: ReadonlySet<string> = new Set(
  editableFields.filter(
    (field) => !["title", "categoryId", "impact", "urgency", "siteId", "risk"].includes(field),
  ),
);
function checkEdit(from: EditedValues | undefined, line: Line, what: string, complain: Complain): void {
  const edit = line.details.edit;
  if (line.type !== "edit" || edit === undefined || mergeable.has(edit.field)) return;
  const seen = (from as Record<string, unknown> | undefined)?.[edit.field] ?? null;
  if (String(seen ?? "") !== String(edit.from ?? ""))
    complain("illegal", `${what} overwrote ${edit.field} that its author never saw`);
}

/** What only one action says is said once. */
function checkOnce(ledger: Ledger, stored: Stored, complain: Complain): void {
  const own = new Set<string>();
  for (const { token, draft } of ledger.saved.values()) {
    if (token !== null && (draft.type === "comment" || draft.type === "workNote")) own.add(token);
  }
  const said = new Map<string, number>();
  for (const line of stored.lines) {
    const token = /^w\d+-\d+\./.exec(line.text)?.[0];
    if (token === undefined || !own.has(token) || (line.type === "workNote") !== isNote(line)) continue;
    said.set(token, (said.get(token) ?? 0) + 1);
  }
  for (const [token, times] of said)
    if (times > 1) complain("duplicated", `${token} was said ${times} times`);
}
const isNote = ({ type }: Line): boolean => type === "workNote";

/** P3: every state follows from the one before by a row of the document, and each review is decided once. */
export function checkHistory({ states, lines }: Stored, complain: Complain): void {
  const byTicket = new Map<TicketId, Line[]>();
  for (const line of lines) byTicket.set(line.ticketId, [...(byTicket.get(line.ticketId) ?? []), line]);
  const linesOf = new Map<string, number>();
  for (const { transaction } of lines) linesOf.set(transaction, (linesOf.get(transaction) ?? 0) + 1);
  for (const [id, list] of states) checkTicket(id, list, byTicket.get(id) ?? [], linesOf, complain);
}

/** Lines that move nothing. */
const beside: ReadonlySet<string> = new Set(["comment", "workNote", "edit"]);

function checkTicket(
  id: TicketId,
  states: readonly State[],
  lines: readonly Line[],
  linesOf: ReadonlyMap<string, number>,
  complain: Complain,
): void {
  const own = lines.filter(({ type }) => !beside.has(type));
  let isReviewed = false;
  for (const [index, { ticket, transaction }] of states.entries()) {
    const before = states[index - 1]?.ticket ?? null;
    const where = `${ticket.flow} ${id} version ${ticket.version}`;
    const found = lines.filter((line) => line.transaction === transaction);
    // A transaction stores a ticket once, however many actions of one phone it held (S4): each counted, those on
    // another ticket that this one is linked to as well.
    const steps = ticket.version - (before?.version ?? 0);
    const linesMax = Math.max(1, linesOf.get(transaction) ?? 0);
    if (steps < 1 || steps > linesMax) {
      complain("illegal", `${where}: ${steps} versions by ${linesMax} lines`);
      return;
    }
    const moved = found.filter(({ type }) => !beside.has(type) && type !== "raiseProblem");
    let stage: string | null = before?.stage ?? null;
    for (const line of inOrder(moved, stage)) {
      if (line.fromStage !== stage)
        complain("illegal", `${where}: ${line.type} says from ${line.fromStage}, it was ${stage}`);
      const isVote = line.type === "approve" || line.type === "reject";
      if (!isLegal(ticket, line, isVote))
        complain("illegal", `${where}: ${line.type} leads ${line.fromStage} to ${line.toStage}`);
      if (isVote && !isReviewed) complain("illegal", `${where}: a vote after the decision`);
      if (isVote) isReviewed = line.fromStage === line.toStage;
      if (stage !== line.toStage) isReviewed = line.toStage?.endsWith("Review") ?? false;
      stage = line.toStage;
    }
    if (stage !== ticket.stage) complain("illegal", `${where}: ${stage} to ${ticket.stage} by nobody`);
  }
  // Raising a problem may leave its incident as it is.
  const stateless = own.filter(
    (line) =>
      line.type !== "raiseProblem" && !states.some(({ transaction }) => transaction === line.transaction),
  );
  for (const line of stateless) complain("illegal", `${id}: ${line.type} ${line.id} belongs to no state`);
}

/** The lines of one transaction, each beginning where the one before it ended as far as that can be. */
function inOrder(lines: readonly Line[], from: string | null): readonly Line[] {
  const left = [...lines];
  const ordered: Line[] = [];
  let stage = from;
  while (left.length > 0) {
    const next = Math.max(
      0,
      left.findIndex((line) => line.fromStage === stage),
    );
    const [line] = left.splice(next, 1);
    if (line === undefined) break;
    ordered.push(line);
    stage = line.toStage;
  }
  return ordered;
}

function isLegal(ticket: Ticket, line: Line, isVote: boolean): boolean {
  if (isVote && line.fromStage === line.toStage) return true;
  return oracle.some(
    (row) =>
      row.flow === ticket.flow &&
      row.action === line.type &&
      stageOf(row.from) === (line.fromStage ?? "-") &&
      [row.to, row.toWithoutInvestigator].some((to) => to !== null && stageOf(to) === line.toStage),
  );
}
const stageOf = (place: string): string => place.split("/")[0] ?? "";
