/** The outbox, carried by Web Push. */
import type { Database } from "../server/db";
import { type Courier, startCourier } from "../server/outbox/courier";
import { listenForOutbox } from "../server/outbox/wake";
import { createPostPush } from "../server/push/push-request";
import type { PushSettings } from "../server/push/push-settings";
import { createSend, type SendOptions } from "../server/push/send";

export interface DeliveryOptions {
  readonly database: Database;
  readonly databaseUrl: string;
  /** `timeoutMs`: another deadline than that of push-request.ts. */
  readonly settings: PushSettings & { readonly timeoutMs?: number };
  readonly vapid: SendOptions["vapid"];
  readonly log: (line: string) => void;
  /** Another interval than the courier's own between looks at the outbox that no hint asked for. */
  readonly pollMs?: number;
}

export type Delivery = Pick<Courier, "takeTally" | "stop">;

export function startDelivery(options: DeliveryOptions): Delivery {
  const { database, databaseUrl, settings, vapid, log, pollMs } = options;
  const { post, close } = createPostPush(settings);
  const send = createSend({ post, vapid, subject: settings.subject, log, now: Date.now });
  const courier = startCourier(database, {
    send,
    log,
    random: Math.random,
    ...(pollMs === undefined ? {} : { pollMs }),
  });
  const stopListening = listenForOutbox(databaseUrl, courier.wake);
  return {
    takeTally: courier.takeTally,
    async stop() {
      await stopListening();
      await courier.stop();
      close();
    },
  };
}
