/**
 * Sends what waits for webhooks (webhook_delivery): claimed with a lease, so that any number of processes may do it side by
 * side, and a process that is killed loses nothing (S5). At least once; the id is the same at every try, the order is not
 * promised.
 *
 * A message  pending → sent | dead. 2xx: sent. 410: its webhook stops and all that waits for it is given up. Anything else:
 * again, later (back-off.ts), and given up after the last.
 */

import type { WebhookId } from "../../core/ids";
import type { WebhookEvent } from "../../core/interfaces/webhook";
import { type WebhookFacts, webhookMessage, webhookTest } from "../../core/interfaces/webhook-message";
import type { Database } from "../db";
import { sign } from "../events/signature";
import { oneLine } from "../one-line";
import { readRetryAfterMs } from "../outbox/back-off";
import { type Carrier, startCarrier } from "../outbox/carrier";
import type { GuardedAnswer, GuardedPost } from "../outgoing/guarded-post";
import { ask, readSql, run } from "../sql";
import { webhookDelayMs } from "./back-off";

type Claimed = {
  readonly id: string;
  readonly webhookId: WebhookId;
  readonly attempt: number;
  readonly event: WebhookEvent | "webhook.test";
  readonly facts: unknown;
  readonly createdAt: number;
  readonly url: string;
  /** The newest first. Never into a log. */
  readonly secrets: readonly string[];
};

export interface CarryOptions {
  readonly post: GuardedPost;
  /** Of the desk, for the address of the ticket. */
  readonly origin: string;
  readonly log: (line: string) => void;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  readonly pollMs?: number;
}

type End = {
  readonly state: "sent" | "dead" | "pending";
  readonly afterMs: number;
  readonly error: string | null;
  readonly isGone: boolean;
};

const slots = 16;
const slotsPerWebhook = 4;
/** Longer than the slowest exchange. */
const leaseMs = 60_000;
const defaultPollMs = 3_000;

const claimSql = readSql("webhooks/sql/claim.sql");
const endSql = readSql("webhooks/sql/end.sql");

export function startWebhookCarrier(database: Database, options: CarryOptions): Carrier {
  const { log, pollMs = defaultPollMs } = options;
  return startCarrier({
    name: "webhooks",
    log,
    slots,
    pollMs,
    async takeDue(free) {
      if (free === 0) return { carried: [], more: false };
      const claimed =
        (await ask<readonly Claimed[]>(database, claimSql, free, leaseMs, slotsPerWebhook)) ?? [];
      return { carried: claimed.map((one) => carry(database, one, options)), more: claimed.length > 0 };
    },
  });
}

/** One try and its record. Throws when the database is away. */
async function carry(database: Database, claimed: Claimed, options: CarryOptions): Promise<void> {
  const answer = await send(claimed, options);
  const { state, afterMs, error, isGone } = endOf(answer, claimed.attempt, options.random());
  if (isGone) options.log(`webhooks: ${claimed.webhookId} answered 410 and is stopped`);
  await run(database, endSql, claimed.id, claimed.attempt, state, afterMs, error, isGone);
}

/** Signed with each secret that is good, as Standard Webhooks has it while one replaces the other. */
function send(
  { id, event, facts, createdAt, url, secrets }: Claimed,
  options: CarryOptions,
): Promise<GuardedAnswer> {
  const { origin, post } = options;
  const text =
    event === "webhook.test"
      ? webhookTest(createdAt, origin)
      : webhookMessage(event, facts as WebhookFacts, origin);
  const body = Buffer.from(text);
  const messageId = `msg_${id}`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signatures = secrets.map(
    (secret) => `v1,${sign(secret, messageId, timestamp, body).toString("base64")}`,
  );
  return post({
    endpoint: url,
    headers: {
      "content-type": "application/json",
      "content-length": body.byteLength,
      "webhook-id": messageId,
      "webhook-timestamp": timestamp,
      "webhook-signature": signatures.join(" "),
    },
    body,
  });
}

function endOf(answer: GuardedAnswer, attempt: number, random: number): End {
  if (answer.kind === "answered" && answer.status >= 200 && answer.status < 300)
    return { state: "sent", afterMs: 0, error: null, isGone: false };
  const error = errorOf(answer);
  if (answer.kind === "answered" && answer.status === 410)
    return { state: "dead", afterMs: 0, error, isGone: true };
  const delayMs = webhookDelayMs(attempt, random);
  if (delayMs === null) return { state: "dead", afterMs: 0, error, isGone: false };
  const asked = answer.kind === "answered" ? readRetryAfterMs(answer.retryAfter, Date.now()) : null;
  return { state: "pending", afterMs: Math.max(delayMs, asked ?? 0), error, isGone: false };
}

/** For the page of administrators: a status, and what the receiver said, which is a stranger's text. */
function errorOf(answer: GuardedAnswer): string {
  switch (answer.kind) {
    case "answered":
      return `${answer.status} ${oneLine(answer.reason)}`.trim();
    case "failed":
      return answer.code;
    case "forbidden":
      return "address.forbidden";
  }
}
