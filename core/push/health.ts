/** What a person sees of their devices and of a test message, as it travels between server and screen. */
import type { EpochMs } from "../ids";

export interface DeviceHealth {
  readonly id: string;
  /** The browser's own words about itself; a stranger's text. */
  readonly userAgent: string | null;
  readonly locale: "zh-TW" | "en";
  readonly showsTitles: boolean;
  /** The device that asks. */
  readonly isThis: boolean;
  /** It has given back a token that came through push; before that it is told nothing. */
  readonly active: boolean;
  readonly createdAt: EpochMs;
  /** When it last spoke to the desk by itself. */
  readonly heardAt: EpochMs;
  /** When its push service last took a message for it. */
  readonly acceptedAt: EpochMs | null;
  /** Tries that were refused since then, and how the last one ended. */
  readonly failures: number;
  readonly lastError: string | null;
}

/** A message on its way, hop by hop; null: not there yet. */
export interface ProbeHops {
  readonly state: "pending" | "accepted" | "dead";
  readonly queuedAt: EpochMs;
  readonly sentAt: EpochMs | null;
  readonly acceptedAt: EpochMs | null;
  readonly receivedAt: EpochMs | null;
  readonly shownAt: EpochMs | null;
  readonly attempts: number;
  readonly error: string | null;
}
