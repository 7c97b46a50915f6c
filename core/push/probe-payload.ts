/**
 * A message that asks a device whether it hears. The device answers with the token in it, which nobody else can know:
 * it is encrypted for that device and came through its push service.
 */
import { type AccountId, isUuid } from "../ids";

/**
 * activate: the first one, before anything else is sent there. test: its person asked. silence: nothing was heard of
 * it for long, and soon it is let go.
 */
export type ProbeKind = "activate" | "test" | "silence";

/** received: the app's worker has it. shown: the device shows it. */
export const probeHops = ["received", "shown"] as const;
export type ProbeHop = (typeof probeHops)[number];

export interface ProbePayload {
  readonly v: 1;
  readonly probe: ProbeKind;
  readonly token: string;
  readonly accountId: AccountId;
  /** In the device's language. */
  readonly title: string;
  readonly body: string;
}

/** base64url of 32 random bytes. */
const tokenPattern = /^[\w-]{43}$/;

export function isProbeToken(text: string): boolean {
  return tokenPattern.test(text);
}

/** Null when it is none, or of a version that this app does not know. */
export function readProbePayload(text: string): ProbePayload | null {
  try {
    const value: unknown = JSON.parse(text);
    return isProbePayload(value) ? value : null;
  } catch {
    return null;
  }
}

function isProbePayload(value: unknown): value is ProbePayload {
  const { v, probe, token, accountId, title, body } = (value ?? {}) as Record<string, unknown>;
  return (
    v === 1 &&
    (probe === "activate" || probe === "test" || probe === "silence") &&
    typeof token === "string" &&
    isProbeToken(token) &&
    typeof accountId === "string" &&
    isUuid(accountId) &&
    typeof title === "string" &&
    typeof body === "string"
  );
}
