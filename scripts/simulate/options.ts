import { parseArgs } from "node:util";
import { Failure } from "../failure";

export interface SimulateOptions {
  readonly firstSeed: number;
  readonly seeds: number;
  /** Ends the run early; what is under way is finished. Null: no limit. */
  readonly minutes: number | null;
  /** Saved by people before the faults stop, a seed. */
  readonly actions: number;
  /** The same where defects are planted: they show in half the actions, and sooner. */
  readonly calibrationActions: number;
  readonly workers: number;
  readonly json: boolean;
  readonly calibrate: boolean;
  /** Of the defects those whose name this pattern matches; null: all. */
  readonly only: string | null;
}

export function readOptions(given: readonly string[]): SimulateOptions {
  const { values } = parseArgs({
    args: [...given],
    options: {
      seed: { type: "string" },
      seeds: { type: "string" },
      minutes: { type: "string" },
      actions: { type: "string" },
      workers: { type: "string" },
      json: { type: "boolean", default: false },
      calibrate: { type: "boolean", default: false },
      only: { type: "string" },
    },
  });
  const one = values.seed !== undefined && values.seeds === undefined;
  return {
    firstSeed: numberOf("--seed", values.seed ?? "1"),
    seeds: numberOf("--seeds", values.seeds ?? (one ? "1" : "10")),
    minutes: values.minutes === undefined ? null : numberOf("--minutes", values.minutes),
    actions: numberOf("--actions", values.actions ?? "1000"),
    calibrationActions: numberOf("--actions", values.actions ?? "500"),
    workers: numberOf("--workers", values.workers ?? "2"),
    json: values.json,
    calibrate: values.calibrate,
    only: values.only ?? null,
  };
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Failure(`${name} takes a whole number, not "${text}".`);
}
