/** What administrators and people choose about notifications, as it travels between the screens and the server. */
import type { EpochMs } from "../ids";
import type { CellId, Channels, Rule } from "./matrix";
import type { QuietHours } from "./quiet-hours";

/** What a person chose for themselves: over a channel that they switched off nothing comes. The inbox is always on. */
export interface NotifySetting {
  readonly push: boolean;
  readonly mail: boolean;
  readonly quiet: QuietHours | null;
}
export const defaultSetting: NotifySetting = { push: true, mail: true, quiet: null };

/** A rule with who made it. */
export interface RuleRecord extends Rule {
  readonly changedBy: string;
  readonly changedAt: EpochMs;
}

/** One cell as an administrator wants it; the default again forgets its rule. */
export interface RuleChange extends CellId {
  readonly channels: Channels;
}
