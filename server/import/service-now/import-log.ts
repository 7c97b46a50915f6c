/**
 * The ServiceNow incident log (UCI 498, doi 10.24432/C57S4H) as tickets: what its people did is planned as for the
 * replay, and each incident is a history. Whom and what it names is made as it names it; its people are numbers, so
 * nobody can sign in as one of them.
 */
import type { AccountId, TicketId } from "../../../core/ids";
import { importRowsMax, problemValueMax } from "../../../core/import/import";
import type { History, HistoryStep } from "../../../core/import/ticket-history";
import type { Administration } from "../../admin/administer";
import { createBook } from "../book";
import type { Counts, ImportWork } from "../import";
import { lookAhead, unpack } from "../read-csv";
import { type LogIds, logArgs, logBegin } from "./args";
import { prepareLogDirectory } from "./directory";
import { readIncidentsOf } from "./log-reader";
import { idOf, sharedRun } from "./names";
import { type LogPerson, type PlannedAction, planIncident } from "./plan";

/** By its header: no file of ours has these columns. */
export async function isServiceNowLog(bytes: Uint8Array): Promise<boolean> {
  const { header } = await lookAhead(bytes);
  return header.startsWith("number,") && header.includes("sys_updated_at");
}

export async function importLog(
  administration: Administration,
  work: ImportWork,
  bytes: Uint8Array,
): Promise<Counts> {
  const { problems, notes, onRow } = work;
  const incidents: { readonly line: number; readonly actions: readonly PlannedAction[] }[] = [];
  try {
    let read = 0;
    const found = readIncidentsOf(unpack(bytes), Number.POSITIVE_INFINITY, ({ line, reason }) => {
      notes.push({ line, column: null, code: "leftOut", value: reason.slice(0, problemValueMax) });
    });
    for await (const rows of found) {
      for (const _ of rows) onRow();
      read += rows.length;
      if (read > importRowsMax.tickets) throw new Error(`over ${importRowsMax.tickets} rows`);
      incidents.push({ line: rows[0]?.line ?? 1, actions: planIncident(rows) });
    }
  } catch (error) {
    const value = error instanceof Error ? error.message : "";
    problems.push({ line: 1, column: null, code: "file", value: value.slice(0, problemValueMax) });
    return { created: 0, changed: 0, unchanged: 0 };
  }
  const actions = incidents.flatMap((incident) => incident.actions);
  await prepareLogDirectory(administration.transaction, actions);
  await preparePeople(administration, actions);
  const book = await createBook(administration, work);
  for (const { line, actions: planned } of incidents) await book.add(historyOf(line, planned));
  return book.close();
}

const personIdOf = (person: LogPerson): AccountId => idOf(sharedRun, `person/${person}`, logBegin);

function historyOf(line: number, actions: readonly PlannedAction[]): History {
  const number = actions[0]?.number ?? "";
  const ids = {
    personId: personIdOf,
    problemId: (of: string): TicketId => idOf(sharedRun, `imported problem/${of}`, logBegin),
  };
  const steps = actions.map((action) => ({
    at: action.at,
    actorId: personIdOf(action.actor),
    type: action.verb.type,
    args: logArgs(action, ids),
  }));
  return { line, reference: `ServiceNow ${number}`, steps: [...steps, ...endOfProblem(actions, ids)] };
}

/** The log says nothing of a problem but that it was waited for: it does not stay open here for good. */
function endOfProblem(
  actions: readonly PlannedAction[],
  { problemId }: Pick<LogIds, "problemId">,
): readonly HistoryStep[] {
  const last = actions.at(-1);
  if (last === undefined || !actions.some(({ verb }) => verb.type === "raiseProblem")) return [];
  const { at, actor, number } = last;
  const args = { reason: `ServiceNow ${number}: no more is known of it` };
  return [{ at, actorId: personIdOf(actor), type: "cancel", args, ticketId: problemId(number) }];
}

async function preparePeople(
  { transaction }: Administration,
  actions: readonly PlannedAction[],
): Promise<void> {
  const people = new Set<LogPerson>();
  for (const { actor, verb } of actions) {
    people.add(actor);
    if (verb.type === "assignHandler" || verb.type === "transfer") people.add(verb.person);
  }
  await transaction.account.createMany({
    data: [...people].map((person) => ({
      id: personIdOf(person),
      name: `記錄人員 ${person}`,
      email: `${person.replace(":", ".")}@service-now-log.invalid`,
      role: "agent",
      active: false,
      createdAt: new Date(logBegin),
    })),
    skipDuplicates: true,
  });
}
