/** The matrix of one flow as a person reads it: its actions, each with whom it tells. Pure. */
import { actionLabel } from "../../core/messages/action-label";
import type { Messages } from "../../core/messages/messages";
import {
  type Cell,
  type Channels,
  cellKey,
  cells,
  defaultChannels,
  isSameChannels,
} from "../../core/notify/matrix";
import type { RuleChange, RuleRecord } from "../../core/notify/policy";
import type { StageText } from "../../core/workflow/row";
import type { Flow, Stage } from "../../core/workflow/vocabulary";

/** What was changed on the screen and not saved yet, by the cell's key. */
export type Draft = ReadonlyMap<string, RuleChange>;

export interface MatrixLine {
  readonly key: string;
  readonly cell: Cell;
  readonly channels: Channels;
  readonly isChanged: boolean;
  /** Who made the rule that is stored. */
  readonly rule: RuleRecord | null;
}
export interface MatrixSection {
  readonly key: string;
  readonly label: string;
  /** The stages it leads to; null where it leaves the ticket where it is. */
  readonly stages: string | null;
  readonly lines: readonly MatrixLine[];
}

export function matrixSections(
  flow: Flow,
  rules: readonly RuleRecord[],
  draft: Draft,
  t: Messages,
): readonly MatrixSection[] {
  const byKey = new Map(rules.map((rule) => [cellKey(rule), rule]));
  const sections = new Map<string, MatrixLine[]>();
  for (const cell of cells) {
    if (cell.flow !== flow) continue;
    const key = cellKey(cell);
    const rule = byKey.get(key) ?? null;
    const channels = draft.get(key)?.channels ?? rule?.channels ?? defaultChannels;
    const line = { key, cell, channels, isChanged: !isSameChannels(channels, defaultChannels), rule };
    const lines = sections.get(cell.action) ?? [];
    lines.push(line);
    sections.set(cell.action, lines);
  }
  return [...sections].flatMap(([key, lines]) => {
    const [first] = lines;
    if (first === undefined) return [];
    const label = actionLabel(t, first.cell.action, flow, null);
    // 新建 leads to 新建: said once.
    const stages = stagesText(lines, t);
    return [{ key, label, stages: stages === label ? null : stages, lines }];
  });
}

/** The draft with one cell's wish; what is as stored is no change. */
export function withChange(
  draft: Draft,
  { flow, action, told }: Cell,
  channels: Channels,
  rules: readonly RuleRecord[],
): Draft {
  const key = cellKey({ flow, action, told });
  const stored = rules.find((rule) => cellKey(rule) === key)?.channels ?? defaultChannels;
  const next = new Map(draft);
  if (isSameChannels(channels, stored)) next.delete(key);
  else next.set(key, { flow, action, told, channels });
  return next;
}

function stagesText(lines: readonly MatrixLine[], t: Messages): string | null {
  const steps = lines.flatMap(({ cell }) => cell.steps).filter(({ from, to }) => from !== to);
  const names = new Set(steps.map(({ to }) => t.stage[stageOf(to)]));
  return names.size === 0 ? null : [...names].join(t.app.join);
}

function stageOf(text: StageText): Stage {
  return (text.startsWith("closed") ? "closed" : text) as Stage;
}
