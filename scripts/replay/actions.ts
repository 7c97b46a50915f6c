/** A planned action of the log as the wire has it (SYNC A1), numbered by the device that sends it. */
import type { AccountId, ActionId, ClientId, TicketId } from "../../core/ids";
import type { Action } from "../../core/sync/protocol";
import { logArgs, logBegin } from "../../server/import/service-now/args";
import { idOf, sharedRun } from "../../server/import/service-now/names";
import type { LogPerson, PlannedAction } from "../../server/import/service-now/plan";

export const accountIdOf = (device: number): AccountId => idOf(sharedRun, `account/${device}`, logBegin);
export const clientIdOf = (run: string, device: number): ClientId => idOf(run, `client/${device}`, logBegin);

export interface Numbering {
  readonly run: string;
  readonly deviceOf: (person: LogPerson) => number;
  /** Takes the device's next number. */
  readonly nextSeq: (device: number) => number;
}

/** Numbers the action; call it in the order in which the device did its actions. */
export function toWireAction(planned: PlannedAction, device: number, numbering: Numbering): Action {
  const { run } = numbering;
  const openedAt = logBegin;
  return {
    clientId: clientIdOf(run, device),
    seq: numbering.nextSeq(device),
    actionId: idOf<ActionId>(run, `action/${planned.number}/${planned.index}`, planned.at),
    type: planned.verb.type,
    typeVersion: 1,
    ticketId: idOf<TicketId>(run, `ticket/${planned.number}`, openedAt),
    baseRevision: planned.verb.type === "open" ? 0 : 1,
    args: logArgs(planned, {
      personId: (person) => accountIdOf(numbering.deviceOf(person)),
      problemId: (number) => idOf<TicketId>(run, `problem/${number}`, logBegin),
    }),
    occurredAt: planned.at,
    clockOffset: 0,
    uncertainTime: false,
    dependsOn: [],
  };
}
