/**
 * Warnings (WORKFLOWS.md, SLA): at 75 % and at 100 % of a clock that still runs, once each time the incident is opened.
 * Pure; what was told already is the server's to say.
 */

import { leadsOf, membersOf } from "../directory/people";
import type { EpochMs } from "../ids";
import type { Ticket } from "../tickets/ticket";
import { type DecideContext, isUnknown, type Told } from "../workflow/decision";
import { mergeTold, tell } from "../workflow/told";
import type { SlaAlarmKind } from "./alarm-kinds";
import type { SlaDesk } from "./calendar";
import { type Clock, clocksOf, warningShare } from "./clock";
import { type ClockName, clockNames } from "./targets";

export interface SlaLook {
  readonly alarms: readonly SlaAlarmKind[];
  /** Everything that has passed by now, told or too late to tell, as `<opening> <kind>`. */
  readonly told: readonly string[];
  /** When there is something to tell next if nothing happens; null: never. */
  readonly lookAt: EpochMs | null;
}

interface Level {
  readonly kind: SlaAlarmKind;
  readonly share: number;
  readonly at: (clock: Clock) => EpochMs | null;
}

const levels: Readonly<Record<ClockName, readonly Level[]>> = {
  response: levelsOf("slaResponseWarning", "slaResponseBreach"),
  resolution: levelsOf("slaWarning", "slaBreach"),
};

function levelsOf(warning: SlaAlarmKind, breach: SlaAlarmKind): readonly Level[] {
  return [
    { kind: warning, share: warningShare, at: ({ warnAt }) => warnAt },
    { kind: breach, share: 1, at: ({ dueAt }) => dueAt },
  ];
}

/** What is to be told of an incident at `now`, `told` being what was. Of one clock only the worse: the rest is said by it. */
export function slaAlarms(ticket: Ticket, desk: SlaDesk, told: readonly string[], now: EpochMs): SlaLook {
  const clocks = clocksOf(ticket, desk, now);
  if (clocks === null) return { alarms: [], told, lookAt: null };
  const marks = new Set(told);
  const alarms: SlaAlarmKind[] = [];
  const moments: EpochMs[] = [];
  for (const name of clockNames) {
    const clock = clocks[name];
    if (clock.endedAt !== null) continue;
    const passed = levels[name].filter(({ share }) => clock.share >= share);
    const worst = passed.at(-1);
    if (worst !== undefined && !marks.has(markOf(ticket, worst.kind))) alarms.push(worst.kind);
    for (const { kind } of passed) marks.add(markOf(ticket, kind));
    for (const level of levels[name]) {
      const at = level.at(clock);
      if (at !== null && at > now && !marks.has(markOf(ticket, level.kind))) moments.push(at);
    }
  }
  const lookAt = Math.min(...moments);
  return { alarms, told: [...marks], lookAt: Number.isFinite(lookAt) ? lookAt : null };
}

function markOf({ clock }: Ticket, kind: SlaAlarmKind): string {
  return `${clock?.openings ?? 1} ${kind}`;
}

/** Holder, leads, owner groups, each once and with their delegates; the administrators where that is nobody. */
export function slaTold(ticket: Ticket, context: DecideContext): readonly Told[] {
  const holder = ticket.holderId === null ? [] : [ticket.holderId];
  const told = mergeTold(
    [
      ...tell(holder, "holder", "X", ticket.id),
      ...tell(leadsOf(ticket.assignedGroupId, context), "leads", "X", ticket.id),
      ...tell(
        ticket.ownerGroupIds.flatMap((id) => membersOf(id, context)),
        "ownerGroups",
        "X",
        ticket.id,
      ),
    ],
    context,
  );
  const admins = context.admins();
  if (told.length > 0 || isUnknown(admins)) return told;
  return mergeTold(tell(admins, "leads", "X", ticket.id), context);
}
