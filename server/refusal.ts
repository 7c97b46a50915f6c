import { administrationRefusals, type Obstacles } from "../core/directory/administration";

/** A request refused as a whole, with a code that the app translates; nothing was written. */
export const refusalCodes = {
  "session.none": 401,
  "account.mismatch": 409,
  "client.foreign": 403,
  "origin.foreign": 403,
  "body.tooLarge": 413,
  "input.malformed": 400,
  "rate.limited": 429,
  "app.tooOld": 426,
  "staff.only": 403,
  ...administrationRefusals,
} as const;
export type RefusalCode = keyof typeof refusalCodes;

export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly code: RefusalCode,
    /** `rate.limited`: milliseconds until it is worth asking again. */
    readonly retryAfterMs: number | null = null,
    /** Administration: what is in the way. */
    readonly obstacles: Obstacles | null = null,
  ) {
    super(code);
  }
}
