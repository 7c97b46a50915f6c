/** What administrators and people choose about notifications, as it travels between the screens and the server. */
import type { EpochMs } from "../ids";
import type { DigestTime } from "./digest-time";
import type { CellId, Channels, Rule } from "./matrix";
import type { QuietHours } from "./quiet-hours";

/** What a person chose for themselves: over a channel that they switched off no notice comes. The inbox is always on. */
export interface NotifySetting {
  readonly push: boolean;
  readonly mail: boolean;
  readonly quiet: QuietHours | null;
  /** The daily mail, whether or not notices come by mail; null: none. */
  readonly digest: DigestTime | null;
}
export const defaultSetting: NotifySetting = { push: true, mail: true, quiet: null, digest: null };

/** A rule with who made it. */
export interface RuleRecord extends Rule {
  readonly changedBy: string;
  readonly changedAt: EpochMs;
}

/** One cell as an administrator wants it; the default again forgets its rule. */
export interface RuleChange extends CellId {
  readonly channels: Channels;
}
