/**
 * Which addresses may be called. Administrators choose them, and an administrator is not the operator: a request of ours must
 * reach nothing in the operator's network that the operator did not name. A host on the public Internet is judged by what
 * its name resolves to, when it is called (server/outgoing/guarded-post.ts).
 */
import { isIP } from "node:net";
import { z } from "zod";
import { webhookUrlMax } from "../../core/interfaces/webhook";
import type { Admitted } from "../outgoing/guarded-post";
import { isPublicAddress } from "../push/addresses";
import { findPushHost, type PushHost, parsePushHosts } from "../push/push-hosts";
import {
  type Environment,
  isForThisMachineOnly,
  isLoopback,
  readEnvironment,
  readSettings,
} from "../settings";

export interface WebhookHosts {
  /** Named by the operator, as host:port; private ones too. */
  readonly own: readonly PushHost[];
  /** The desk is for this machine only, so http to this machine is development. */
  readonly loopback: boolean;
}

const environment = z.object({
  GENBA_WEBHOOK_HOSTS: z
    .string()
    .refine((text) => {
      const hosts = parsePushHosts(text);
      return hosts?.every(({ explicitPort }) => explicitPort);
    }, "must be host:port, with commas between")
    .default(""),
});

/** A wrong one throws a SettingsError of one line. */
export function readWebhookHosts(env: Environment = process.env): WebhookHosts {
  const { GENBA_WEBHOOK_HOSTS } = readEnvironment(environment, env);
  return {
    own: parsePushHosts(GENBA_WEBHOOK_HOSTS) ?? [],
    loopback: isForThisMachineOnly(readSettings(env)),
  };
}

/** Null: never called. Not what a browser would write otherwise, as two parsers must not read two hosts in it. */
export function admitWebhook(url: string, { own, loopback }: WebhookHosts): Admitted | null {
  if (url.length > webhookUrlMax || !URL.canParse(url) || url.includes("\\")) return null;
  const parsed = new URL(url);
  if (parsed.href !== url || parsed.username !== "" || parsed.password !== "" || parsed.hash !== "")
    return null;
  if (parsed.protocol === "http:") return loopback && isLoopback(url) ? { mayBePrivate: true } : null;
  if (parsed.protocol !== "https:") return null;
  if (findPushHost(url, own) !== null || (loopback && isLoopback(url))) return { mayBePrivate: true };
  const literal = parsed.hostname.replace(/^\[|\]$/g, "");
  return isIP(literal) !== 0 && !isPublicAddress(literal) ? null : { mayBePrivate: false };
}
