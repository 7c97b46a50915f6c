/** The rows made ready to look up: by flow, stage and action, their terms read once. */
import type { Ticket } from "../tickets/ticket";
import type { ToldId } from "./decision";
import {
  type NeedCondition,
  type NeedWord,
  parseTerm,
  type Row,
  type StageCondition,
  type StageText,
  type TellCondition,
  type Term,
  type WhoCondition,
  type WhoWord,
} from "./row";
import type { ActionType, Flow, WorkflowAction } from "./vocabulary";

export interface TableRow {
  readonly row: Row;
  readonly action: WorkflowAction;
  readonly to: readonly Term<StageText, StageCondition>[];
  readonly who: readonly Term<WhoWord, WhoCondition>[];
  readonly needs: readonly Term<NeedWord, NeedCondition>[];
  /** The same id may stand here with several conditions. */
  readonly told: readonly Term<ToldId, TellCondition>[];
}

export interface Table {
  /** The rows that start where this ticket is, in the document's order. */
  from(ticket: Ticket): readonly TableRow[];
  find(ticket: Ticket, action: ActionType): TableRow | null;
  findOpen(flow: Flow): TableRow | null;
  /** Every row of this action in this flow, wherever it starts. */
  ofAction(flow: Flow, action: ActionType): readonly TableRow[];
}

export function createTable(rows: readonly Row[]): Table {
  const byPlace = new Map<string, TableRow[]>();
  const byAction = new Map<string, TableRow[]>();
  for (const row of rows) {
    const read: TableRow = {
      row,
      action: row.action,
      to: row.to.split(",").map((text) => parseTerm(text)),
      who: row.who.map((text) => parseTerm(text)),
      needs: row.needs.map((text) => parseTerm(text)),
      told: row.told.map((text) => parseTerm(text)),
    };
    append(byPlace, `${row.flow} ${row.from}`, read);
    append(byAction, `${row.flow} ${row.action}`, read);
  }
  const at = (flow: Flow, place: StageText): readonly TableRow[] => byPlace.get(`${flow} ${place}`) ?? [];
  const from = (ticket: Ticket): readonly TableRow[] => {
    if (ticket.outcome === null) return at(ticket.flow, ticket.stage);
    return [...at(ticket.flow, `closed/${ticket.outcome}`), ...at(ticket.flow, "closed")];
  };
  return {
    from,
    find: (ticket, action) => from(ticket).find((row) => row.action === action) ?? null,
    findOpen: (flow) => at(flow, "-").find((row) => row.action === "open") ?? null,
    ofAction: (flow, action) => byAction.get(`${flow} ${action}`) ?? [],
  };
}

function append(map: Map<string, TableRow[]>, key: string, row: TableRow): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [row]);
  else list.push(row);
}
