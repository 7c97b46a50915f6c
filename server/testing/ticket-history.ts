/**
 * Every state that a ticket ever had, kept by a trigger of the test's own: with actions that arrive at once nobody
 * else can say what one of them found. A state, its line and whom it told belong together by their transaction.
 */
import type { AccountId, ActionId, TicketId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import type { ActionType, Stage } from "../../core/workflow/vocabulary";
import type { Database } from "../db";

/** Before the first ticket. */
export async function keepHistory(database: Database): Promise<void> {
  for (const statement of [
    `CREATE TABLE ticket_history (ticket_id uuid, version int, transaction bigint, json jsonb, PRIMARY KEY (ticket_id, version))`,
    // A trigger that completes a row writes it again under the version it has.
    `CREATE FUNCTION keep_ticket_history() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       INSERT INTO ticket_history
       VALUES (NEW.id, NEW.version, pg_current_xact_id()::xid::text::bigint, ticket_json(NEW))
       ON CONFLICT DO NOTHING;
       RETURN NULL;
     END $$`,
    `CREATE TRIGGER keep_ticket_history AFTER INSERT OR UPDATE ON ticket
     FOR EACH ROW EXECUTE FUNCTION keep_ticket_history()`,
  ]) {
    await database.$executeRawUnsafe(statement);
  }
}

export interface State {
  readonly ticket: Ticket;
  readonly transaction: string;
}
export interface Line {
  readonly id: ActionId;
  readonly ticketId: TicketId;
  readonly type: ActionType;
  /** Null: the system. */
  readonly actorId: AccountId | null;
  readonly insteadOf: AccountId | null;
  readonly fromStage: Stage | null;
  readonly toStage: Stage | null;
  readonly transaction: string;
}
export interface ToldRow {
  readonly actionId: ActionId;
  readonly accountId: AccountId;
  readonly ticketId: TicketId;
  readonly kind: string;
  readonly source: "S" | "X";
  readonly as: readonly string[];
}

export interface History {
  /** In the order of their versions, from 1 on. */
  readonly states: ReadonlyMap<TicketId, readonly State[]>;
  readonly lines: readonly Line[];
  readonly told: readonly ToldRow[];
}

export async function readHistory(database: Database, ticketIds: readonly TicketId[]): Promise<History> {
  const rows = await database.$queryRaw<{ id: TicketId; ticket: Ticket; transaction: string }[]>`
    SELECT ticket_id::text AS id, json AS ticket, transaction::text FROM ticket_history
    WHERE ticket_id = ANY (${ticketIds}::uuid[]) ORDER BY ticket_id, version`;
  const states = new Map<TicketId, State[]>();
  for (const { id, ticket, transaction } of rows) {
    states.set(id, [...(states.get(id) ?? []), { ticket, transaction }]);
  }
  const lines = await database.$queryRaw<Line[]>`
    SELECT id::text, ticket_id::text AS "ticketId", type, actor_id::text AS "actorId",
      instead_of::text AS "insteadOf", from_stage AS "fromStage", to_stage AS "toStage", xmin::text AS transaction
    FROM activity WHERE ticket_id = ANY (${ticketIds}::uuid[])`;
  const told = await database.$queryRaw<ToldRow[]>`
    SELECT payload ->> 'actionId' AS "actionId", account_id::text AS "accountId", ticket_id::text AS "ticketId",
      kind, payload ->> 'source' AS source, payload -> 'as' AS "as"
    FROM outbox WHERE ticket_id = ANY (${ticketIds}::uuid[])`;
  return { states, lines, told };
}
