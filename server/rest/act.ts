/**
 * One action of another program, pushed like a phone's (server/sync/push.ts), so that it is decided by the same rules, once,
 * however often it is sent (P1, S3). Its Idempotency-Key is the action's id. A key does not number its actions: each takes
 * the next number of the key's own client under that client's lock; sent again, it is known by its id (A7).
 */
import { createHash } from "node:crypto";
import type { ActionId, TicketId } from "../../core/ids";
import { numberText } from "../../core/messages/number-text";
import type { Outcome } from "../../core/sync/protocol";
import type { ActionType, Flow } from "../../core/workflow/vocabulary";
import type { ApiKey } from "../api-keys/find-key";
import type { Database } from "../db";
import { isHashOf } from "../sync/content-hash";
import { push } from "../sync/push";
import { unnumbered } from "../sync/request";
import { failureRetryMs, RestRefusal } from "./refusal";
import type { ActionAnswer } from "./schemas";

export type AskedAction = {
  readonly actionId: ActionId;
  readonly type: ActionType;
  readonly ticketId: TicketId;
  readonly revision: number;
  readonly args: Readonly<Record<string, unknown>>;
  /** Null: at the arrival. */
  readonly occurredAt: number | null;
};

/** What actions say in this version of the routes; core's upcasts read it for as long as there are any. */
const typeVersion = 1;

/** `now` in epoch ms. Throws RestRefusal `idempotency.reused` or `failure`. */
export async function actOnce(
  database: Database,
  { account, clientId }: ApiKey,
  asked: AskedAction,
  now: number,
): Promise<ActionAnswer> {
  const { actionId, ticketId } = asked;
  const raw = rawOf(asked, now);
  const outcome =
    (await findOutcome(database, account.id, actionId, raw)) ??
    (await pushOne(database, account.id, { clientId, seq: unnumbered, actionId, raw }));
  const number = outcome.kind === "applied" ? await readNumber(database, ticketId) : null;
  return { actionId, ticketId, number, outcome: outcome as ActionAnswer["outcome"] };
}

/**
 * Its content is the same each time it is sent (S3): without a time of its own it is zero by a clock that is behind by all of
 * the present, and an offset is no content. Files have no route here.
 */
function rawOf({ type, ticketId, revision, args, occurredAt }: AskedAction, now: number) {
  const { attachments: _, ...said } = args;
  return {
    type,
    typeVersion,
    ticketId,
    baseRevision: revision,
    args: said,
    occurredAt: occurredAt ?? 0,
    clockOffset: occurredAt === null ? now : 0,
    uncertainTime: false,
    dependsOn: [],
  };
}

/** A repeat writes nothing. What is decided at this moment is found under the client's lock. */
async function findOutcome(
  database: Database,
  accountId: ApiKey["account"]["id"],
  actionId: ActionId,
  raw: Readonly<Record<string, unknown>>,
): Promise<Outcome | null> {
  const stored = await database.actionOutcome.findUnique({
    where: { accountId_actionId: { accountId, actionId } },
    select: { contentHash: true, outcome: true },
  });
  if (stored === null) return null;
  if (!isHashOf(stored.contentHash, raw)) throw new RestRefusal("idempotency.reused");
  return stored.outcome as unknown as Outcome;
}

async function pushOne(
  database: Database,
  accountId: ApiKey["account"]["id"],
  entry: Parameters<typeof push>[1]["entries"][number],
): Promise<Outcome> {
  const { results, stop } = await push(database, { accountId, clientId: entry.clientId, entries: [entry] });
  if (stop === "changed") throw new RestRefusal("idempotency.reused");
  const outcome = results[0]?.outcome;
  if (outcome === undefined) throw new RestRefusal("failure", { retryAfterMs: failureRetryMs });
  return outcome;
}

async function readNumber(database: Database, id: TicketId): Promise<string | null> {
  const row = await database.ticket.findUnique({ where: { id }, select: { flow: true, number: true } });
  return row === null ? null : numberText(row.flow as Flow, row.number, id);
}

/**
 * The id of the ticket that an action opens, the same each time it is sent: UUID version 8, its time the action's where that
 * has one (version 7), so that it lies among those of the same day.
 */
export function openedId(accountId: string, actionId: ActionId): TicketId {
  const hash = createHash("sha256").update(`${accountId} ${actionId}`).digest("hex");
  const time = actionId[14] === "7" ? actionId.slice(0, 13) : `${hash.slice(0, 8)}-${hash.slice(8, 12)}`;
  const rest = `8${hash.slice(12, 15)}-8${hash.slice(15, 18)}-${hash.slice(18, 30)}`;
  return `${time}-${rest}` as TicketId;
}
