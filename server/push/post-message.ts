/** Encrypts words for one device, signs them with the keys that it subscribed with, and posts them. */
import webPush from "web-push";
import { createAlarm } from "../alarm";
import { type VapidKeys, vapidPairFor } from "../keys";
import { oneLine } from "../one-line";
import type { Subscription } from "../outbox/outbox";
import type { PostPush, PushAnswer } from "./push-request";

export interface PostMessageOptions {
  readonly post: PostPush;
  readonly vapid: VapidKeys;
  readonly subject: string;
  readonly log: (line: string) => void;
  readonly now: () => number;
}

export interface Envelope {
  /** How long a push service keeps it for a device that is off. */
  readonly ttlSeconds: number;
  /** high wakes a phone that sleeps; normal may wait until it wakes (RFC 8030, 5.3). */
  readonly urgency: "high" | "normal" | "low";
  /** An older message of the same topic that still waits at the service is replaced; at most 32 of base64url. */
  readonly topic: string;
}

/** keyless: it subscribed with keys that this desk no longer has. */
export type MessageAnswer = PushAnswer | { readonly kind: "keyless" };
export type PostMessage = (
  subscription: Subscription,
  text: string,
  envelope: Envelope,
) => Promise<MessageAnswer>;

/** A service that refuses this desk itself alarms the administrator, and costs no device (RFC 8292, 2). */
export function createPostMessage({ post, vapid, subject, log, now }: PostMessageOptions): PostMessage {
  const alarm = createAlarm(log, now);
  return async ({ endpoint, p256dh, auth, vapidKey }, text, { ttlSeconds, urgency, topic }) => {
    const pair = vapidPairFor(vapid, vapidKey);
    if (pair === null) return { kind: "keyless" };
    const { publicKey, privateKey } = pair;
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, text, {
      vapidDetails: { subject, publicKey, privateKey },
      contentEncoding: "aes128gcm",
      TTL: ttlSeconds,
      urgency,
      topic,
    });
    const answer = await post({ endpoint, headers: headers as Record<string, string | number>, body });
    if (answer.kind === "answered" && (answer.status === 401 || answer.status === 403)) {
      const host = hostOf(endpoint);
      const line = `push service ${host} refuses this desk (${errorOf(answer)}): check keys/vapid.json and the clock`;
      alarm(host, line);
    }
    return answer;
  };
}

/** A status and what the service said, on one line: it is a stranger's text. */
export function errorOf(answer: Extract<PushAnswer, { kind: "answered" }>): string {
  const reason = oneLine(answer.reason);
  return reason === "" ? String(answer.status) : `${answer.status} ${reason}`;
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : "unknown";
}
