/** The lines of a ticket's 歷程, newest first, each with both its times (T1): when it was done, and when it arrived. */
import type { Attachment } from "../../core/attachments/attachment";
import type { AccountId, ActivityId, EpochMs, GroupId, TicketId } from "../../core/ids";
import { actionLabel } from "../../core/messages/action-label";
import type { Messages } from "../../core/messages/messages";
import type { Locale } from "../../core/messages/vocabulary-texts";
import type { Activity } from "../../core/tickets/ticket";
import type { Flow } from "../../core/workflow/vocabulary";
import { momentText } from "../locale/time-text";
import { type FieldTextContext, fieldLabel, fieldText } from "./field-text";

export interface TimelineLine {
  readonly id: ActivityId;
  readonly who: string;
  readonly what: string;
  readonly text: string;
  readonly when: string;
  readonly waiting: boolean;
  readonly kept: boolean;
  readonly attachments: readonly Attachment[];
}

/** The names a timeline needs; null for what is not known here. */
export interface Names {
  person(id: AccountId): string | null;
  group(id: GroupId): string | null;
  ticket(id: TicketId): string | null;
}

const none: readonly Attachment[] = [];
/** A line whose two times differ by less than this shows one: it was done online. */
const sameMomentMs = 60_000;
/** Characters of a value that stands in one line. */
const shortText = 60;

export interface TimelineContext {
  readonly t: Messages;
  readonly locale: Locale;
  readonly me: AccountId;
  readonly names: Names;
  readonly now: EpochMs;
  readonly directory: FieldTextContext["directory"];
}

export function timelineLines(
  activities: readonly Activity[],
  flow: Flow,
  context: TimelineContext,
): readonly TimelineLine[] {
  return [...activities].sort(newestFirst).map((activity) => {
    const { t, me } = context;
    const label = t.did[activity.type] ?? actionLabel(t, activity.type, flow, activity.fromStage);
    const returned = activity.details.returnedAction;
    const stoodIn = activity.insteadOf ? t.ticket.insteadOf(nameOf(context, activity.insteadOf)) : null;
    const what = [
      returned ? t.ticket.wasAction(actionLabel(t, returned, flow, null)) : label,
      editText(activity, flow, context) ?? detailsText(activity, context),
      stoodIn,
    ];
    const left = leftText(activity, context);
    return {
      id: activity.id,
      who: activity.actorId === me ? t.ticket.me : nameOf(context, activity.actorId),
      what: left ?? what.filter(Boolean).join(" · "),
      text: activity.text,
      when: whenText(activity, context),
      waiting: activity.arrivedAt === null,
      kept: returned !== undefined,
      attachments: activity.details.attachments ?? none,
    };
  });
}

/** 現場 10:05 · 同步 10:21; one time for what was done online; 現場 alone while it waits. */
export function whenText(
  activity: Pick<Activity, "occurredAt" | "arrivedAt" | "uncertainTime">,
  { t, locale, now }: Pick<TimelineContext, "t" | "locale" | "now">,
): string {
  const { occurredAt, arrivedAt, uncertainTime } = activity;
  const done = momentText(locale, occurredAt, now);
  const uncertain = uncertainTime ? ` · ${t.time.uncertain}` : "";
  if (arrivedAt === null) return `${t.time.field} ${done}${uncertain}`;
  if (Math.abs(arrivedAt - occurredAt) < sameMomentMs) return `${done}${uncertain}`;
  return `${t.time.field} ${done} · ${t.time.synced} ${momentText(locale, arrivedAt, now)}${uncertain}`;
}

/** What waits is on top: it is the newest to this person. Then by the time it was done. */
function newestFirst(a: Activity, b: Activity): number {
  const waiting = Number(b.arrivedAt === null) - Number(a.arrivedAt === null);
  return waiting || b.occurredAt - a.occurredAt || (a.id < b.id ? 1 : -1);
}

function nameOf({ t, names }: TimelineContext, id: AccountId | "system"): string {
  return id === "system" ? t.ticket.system : (names.person(id) ?? t.ticket.nobody);
}

/** 影響 低 → 高; of a long text only that it was changed, since the ticket shows it. */
function editText({ details }: Activity, flow: Flow, context: TimelineContext): string | null {
  if (!details.edit) return null;
  const { field, from, to } = details.edit;
  const label = fieldLabel(field, flow, context.t);
  const texts = [from, to].map((value) => fieldText(field, value, context));
  return texts.some((text) => text.length > shortText || text.includes("\n"))
    ? label
    : `${label} ${texts.join(" → ")}`;
}

/** A reviewer was deactivated before voting: who, and who takes the place. */
function leftText({ type, details }: Activity, context: TimelineContext): string | null {
  const { t } = context;
  if (type !== "workNote" || details.code !== "reviewerLeft" || !details.fromPersonId) return null;
  const names = [details.fromPersonId, details.personId].flatMap((id) => (id ? [nameOf(context, id)] : []));
  return `${t.ticket.reviewerOut}${t.app.colon}${names.join(" → ")}`;
}

function detailsText({ details, actorId }: Activity, context: TimelineContext): string {
  const { t, locale, names, now } = context;
  const group = details.groupId ? names.group(details.groupId) : null;
  const fromGroup = details.fromGroupId ? names.group(details.fromGroupId) : null;
  const parts = [
    // Who claims names nobody but themselves.
    details.personId && details.personId !== actorId ? nameOf(context, details.personId) : null,
    fromGroup && group ? `${fromGroup} → ${group}` : group,
    details.code ? codeText(t, details.code) : null,
    details.holdReason ? t.holdReason[details.holdReason] : null,
    details.until ? `${t.arg.until} ${momentText(locale, details.until, now)}` : null,
    details.restoredAt ? `${t.arg.restoredAt} ${momentText(locale, details.restoredAt, now)}` : null,
    details.ticketId ? names.ticket(details.ticketId) : null,
  ];
  return parts.filter(Boolean).join(" · ");
}

function codeText(t: Messages, code: string): string {
  if (code === "noGroup") return t.ticket.noGroup;
  if (code === "reviewerLeft") return t.ticket.reviewerLeft;
  const known: Readonly<Record<string, string>> = { ...t.closureCode, ...t.resolution, ...t.eventLine };
  return known[code] ?? code;
}
