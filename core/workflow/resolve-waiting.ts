/** 根除問題: the incidents on hold for a problem are resolved with it, by the system. */
import { deriveId } from "../ids";
import type { Action, ActionArgs } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { createActivity, present } from "./activity";
import { type DecideContext, isUnknown, type TicketChange, type Told } from "./decision";
import { afterAction } from "./effects";
import type { Table } from "./table";
import { toldOf } from "./told";

/** Their lines take ids from `firstNumber` on. On a phone nobody is known to wait: the server resolves them. */
export function resolveWaiting(
  table: Table,
  problem: Ticket,
  action: Action,
  firstNumber: number,
  context: DecideContext,
): { readonly changes: readonly TicketChange[]; readonly told: readonly Told[] } {
  const waiting = context.waitingFor(problem.id);
  if (isUnknown(waiting)) return { changes: [], told: [] };
  // Whoever sees the incident, a requester among them, need not see the problem: its words stay there (R8), and of a
  // restricted one the link too.
  const isLinked = !problem.restricted;
  const args: ActionArgs = { closureCode: "fixedByProblem", notes: "" };
  const changes: TicketChange[] = [];
  const told: Told[] = [];
  // Who did it is told apart in `mergeTold`; to the incident it is the system's doing.
  const bySystem: DecideContext = { ...context, actor: { id: "system", role: "system" } };
  for (const incident of waiting) {
    if (incident.flow !== "incident" || incident.stage === "closed") continue;
    const row = table.find(incident, "resolve");
    const isSystems = row?.who.some((who) => who.word === "system") === true;
    if (row === null || !isSystems) continue;
    const after = afterAction({ ticket: incident, row, args, insteadOf: null, context: bySystem });
    if (after === null) continue;
    const activity = createActivity(action, context, {
      id: deriveId(action.actionId, firstNumber + changes.length),
      ticketId: incident.id,
      type: "resolve",
      bySystem: true,
      fromStage: incident.stage,
      toStage: after.stage,
      text: "",
      details: present({ code: args.closureCode, ticketId: isLinked ? problem.id : undefined }),
    });
    changes.push({ before: incident, after, activities: [activity] });
    told.push(
      ...toldOf({
        row,
        before: incident,
        after,
        problem: null,
        resolved: [],
        bySystem: true,
        context: bySystem,
      }),
    );
  }
  return { changes, told };
}
