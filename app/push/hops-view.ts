/** A test message's way as a list of hops, and what it means where it stands. Pure: `now` is an argument. */
import type { EpochMs } from "../../core/ids";
import type { ProbeHops } from "../../core/push/health";

export const hopNames = ["queued", "sent", "accepted", "received", "shown"] as const;
export type HopName = (typeof hopNames)[number];

/** running: more may come. unknown: the server could not be asked. gone: its device is no more. */
export type ProbeVerdict =
  | "running"
  | "shown"
  | "notSent"
  | "notAccepted"
  | "notReceived"
  | "notShown"
  | "gone"
  | "unknown";

export interface HopLine {
  readonly name: HopName;
  /** Null: not reached. Else ms since it was queued. */
  readonly afterMs: number | null;
}

/** How long each hop may take before it is said to be missing; messages take seconds, through a tunnel longer. */
export const patienceMs = 20_000;

export function hopLines(hops: ProbeHops): readonly HopLine[] {
  const at: Readonly<Record<HopName, EpochMs | null>> = {
    queued: hops.queuedAt,
    sent: hops.sentAt,
    accepted: hops.acceptedAt,
    received: hops.receivedAt,
    shown: hops.shownAt,
  };
  return hopNames.map((name) => {
    const reached = at[name];
    return { name, afterMs: reached === null ? null : Math.max(0, reached - hops.queuedAt) };
  });
}

/** `sinceMs`: since the test was begun, by the clock of this device. */
export function probeVerdict(hops: ProbeHops, sinceMs: number): ProbeVerdict {
  if (hops.shownAt !== null) return "shown";
  if (hops.state === "dead") return "notAccepted";
  if (sinceMs < patienceMs) return "running";
  if (hops.receivedAt !== null) return "notShown";
  if (hops.acceptedAt !== null) return "notReceived";
  return hops.sentAt === null ? "notSent" : "notAccepted";
}
