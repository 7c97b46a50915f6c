/** Messages to webhooks, carried by a POST that reaches nothing but what may be called. */
import type { Database } from "../server/db";
import { createGuardedPost } from "../server/outgoing/guarded-post";
import { startWebhookCarrier } from "../server/webhooks/carry-webhooks";
import { admitWebhook, type WebhookHosts } from "../server/webhooks/webhook-hosts";

export interface WebhookOptions {
  readonly database: Database;
  readonly hosts: WebhookHosts;
  /** Of the desk. */
  readonly origin: string;
  readonly log: (line: string) => void;
  readonly pollMs?: number;
}

export interface Webhooks {
  wake(): void;
  stop(): Promise<void>;
}

export function startWebhooks({ database, hosts, ...options }: WebhookOptions): Webhooks {
  const { post, close } = createGuardedPost({ admit: (url) => admitWebhook(url, hosts), extraCa: null });
  const carrier = startWebhookCarrier(database, { ...options, post, random: Math.random });
  return {
    wake: carrier.wake,
    async stop() {
      await carrier.stop();
      close();
    },
  };
}
