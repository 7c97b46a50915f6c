/** What a phone that never heard an answer would do: says everything once more, and holds the answers against the first. */
import { isDeepStrictEqual } from "node:util";
import pg from "pg";
import { createTrpcTransport } from "../../client/trpc-transport";
import type { ClientId } from "../../core/ids";
import { type Action, pushBatchMax } from "../../core/sync/protocol";
import type { Complain } from "../simulate/checks";
import type { ChaosDesk, Session } from "./desk";
import type { Post } from "./phones";

/** P1, S3: every action again, in order, as if no answer had ever come: the same answers, and nothing changes. */
export async function sendAllAgain(
  { origin, desk }: { readonly origin: string; readonly desk: ChaosDesk },
  post: Post,
  complain: Complain,
): Promise<number> {
  const before = await countRows(desk);
  let sent = 0;
  for (const [clientId, { session, actions }] of post.sent) {
    const ordered = [...actions.values()].sort((a, b) => a.seq - b.seq);
    for (let from = 0; from < ordered.length; from += pushBatchMax) {
      const batch = ordered.slice(from, from + pushBatchMax);
      sent += batch.length;
      await sendBatchAgain(origin, clientId, session, batch, post, complain);
    }
  }
  for (const what of post.forgotten) complain("lost", `acknowledged and forgotten: ${what}`);
  for (const id of post.contradicted) complain("duplicated", `${id} was answered twice, otherwise`);
  const after = await countRows(desk);
  if (!isDeepStrictEqual(before, after))
    complain("duplicated", `sent again, ${JSON.stringify(before)} became ${JSON.stringify(after)}`);
  return sent;
}

async function sendBatchAgain(
  origin: string,
  clientId: ClientId,
  session: Session,
  actions: readonly Action[],
  post: Post,
  complain: Complain,
): Promise<void> {
  const transport = createTrpcTransport((input, init) =>
    fetch(`${origin}${String(input)}`, {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), cookie: session.cookie, origin },
    }),
  );
  try {
    const answer = await transport.push({ accountId: session.accountId, clientId, actions });
    if (answer.stop !== null || answer.results.length !== actions.length)
      complain("lost", `sent again, ${actions.length} actions of ${clientId} end with ${answer.stop}`);
    for (const { actionId, outcome } of answer.results) {
      const known = post.answered.get(actionId);
      if (known !== undefined && known.kind !== "held" && !isDeepStrictEqual(known, outcome))
        complain("duplicated", `${actionId} was ${known.kind}, and sent again ${outcome.kind}`);
    }
  } catch (error) {
    complain("stuck", `sent again, ${actions.length} actions of ${clientId}: ${String(error)}`);
  }
}

async function countRows({ database }: ChaosDesk): Promise<Readonly<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT (SELECT count(*) FROM action_outcome) AS outcomes, (SELECT count(*) FROM activity) AS lines,
         (SELECT sum(version) FROM ticket) AS versions, (SELECT count(*) FROM outbox) AS notices,
         (SELECT value FROM sync_counter) AS counter`,
    );
    return rows[0];
  } finally {
    await client.end();
  }
}
