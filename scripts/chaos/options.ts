import { parseArgs } from "node:util";
import { Failure } from "../failure";

export interface ChaosOptions {
  readonly kills: number;
  /** How long people work and things die; the drain and the checks come after it. */
  readonly minutes: number;
  readonly seed: number;
  readonly json: boolean;
}

/** A process needs about this long to be back at work, so that the next kill meets load again. */
const secondsAKill = 4;

export function readOptions(given: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...given],
    options: {
      kills: { type: "string", default: "12" },
      minutes: { type: "string" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
    },
  });
  const kills = numberOf("--kills", values.kills);
  return {
    kills,
    minutes:
      values.minutes === undefined
        ? (Math.max(1, kills) * secondsAKill) / 60
        : numberOf("--minutes", values.minutes),
    seed: numberOf("--seed", values.seed),
    json: values.json,
  };
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new Failure(`${name} takes a number, not "${text}".`);
}
