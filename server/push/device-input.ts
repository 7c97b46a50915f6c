/** What a phone may register, checked at the edge. */
import { ECDH } from "node:crypto";
import { z } from "zod";
import { isUuid } from "../../core/ids";
import { isProbeToken, probeHops } from "../../core/push/probe-payload";
import { isStorable } from "../../core/sync/protocol";
import { endpointMaxLength, findPushHost } from "./push-hosts";
import { readPushHosts } from "./push-settings";

const publicKeyBytes = 65;
const authBytes = 16;

const accountId = z.string().refine(isUuid);
/** It is looked up in the database, also one that nobody subscribed with. */
const endpoint = z.string().max(endpointMaxLength).refine(isStorable);

export const subscribeInput = z.object({
  accountId,
  endpoint: endpoint.refine((text) => findPushHost(text, readPushHosts()) !== null),
  p256dh: z.string().max(100).refine(isPublicKey),
  auth: z
    .string()
    .max(100)
    .refine((text) => decode(text)?.length === authBytes),
  locale: z.enum(["zh-TW", "en"]),
  /** The VAPID key that the browser made it for; apps of before do not say. */
  vapidKey: z
    .string()
    .max(100)
    .refine((text) => decode(text)?.length === publicKeyBytes)
    .nullish(),
  replaces: endpoint.nullish(),
  /** Apps of before do not say; what they did was asked for. */
  byTap: z.boolean().default(true),
});

export const unsubscribeInput = z.object({ accountId, endpoint });

const id = z.string().refine(isUuid);
export const heardInput = z.object({ accountId, endpoint });
export const confirmInput = z.object({
  accountId,
  token: z.string().refine(isProbeToken),
  hop: z.enum(probeHops),
});
export const devicesInput = z.object({ accountId, endpoint: endpoint.nullable() });
export const deviceInput = z.object({ accountId, id });
export const titlesInput = z.object({ accountId, id, showsTitles: z.boolean() });

/** An uncompressed point that lies on P-256: with another one nothing could be encrypted. */
function isPublicKey(text: string): boolean {
  const bytes = decode(text);
  if (bytes?.length !== publicKeyBytes || bytes[0] !== 4) return false;
  try {
    ECDH.convertKey(bytes, "prime256v1");
    return true;
  } catch {
    return false;
  }
}

function decode(text: string): Buffer | null {
  return /^[\w-]+$/.test(text) ? Buffer.from(text, "base64url") : null;
}
