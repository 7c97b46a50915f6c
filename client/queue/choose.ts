/** The author's choice about something that came back (A5), sent as actions that name it in `resolves`. */
import type { ActionId } from "../../core/ids";
import type { ActionArgs, Choice } from "../../core/sync/protocol";
import type { Clock } from "../replica/clock";
import type { Replica } from "../replica/intake";
import type { ReturnedRow } from "../replica/rows";
import { type ActionDraft, type Enqueued, enqueue } from "./enqueue";

export interface ChooseOptions {
  /** In place of the arguments of the last step: the one that says the words. */
  readonly edited?: ActionArgs;
  /** The form in which they were edited: its draft goes in the same transaction. */
  readonly draftId?: string;
}

/** Null: it was chosen about already. */
export async function choose(
  replica: Replica,
  clock: Clock,
  returnedId: ActionId,
  choice: Choice,
  { edited, draftId }: ChooseOptions = {},
): Promise<Enqueued | null> {
  const row = await replica.db.returned.get(returnedId);
  if (row === undefined || row.resolvedBy !== null) return null;
  const draft = draftId === undefined ? {} : { draftId };
  return enqueue(replica, clock, draftsOf(row, choice, edited), { resolves: returnedId, ...draft });
}

function draftsOf(row: ReturnedRow, choice: Choice, edited: ActionArgs | undefined): readonly ActionDraft[] {
  const { ticketId } = row;
  switch (choice.kind) {
    case "do":
      return choice.steps.map((step, index) => ({
        type: step.type,
        ticketId,
        args: edited !== undefined && index === choice.steps.length - 1 ? edited : step.args,
      }));
    case "keepNote":
    case "discard":
      return [{ type: "void", ticketId, args: { choice: choice.kind } }];
  }
}
