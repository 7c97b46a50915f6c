/** Plays stories: each step is an action of a person's phone, pushed through the server's own code, in order of time. */
import { randomBytes } from "node:crypto";
import { type AccountId, type ActionId, type ClientId, createUuidV7, type TicketId } from "../../core/ids";
import type { Action, ActionArgs } from "../../core/sync/protocol";
import type { ActionType } from "../../core/workflow/vocabulary";
import type { Database } from "../../server/db";
import { push } from "../../server/sync/push";
import type { DemoDesk } from "./desk";
import type { PersonKey } from "./people";

/** What a story knows when its arguments are made. */
export type Scene = {
  readonly desk: DemoDesk;
  /** The id of another ticket of the stories, by its key. */
  readonly ticket: (key: string) => TicketId;
  /** Epoch ms of so many hours before (or, negative, after) now. */
  readonly hoursAgo: (hours: number) => number;
};

export type StoryStep = {
  /** Names the ticket among the stories. */
  readonly ticket: string;
  readonly hoursAgo: number;
  readonly who: PersonKey;
  readonly type: ActionType;
  readonly args?: (scene: Scene) => ActionArgs;
  /** Hours the phone was without a network: the action arrived this much later. */
  readonly arrivedAfterHours?: number;
};

const hourMs = 3_600_000;
/** What the way from a phone with a network takes. */
const usualDelaySeconds = 2;

export async function playStory(
  on: Database,
  desk: DemoDesk,
  story: readonly StoryStep[],
  now: number,
  progress?: (done: number, total: number) => void,
): Promise<void> {
  const ticketIds = new Map<string, TicketId>();
  const idAt = (at: number): string => createUuidV7(at, randomBytes(10));
  const hoursAgo = (hours: number): number => Math.round(now - hours * hourMs);
  for (const { ticket, type, hoursAgo: hours } of story) {
    if (type === "open") ticketIds.set(ticket, idAt(hoursAgo(hours)) as TicketId);
  }
  const idOf = (key: string): TicketId => {
    const id = ticketIds.get(key);
    if (id === undefined) throw new Error(`No story opens "${key}".`);
    return id;
  };
  const phones = createPhones();
  const inOrder = [...story].sort((a, b) => b.hoursAgo - a.hoursAgo);
  for (const [index, step] of inOrder.entries()) {
    const { accountId, clientId, seq } = phones(desk.account(step.who));
    const occurredAt = hoursAgo(step.hoursAgo);
    const ticketId = idOf(step.ticket);
    const row = await on.ticket.findUnique({ where: { id: ticketId }, select: { revision: true } });
    const action: Action = {
      clientId,
      seq,
      actionId: idAt(occurredAt) as ActionId,
      type: step.type,
      typeVersion: 1,
      ticketId,
      baseRevision: row?.revision ?? 0,
      args: step.args?.({ desk, ticket: idOf, hoursAgo }) ?? {},
      occurredAt,
      clockOffset: 0,
      uncertainTime: false,
      dependsOn: [],
    };
    await pushOne(on, accountId, action, step);
    await setArrival(on, action, step.arrivedAfterHours);
    progress?.(index + 1, inOrder.length);
  }
  await on.$executeRaw`
    UPDATE ticket SET updated_at = (SELECT max(arrived_at) FROM activity WHERE ticket_id = ticket.id)`;
}

async function pushOne(on: Database, accountId: AccountId, action: Action, step: StoryStep): Promise<void> {
  const { clientId, seq, actionId } = action;
  // As it would come over the network.
  const raw = JSON.parse(JSON.stringify(action)) as Record<string, unknown>;
  const answer = await push(on, { accountId, clientId, entries: [{ clientId, seq, actionId, raw }] });
  const outcome = answer.results[0]?.outcome;
  if (outcome?.kind === "applied") return;
  throw new Error(`${step.ticket}: ${step.type} by ${step.who}: ${JSON.stringify(outcome ?? answer.stop)}`);
}

/** The server's clock says today; the story tells of a phone that reached it then. */
async function setArrival(on: Database, action: Action, afterHours: number | undefined): Promise<void> {
  const seconds = afterHours === undefined ? usualDelaySeconds : afterHours * 3_600;
  await on.$executeRaw`
    UPDATE activity SET arrived_at = least(arrived_at, occurred_at + make_interval(secs => ${seconds}))
    WHERE id = ${action.actionId}::uuid`;
}

/** One phone a person, its actions numbered. */
function createPhones(): (accountId: AccountId) => { accountId: AccountId; clientId: ClientId; seq: number } {
  const phones = new Map<AccountId, { clientId: ClientId; seq: number }>();
  return (accountId) => {
    const phone = phones.get(accountId) ?? { clientId: crypto.randomUUID() as ClientId, seq: 0 };
    phone.seq += 1;
    phones.set(accountId, phone);
    return { accountId, clientId: phone.clientId, seq: phone.seq };
  };
}
