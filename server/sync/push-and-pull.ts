/**
 * S6: a phone whose last actions are all in this push asks in the same request what it would pull next. The pull is of
 * a snapshot after every COMMIT of the batch, so its lastSeq covers them (C1a).
 */
import type { PushAnswer } from "../../core/sync/protocol";
import type { Database } from "../db";
import { pull } from "./pull";
import { push } from "./push";
import type { PushInput } from "./request";

/** Throws as `push` does. What was decided is answered even where the pull fails: the phone then pulls by itself. */
export async function pushAndPull(database: Database, input: PushInput): Promise<PushAnswer> {
  const answer = await push(database, input);
  if (input.pull === undefined || answer.stop !== null) return answer;
  try {
    const { accountId, clientId } = input;
    return { ...answer, pull: await pull(database, { ...input.pull, accountId, clientId }) };
  } catch {
    return answer;
  }
}
