/**
 * Ids made from names: the same run on the same log gives the same accounts, tickets, clients and actions, so that a
 * replay that was cut off and is started again repeats itself and the server answers with what it stored (SYNC S3).
 */
import { createHash } from "node:crypto";
import { createUuidV7, type EpochMs } from "../../../core/ids";

/** Set once for all runs: parts of the demo desk that every run of the log shares. */
export const sharedRun = "service-now-log";

/** A uuidv7 of `at` whose random part is drawn from the run and the name. */
export function idOf<Id extends string>(run: string, name: string, at: EpochMs): Id {
  return createUuidV7(at, createHash("sha256").update(`${run}/${name}`).digest()) as Id;
}
