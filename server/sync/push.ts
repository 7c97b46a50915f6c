/**
 * Push: a phone's actions, one after the other in the order of their numbers, each in a transaction of its own (S1).
 *
 * States of an action here: not seen (seq = lastSeq + 1), decided (seq ≤ lastSeq, its outcome stored for good, S3).
 * Invariants: a decided action never runs again; a refusal advances the numbering like an application (S2); a
 * transient failure advances nothing and ends the batch; nothing is answered before its COMMIT returned (S1a).
 */
import type { PushAnswer, StoredOutcome } from "../../core/sync/protocol";
import type { Database } from "../db";
import { notifyCommitted } from "../live/notify";
import { Refusal } from "../refusal";
import { readClient } from "./client-state";
import { decideEntry, type Step, storeUnfit } from "./decide-entry";
import { classifyFailure, sqlStateOf } from "./failure";
import type { Entry, PushInput } from "./request";
import { settleHeld } from "./settle-held";
import { StartOver } from "./start-over";

/** Tries of one action before the phone is asked to come back later. */
const triesMax = 6;
const backOffMs = 8;

/** Throws Refusal `client.foreign` or `session.none`; nothing is written then. */
export async function push(database: Database, input: PushInput): Promise<PushAnswer> {
  const { accountId, clientId, entries } = input;
  const client = await readClient(database, accountId, clientId);
  const results: StoredOutcome[] = [];
  let { lastSeq, serverTime } = client;
  let stop: PushAnswer["stop"] = null;
  let wrote = false;
  let told = false;
  try {
    for (const entry of entries) {
      const step = await decidePatiently(database, input, entry);
      if (step.kind === "stop") {
        stop = step.stop;
        break;
      }
      results.push(step.stored);
      wrote ||= step.wrote;
      told ||= step.told;
      lastSeq = Math.max(lastSeq, step.stored.seq);
      serverTime = Math.max(serverTime, step.serverTime);
      // Before what follows in the batch: what was held is older than that.
      if (step.chose) told = (await settleHeld(database, accountId)).told || told;
    }
  } finally {
    if (wrote) notifyCommitted(database, told);
  }
  return { results, lastSeq, serverTime, stop };
}

/** Tries an entry again while what fails is in the way and not in the action. */
async function decidePatiently(database: Database, input: PushInput, entry: Entry): Promise<Step> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await decideEntry(database, input.accountId, entry);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const failure = error instanceof StartOver ? "transient" : classifyFailure(error);
      if (failure === "bug") throw error;
      if (failure === "content") return decideUnfit(database, input, entry, error);
      // Twice the same key, try after try: no race, but an id that will never be free.
      if (attempt === triesMax && sqlStateOf(error) === "23505")
        return decideUnfit(database, input, entry, error);
      if (attempt === triesMax) {
        console.error(`push: action ${entry.actionId} was put off after ${triesMax} tries:`, error);
        return { kind: "stop", stop: "transient" };
      }
      await new Promise((resolve) => setTimeout(resolve, Math.random() * backOffMs * 2 ** attempt));
    }
  }
}

/** P6: what the database cannot store gets an outcome too, else it would block what comes after it for ever. */
async function decideUnfit(
  database: Database,
  input: PushInput,
  entry: Entry,
  cause: unknown,
): Promise<Step> {
  console.error(`push: action ${entry.actionId} does not fit the database:`, cause);
  try {
    return await storeUnfit(database, input.accountId, entry);
  } catch (error) {
    if (error instanceof Refusal || classifyFailure(error) === "bug") throw error;
    return { kind: "stop", stop: "transient" };
  }
}
