/** One mail as it leaves, and what became of it. Who takes it: an SMTP server (smtp.ts) or a folder (folder.ts). */
export interface RawMail {
  /** Of the Message-ID, so that the same mail has the same file name too. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The whole message, headers and all. */
  readonly raw: Buffer;
}

/**
 * refused: this mail will never be taken. later: it may be taken at another time; `surelyNot`: it is certain that it
 * was not taken now. away: no mail is taken at present, whichever it is; `alarm`: a line for whoever keeps the desk.
 */
export type PostAnswer =
  | { readonly kind: "taken" }
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "later"; readonly error: string; readonly surelyNot: boolean }
  | { readonly kind: "away"; readonly error: string; readonly alarm: string | null };

/** Never rejects. */
export type Post = (mail: RawMail) => Promise<PostAnswer>;
