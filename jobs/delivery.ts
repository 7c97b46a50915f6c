/** The outbox, and what asks devices whether they hear, carried by Web Push. */
import type { Database } from "../server/db";
import type { VapidKeys } from "../server/keys";
import { type Courier, type CourierOptions, startCourier } from "../server/outbox/courier";
import { listenForOutbox } from "../server/outbox/wake";
import { startProbeCarrier } from "../server/push/carry-probes";
import { createPostMessage } from "../server/push/post-message";
import { createPostPush } from "../server/push/push-request";
import type { PushSettings } from "../server/push/push-settings";
import { createSend } from "../server/push/send";

export interface DeliveryOptions {
  readonly database: Database;
  readonly databaseUrl: string;
  /** `timeoutMs`: another deadline than that of push-request.ts. */
  readonly settings: PushSettings & { readonly timeoutMs?: number };
  readonly vapid: VapidKeys;
  /** Of the desk, for what a phone opens by itself. */
  readonly origin: string;
  readonly log: (line: string) => void;
  /** Another interval than the courier's own between looks at the outbox that no hint asked for. */
  readonly pollMs?: number;
  readonly onEnded?: CourierOptions["onEnded"];
  /** Something was committed that may have to be sent by other ways too. */
  readonly onHint?: () => void;
}

export type Delivery = Pick<Courier, "takeTally" | "stop">;

export function startDelivery(options: DeliveryOptions): Delivery {
  const { database, databaseUrl, settings, vapid, origin, log, pollMs } = options;
  const { post, close } = createPostPush(settings);
  const now = Date.now;
  const postMessage = createPostMessage({ post, vapid, subject: settings.subject, log, now });
  const common = { log, random: Math.random, ...(pollMs === undefined ? {} : { pollMs }) };
  const courier = startCourier(database, {
    ...common,
    send: createSend({ post: postMessage, origin, now }),
    ...(options.onEnded === undefined ? {} : { onEnded: options.onEnded }),
  });
  const probes = startProbeCarrier(database, { ...common, post: postMessage, now });
  const stopListening = listenForOutbox(databaseUrl, () => {
    courier.wake();
    probes.wake();
    options.onHint?.();
  });
  return {
    takeTally: courier.takeTally,
    async stop() {
      await stopListening();
      await Promise.all([courier.stop(), probes.stop()]);
      close();
    },
  };
}
