/**
 * What the sync loop is doing, for the screens (C9). One tag at a time:
 *
 * idle → pushing → pulling → idle, with firstSync instead of pulling while the replica is filled.
 * Any of them → waiting (back-off), offline (back-off too, but the device itself says there is no network),
 * paused (only a person can help: sign in, switch account, update). Nothing of this is stored: it starts at idle.
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

/** Why the loop is woken. `hint` and `save` respect a back-off that is running, the others end it. */
export type KickReason =
  | "save"
  | "open"
  | "visible"
  | "online"
  | "push"
  | "background"
  | "hint"
  | "poll"
  | "user";
