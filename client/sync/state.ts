/**
 * What the sync loop is doing, for the screens (C9). One tag at a time:
 *
 * idle → pushing → pulling → idle, with firstSync instead of pulling while the replica is filled.
 * Any of them → waiting (back-off, or a question that nobody answers so far), offline (the same, but the device itself
 * says there is no network), paused (only a person can help: sign in, switch account, update). Nothing of this is
 * stored: it starts at idle, never synced. From there, and after a failure, the way is shown only once the server has answered: until then the
 * screen would say "online" on no evidence. The first sync and a person's own try are shown at once.
 */
import type { EpochMs } from "../../core/ids";

export type SyncState =
  | { readonly tag: "idle"; readonly syncedAt: EpochMs | null }
  | { readonly tag: "pushing"; readonly left: number }
  | { readonly tag: "pulling" }
  | { readonly tag: "firstSync"; readonly done: number; readonly total: number }
  | { readonly tag: "waiting"; readonly untilMs: EpochMs }
  | { readonly tag: "offline"; readonly untilMs: EpochMs }
  | { readonly tag: "paused"; readonly reason: PauseReason };
export type PauseReason = "signIn" | "account" | "update";

/**
 * Why the loop is woken. `hint`, `save`, `poll` and `lost` (the live connection went: is the server there?) respect a
 * back-off that is running, the others end it. `offline` is news, not a wish: the device has lost its network.
 */
export type KickReason =
  | "save"
  | "open"
  | "visible"
  | "online"
  | "offline"
  | "lost"
  | "push"
  | "background"
  | "hint"
  | "poll"
  | "user";
