/**
 * Push: a phone's actions, one after the other in the order of their numbers; those that may share a transaction do,
 * until something fails in it: then each gets one of its own (S1, S4).
 *
 * States of an action here: not seen (seq = lastSeq + 1), decided (seq ≤ lastSeq, its outcome stored for good, S3).
 * Invariants: a decided action never runs again; a refusal advances the numbering like an application (S2); a
 * transient failure advances nothing and ends the batch; nothing is answered before its COMMIT returned (S1a).
 */
import type { AccountId } from "../../core/ids";
import type { PushAnswer, StoredOutcome } from "../../core/sync/protocol";
import type { Database } from "../db";
import { notifyCommitted } from "../live/notify";
import { Refusal } from "../refusal";
import { readClient } from "./client-state";
import { decideEntry, decideRun, type Step, storeUnfit } from "./decide-entry";
import { classifyFailure, sqlStateOf } from "./failure";
import type { Entry, PushInput } from "./request";
import { nextRun } from "./run";
import { settleHeld } from "./settle-held";
import { StartOver } from "./start-over";

/** Tries of one action before the phone is asked to come back later. */
const triesMax = 6;
/** Tries of a run while there is no connection for it. */
const runTriesMax = 3;
const backOffMs = 8;

/** What a push has come to so far. */
type Progress = {
  readonly results: StoredOutcome[];
  lastSeq: number;
  serverTime: number;
  stop: PushAnswer["stop"];
  wrote: boolean;
  told: boolean;
};

/** Throws Refusal `client.foreign` or `session.none`; nothing is written then. */
export async function push(database: Database, input: PushInput): Promise<PushAnswer> {
  const client = await readClient(database, input.accountId, input.clientId);
  const progress: Progress = { ...client, results: [], stop: null, wrote: false, told: false };
  try {
    await decideAll(database, input, progress);
  } finally {
    if (progress.wrote) notifyCommitted(database, progress.told);
  }
  const { results, lastSeq, serverTime, stop } = progress;
  return { results, lastSeq, serverTime, stop };
}

async function decideAll(database: Database, input: PushInput, progress: Progress): Promise<void> {
  // How many of the next entries are decided alone, as they failed together.
  let alone = 0;
  for (let rest = input.entries; rest.length > 0 && progress.stop === null; ) {
    const run = alone > 0 ? rest.slice(0, 1) : nextRun(rest);
    const steps = await decideTogether(database, input, run);
    if (steps === null) {
      alone = run.length;
      continue;
    }
    alone = Math.max(0, alone - 1);
    rest = rest.slice(steps.length);
    for (const step of steps) await takeIn(database, input.accountId, step, progress);
  }
}

async function takeIn(
  database: Database,
  accountId: AccountId,
  step: Step,
  progress: Progress,
): Promise<void> {
  if (step.kind === "stop") {
    progress.stop = step.stop;
    return;
  }
  progress.results.push(step.stored);
  progress.wrote ||= step.wrote;
  progress.told ||= step.told;
  progress.lastSeq = Math.max(progress.lastSeq, step.stored.seq);
  progress.serverTime = Math.max(progress.serverTime, step.serverTime);
  // Before what follows in the batch: what was held is older than that.
  if (step.chose) progress.told = (await settleHeld(database, accountId)).told || progress.told;
}

/**
 * S4: null where entries that share a transaction failed. All of it was undone, so each is decided alone: what failed
 * lies in one of them or in the way, and the others must neither be undone by it nor wait for it.
 */
async function decideTogether(
  database: Database,
  input: PushInput,
  run: readonly Entry[],
): Promise<readonly Step[] | null> {
  const [first] = run;
  if (first !== undefined && run.length === 1) return [await decidePatiently(database, input, first)];
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await decideRun(database, input.accountId, run);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (attempt === runTriesMax || !isCrowded(error)) return null;
      await backOff(attempt);
    }
  }
}

/** No connection came free, or none is to be had: many transactions in place of one would make that worse. */
function isCrowded(error: unknown): boolean {
  const isOurs = error instanceof StartOver || sqlStateOf(error) !== null;
  return !isOurs && classifyFailure(error) === "transient";
}

function backOff(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * backOffMs * 2 ** attempt));
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
      await backOff(attempt);
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
