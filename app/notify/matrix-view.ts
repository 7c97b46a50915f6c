/** The matrix of one flow as a person reads it: its actions and where each leads, with whom that tells. Pure. */
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
import type { Flow } from "../../core/workflow/vocabulary";

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
/** One action and the stage that it leads to. */
export interface MatrixSection {
  readonly key: string;
  readonly title: string;
  readonly lines: readonly MatrixLine[];
}

export function matrixSections(
  flow: Flow,
  rules: readonly RuleRecord[],
  draft: Draft,
  t: Messages,
): readonly MatrixSection[] {
  const byKey = new Map(rules.map((rule) => [cellKey(rule), rule]));
  const ofFlow = cells.filter((cell) => cell.flow === flow);
  const sections = new Map<string, MatrixSection>();
  for (const cell of ofFlow) {
    const key = `${cell.action} ${cell.stage}`;
    const section = sections.get(key) ?? { key, title: titleOf(cell, ofFlow, t), lines: [] };
    sections.set(key, { ...section, lines: [...section.lines, lineOf(cell, byKey, draft)] });
  }
  return [...sections.values()];
}

function lineOf(cell: Cell, rules: ReadonlyMap<string, RuleRecord>, draft: Draft): MatrixLine {
  const key = cellKey(cell);
  const rule = rules.get(key) ?? null;
  const channels = draft.get(key)?.channels ?? rule?.channels ?? defaultChannels;
  const isChanged = !isSameChannels(channels, defaultChannels);
  return { key, cell, channels, isChanged, rule };
}

function titleOf({ flow, action, stage, enters }: Cell, ofFlow: readonly Cell[], t: Messages): string {
  const label = actionLabel(t, action, flow, null);
  const place = t.stage[stage];
  // 新建 leads to 新建, 關單 to 關單: said once.
  if (enters) return place === label ? label : `${label} → ${place}`;
  // Where it stays is said only if it may stay elsewhere too: 交接 of a plan, 交接 of what is scheduled.
  const isElsewhere = ofFlow.some((cell) => cell.action === action && cell.stage !== stage);
  return isElsewhere ? `${label} · ${place}` : label;
}

/** The draft with one cell's wish; what is as stored is no change. */
export function withChange(
  draft: Draft,
  cell: Cell,
  channels: Channels,
  rules: readonly RuleRecord[],
): Draft {
  const { flow, action, stage, told } = cell;
  const key = cellKey(cell);
  const stored = rules.find((rule) => cellKey(rule) === key)?.channels ?? defaultChannels;
  const next = new Map(draft);
  if (isSameChannels(channels, stored)) next.delete(key);
  else next.set(key, { flow, action, stage, told, channels });
  return next;
}
