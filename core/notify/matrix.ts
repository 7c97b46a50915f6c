/**
 * 通知設定: who is told of an action, and how. The matrix has a cell for each told person of each action of a flow, taken
 * from the workflow's rows, so that an action decides what stage entry is told. By default a cell is as the rows say;
 * what an administrator changed is a rule. `decide` knows nothing of it: rules only thin out whom it names.
 */
import type { ToldId } from "../workflow/decision";
import { parseTerm, type Source, type StageText } from "../workflow/row";
import { rows } from "../workflow/rows";
import type { ActionType, Flow, WorkflowAction } from "../workflow/vocabulary";

export const channelNames = ["inbox", "push", "mail"] as const;
export type ChannelName = (typeof channelNames)[number];
/** None of them: not told. */
export type Channels = Readonly<Record<ChannelName, boolean>>;

export const defaultChannels: Channels = { inbox: true, push: true, mail: false };
export const noChannels: Channels = { inbox: false, push: false, mail: false };

export interface CellId {
  readonly flow: Flow;
  readonly action: WorkflowAction;
  readonly told: ToldId;
}
export interface Cell extends CellId {
  /** S: fixed by the source wherever the action is told of; it may be switched all the same. */
  readonly source: Source;
  /** The stages that the action leads to when it tells these people; the place it starts from is `-` for opening. */
  readonly steps: readonly { readonly from: StageText; readonly to: StageText }[];
}

/** Another choice than the default for one cell. */
export interface Rule extends CellId {
  readonly channels: Channels;
}
export type Rules = ReadonlyMap<string, Channels>;

/** In the order of the rows. */
export const cells: readonly Cell[] = readCells();

export function cellKey({ flow, action, told }: Pick<CellId, "told"> & MatrixRow): string {
  return `${flow} ${action} ${told}`;
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

/** The row of the matrix that a notice of this action about a ticket of this flow stands in. */
export interface MatrixRow {
  readonly flow: Flow;
  readonly action: ActionType;
}
export function matrixRowOf(action: ActionType, ticketFlow: Flow): MatrixRow {
  // The problem that an incident was raised to is told of by the incident's row; the incidents that a problem's end
  // resolves, by their own.
  if (action === "raiseProblem") return { flow: "incident", action };
  if (action === "eradicate" && ticketFlow === "incident") return { flow: "incident", action: "resolve" };
  return { flow: ticketFlow, action };
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
  for (const { flow, action, from, to, told } of rows) {
    for (const tell of told) {
      const { word, source } = parseTerm<ToldId, string>(tell);
      const id = { flow, action, told: word };
      const known = found.get(cellKey(id));
      const steps = to.split(",").map((text) => ({ from, to: parseTerm<StageText, string>(text).word }));
      const fresh = steps.filter((step) => !known?.steps.some((one) => isSameStep(one, step)));
      found.set(cellKey(id), {
        ...id,
        source: known?.source === "S" ? "S" : source,
        steps: [...(known?.steps ?? []), ...fresh],
      });
    }
  }
  return [...found.values()];
}

function isSameStep(one: Cell["steps"][number], other: Cell["steps"][number]): boolean {
  return one.from === other.from && one.to === other.to;
}
