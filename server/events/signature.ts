/** Signatures of Standard Webhooks 1.0.0: HMAC-SHA256 over id, time and body, made with a secret both sides have. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { EventRefusal } from "./refusal";

const toleranceMs = 5 * 60_000;
/** While a sender rotates its secret it signs with each. */
const signaturesMax = 10;

/** By one of `secrets`, as `whsec_` and base64. Throws EventRefusal `signature.wrong` or `signature.old`. */
export function requireSignature(
  headers: Headers,
  body: Uint8Array,
  secrets: readonly string[],
  now: number,
): void {
  const id = headers.get("webhook-id") ?? "";
  const timestamp = headers.get("webhook-timestamp") ?? "";
  const given = (headers.get("webhook-signature") ?? "").split(" ").slice(0, signaturesMax);
  if (id === "" || !/^\d{1,12}$/.test(timestamp)) throw new EventRefusal("signature.wrong");
  const expected = secrets.map((secret) => sign(secret, id, timestamp, body));
  const isSigned = given.some((one) => {
    const [version, text = ""] = one.split(",", 2);
    const signature = Buffer.from(text, "base64");
    return version === "v1" && expected.some((right) => isSame(signature, right));
  });
  if (!isSigned) throw new EventRefusal("signature.wrong");
  // After the signature: a stranger learns nothing of our clock.
  if (Math.abs(now - Number(timestamp) * 1_000) > toleranceMs) throw new EventRefusal("signature.old");
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

export function sign(secret: string, id: string, timestamp: string, body: Uint8Array): Buffer {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
}
