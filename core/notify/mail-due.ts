/** When a notice goes out by mail too (WORKFLOWS.md, Notifications). Pure. */
import type { EpochMs } from "../ids";
import type { Channels } from "./matrix";

/** What rang and is not opened in this time is mailed. */
export const unopenedMs = 15 * 60_000;

/**
 * At once where the matrix says mail. Else mail follows a push that nobody opened, so only where there was to be one,
 * and where the inbox tells whether it was opened. Null: no mail. `channels`: as the matrix says.
 */
export function mailDueAt(now: EpochMs, channels: Channels, wantsMail: boolean): EpochMs | null {
  if (!wantsMail) return null;
  if (channels.mail) return now;
  return channels.inbox && channels.push ? now + unopenedMs : null;
}
