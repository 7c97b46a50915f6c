/** The votes of a review so far, each with what was said: a later reviewer reads what the earlier thought. Pure. */
import type { AccountId } from "../../core/ids";
import { actionLabel } from "../../core/messages/action-label";
import type { Messages } from "../../core/messages/messages";
import type { Ticket } from "../../core/tickets/ticket";

export interface VoteLine {
  readonly accountId: AccountId;
  readonly who: string;
  readonly what: string;
  /** "" where nothing was said. */
  readonly reason: string;
}

interface Context {
  readonly t: Messages;
  readonly me: AccountId;
  nameOf(id: AccountId): string;
}

/** In the order in which they were given. */
export function votesGiven({ flow, stage, review }: Ticket, { t, me, nameOf }: Context): readonly VoteLine[] {
  const given = (review?.reviewers ?? []).flatMap(({ accountId, insteadOf, vote }) =>
    vote === null ? [] : [{ accountId, insteadOf, vote }],
  );
  return given
    .sort((a, b) => a.vote.at - b.vote.at)
    .map(({ accountId, insteadOf, vote }) => {
      const voter = vote.by ?? accountId;
      const principal = vote.by ? accountId : insteadOf;
      const label = actionLabel(t, vote.approve ? "approve" : "reject", flow, stage);
      return {
        accountId,
        who: voter === me ? t.ticket.me : nameOf(voter),
        what: principal ? `${label} · ${t.ticket.insteadOf(nameOf(principal))}` : label,
        reason: vote.reason,
      };
    });
}
