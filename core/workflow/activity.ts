/** The line that an action adds to a ticket's timeline. */
import type { AccountId, ActivityId, TicketId } from "../ids";
import type { Action, ActionArgs } from "../sync/protocol";
import type { Activity, ActivityDetails, Ticket } from "../tickets/ticket";
import type { DecideContext } from "./decision";
import { formerMaterial } from "./material";
import type { ActionType, Stage } from "./vocabulary";
import { attachmentsOf, wordsOf } from "./words";

/** What every line of one action has in common; `id` and the rest are given by the caller. */
export function createActivity(
  action: Action,
  context: DecideContext,
  line: {
    readonly id?: string;
    readonly ticketId: TicketId;
    readonly type?: ActionType;
    readonly bySystem?: boolean;
    readonly insteadOf?: AccountId | null;
    readonly fromStage: Stage | null;
    readonly toStage: Stage | null;
    readonly text: string;
    readonly details: ActivityDetails;
  },
): Activity {
  return {
    id: (line.id ?? action.actionId) as ActivityId,
    ticketId: line.ticketId,
    type: line.type ?? action.type,
    actorId: line.bySystem ? "system" : context.actor.id,
    insteadOf: line.insteadOf ?? null,
    fromStage: line.fromStage,
    toStage: line.toStage,
    text: line.text,
    details: line.details,
    occurredAt: context.occurredAt,
    arrivedAt: context.arrivedAt,
    uncertainTime: action.uncertainTime,
  };
}

/** The line of an applied action: who and which group it came from and went to, and the rest of what was said. */
export function describeAction(
  action: Action,
  args: ActionArgs,
  before: Ticket | null,
  after: Ticket,
  insteadOf: AccountId | null,
  context: DecideContext,
): Activity {
  return createActivity(action, context, {
    ticketId: after.id,
    insteadOf,
    fromStage: before?.stage ?? null,
    toStage: after.stage,
    // The ticket itself shows what was said at its opening.
    text: action.type === "open" ? "" : wordsOf(args),
    details: detailsOf(args, before, after),
  });
}

function detailsOf(args: ActionArgs, before: Ticket | null, after: Ticket): ActivityDetails {
  const holderChanged = after.holderId !== (before?.holderId ?? null);
  const groupChanged = after.assignedGroupId !== (before?.assignedGroupId ?? null);
  const hold = after.hold ?? before?.hold ?? null;
  const holdChanged = after.hold !== (before?.hold ?? null);
  const was = before === null ? {} : formerMaterial(before, after);
  return present({
    personId: holderChanged ? after.holderId : null,
    fromPersonId: holderChanged ? before?.holderId : null,
    groupId: groupChanged ? after.assignedGroupId : null,
    fromGroupId: groupChanged ? before?.assignedGroupId : null,
    code: args.closureCode ?? args.resolution,
    holdReason: holdChanged ? hold?.reason : null,
    until: after.hold !== null && holdChanged ? after.hold.until : null,
    ticketId: args.duplicateOf ?? args.resolutionTicketId ?? args.holdTicketId,
    restoredAt: args.restoredAt,
    revision: before !== null && after.revision !== before.revision ? after.revision : null,
    was: Object.keys(was).length > 0 ? was : null,
    attachments: attachmentsOf(args),
  });
}

type Loose<T> = { readonly [Key in keyof T]: T[Key] | null | undefined };

/** The details that are there. */
export function present(details: Loose<ActivityDetails>): ActivityDetails {
  const entries = Object.entries(details).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries);
}
