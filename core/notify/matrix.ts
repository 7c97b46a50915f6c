/**
 * 通知設定: who is told of an action, and how. The matrix has a cell for each told person of each stage that an action
 * of a flow leads to, taken from the workflow's rows. By default a cell is as the rows say; what an administrator
 * changed is a rule. `decide` knows nothing of it: rules only thin out whom it names.
 */
import type { ToldId } from "../workflow/decision";
import {
  parseTerm,
  type Row,
  type Source,
  type StageCondition,
  type StageText,
  type TellCondition,
  type Term,
} from "../workflow/row";
import { rows } from "../workflow/rows";
import type { ActionType, Flow, Stage, WorkflowAction } from "../workflow/vocabulary";

export const channelNames = ["inbox", "push", "mail"] as const;
export type ChannelName = (typeof channelNames)[number];
/** None of them: not told. */
export type Channels = Readonly<Record<ChannelName, boolean>>;

export const defaultChannels: Channels = { inbox: true, push: true, mail: false };
export const noChannels: Channels = { inbox: false, push: false, mail: false };

export interface CellId {
  readonly flow: Flow;
  readonly action: WorkflowAction;
  /** Where the ticket is after the action: a normal change goes 送審 to three stages, and each is a cell of its own. */
  readonly stage: Stage;
  readonly told: ToldId;
}
export interface Cell extends CellId {
  /** S: fixed by the source wherever the action is told of; it may be switched all the same. */
  readonly source: Source;
  /** False: the action leaves the ticket at the stage where it is. */
  readonly enters: boolean;
}

/** Another choice than the default for one cell. */
export interface Rule extends CellId {
  readonly channels: Channels;
}
export type Rules = ReadonlyMap<string, Channels>;

/** In the order of the rows. */
export const cells: readonly Cell[] = readCells();

export function cellKey({ flow, action, stage, told }: Pick<CellId, "told"> & MatrixRow): string {
  return `${flow} ${action} ${stage} ${told}`;
}

export function indexRules(rules: readonly Rule[]): Rules {
  return new Map(rules.map((rule) => [cellKey(rule), rule.channels]));
}

export function isTold(channels: Channels): boolean {
  return channelNames.some((name) => channels[name]);
}

export function isSameChannels(one: Channels, other: Channels): boolean {
  return channelNames.every((name) => one[name] === other[name]);
}

/** The row of the matrix that a notice of this action stands in, about a ticket of this flow and stage after it. */
export interface MatrixRow {
  readonly flow: Flow;
  readonly action: ActionType;
  readonly stage: Stage;
}
export function matrixRowOf(action: ActionType, ticketFlow: Flow, stage: Stage): MatrixRow {
  // The problem that an incident was raised to is told of by the incident's row; the incidents that a problem's end
  // resolves, by their own.
  if (action === "raiseProblem") return { flow: "incident", action, stage };
  if (action === "eradicate" && ticketFlow === "incident")
    return { flow: "incident", action: "resolve", stage };
  return { flow: ticketFlow, action, stage };
}

/** The reasons that are left, and all the channels they name; null: not told. */
export function choose(
  rules: Rules,
  row: MatrixRow,
  as: readonly ToldId[],
): { readonly as: readonly ToldId[]; readonly channels: Channels } | null {
  const chosen = as.map((told) => ({
    told,
    channels: rules.get(cellKey({ ...row, told })) ?? defaultChannels,
  }));
  const left = chosen.filter(({ channels }) => isTold(channels));
  if (left.length === 0) return null;
  const channels = {
    inbox: left.some((one) => one.channels.inbox),
    push: left.some((one) => one.channels.push),
    mail: left.some((one) => one.channels.mail),
  };
  return { as: left.map(({ told }) => told), channels };
}

function readCells(): readonly Cell[] {
  const found = new Map<string, Cell>();
  for (const row of rows) {
    for (const text of row.told) {
      const tell = parseTerm<ToldId, TellCondition>(text);
      for (const { stage, enters } of entriesOf(row, tell)) {
        const id = { flow: row.flow, action: row.action, stage, told: tell.word };
        const known = found.get(cellKey(id));
        const source = known?.source === "S" ? "S" : tell.source;
        found.set(cellKey(id), { ...id, source, enters });
      }
    }
  }
  return [...found.values()];
}

/** The stages at which a row tells these people. */
function entriesOf(row: Row, tell: Term<ToldId, TellCondition>): readonly Pick<Cell, "stage" | "enters">[] {
  // Told of the problem that opens, not of the incident that stays where it is.
  if (tell.conditions.includes("problem")) {
    const opening = rows.filter(({ flow, action }) => flow === "problem" && action === "open");
    return opening.map(({ to }) => ({ stage: stageOf(to), enters: true }));
  }
  return row.to
    .split(",")
    .map((text) => parseTerm<StageText, StageCondition>(text))
    .filter((place) => isToldAt(tell, place))
    .map(({ word }) => ({ stage: stageOf(word), enters: word !== row.from }));
}

/** A ticket goes back to its leads for want of an investigator: at that place there is none to tell. */
function isToldAt(tell: Term<ToldId, TellCondition>, place: Term<StageText, StageCondition>): boolean {
  const isWithout = place.conditions.includes("noInvestigator");
  return isWithout ? tell.word !== "investigator" : !tell.conditions.includes("noInvestigator");
}

function stageOf(text: string): Stage {
  return text.split("/")[0] as Stage;
}
