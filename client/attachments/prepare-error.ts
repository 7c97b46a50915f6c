/**
 * tooLarge    more bytes than may be sent, or more pixels than a phone can draw
 * empty       no bytes
 * unreadable  it was there when it was chosen: deleted since, or in a cloud that is not reached now
 */
export type PrepareErrorCode = "tooLarge" | "empty" | "unreadable";

/** Why a file cannot go with an action. The screen translates the code. */
export class PrepareError extends Error {
  override readonly name = "PrepareError";
  constructor(
    readonly code: PrepareErrorCode,
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
