/** Reviews that waited for someone who was deactivated: replaced, or decided by the system, at once. */
import { membersMax } from "../../core/directory/administration";
import { type ActionId, deriveId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { type Rejudged, rejudgeReview } from "../../core/workflow/rejudge";
import { readDesk } from "../directory/directory";
import { createSystemContext } from "../sync/context";
import { holdNamed } from "../sync/hold-named";
import { noClient, noEffects, outboxOf, rowsOf, write } from "../sync/write";
import type { Administration } from "./administer";

/** Lines that one ticket may gain: one for each reviewer, all members of a group, and what was decided. */
const linesMax = membersMax + 1;

/**
 * `tickets` are locked, by id: what the system does to each has an id derived from this change. Answers how many
 * are others now. Throws PersonChanged.
 */
export async function rejudgeReviews(
  { transaction, changeId, now, told }: Pick<Administration, "transaction" | "changeId" | "now" | "told">,
  tickets: readonly Ticket[],
): Promise<number> {
  if (tickets.length === 0) return 0;
  const directory = await readDesk(transaction);
  const context = createSystemContext(now, directory, new Map(tickets.map((ticket) => [ticket.id, ticket])));
  const judged = tickets.flatMap((ticket, index) => {
    const actionId = deriveId(changeId, 1 + index * linesMax) as ActionId;
    const one = rejudgeReview(ticket, actionId, context);
    return one === null ? [] : [{ actionId, ...one }];
  });
  if (judged.length === 0) return 0;
  const rows = rowsOf(
    judged.flatMap(({ decision }) => decision.changes),
    null,
  );
  await holdNamed(transaction, tickets, rows.tickets, directory);
  const outbox = judged.flatMap((one) => outboxRows(one, now));
  await write(transaction, { ...noEffects, ...rows, outbox, client: noClient });
  if (outbox.length > 0) told();
  return judged.length;
}

function outboxRows(
  { actionId, decided, decision }: Rejudged & { readonly actionId: ActionId },
  now: number,
) {
  const tickets = new Map(decision.changes.map(({ after }) => [after.id as string, after]));
  // Who takes a reviewer's place is asked as when the review began.
  const type = decided ?? "submitForReview";
  return outboxOf(decision.told, tickets, { actionId, type }, type, { id: "system", name: "" }, now);
}
