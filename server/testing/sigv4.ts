/**
 * AWS Signature Version 4 in the header, as the AWS specification has it ("Authenticating Requests: Using the
 * Authorization Header"), written for the receiving side and without the library that the product signs with.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export interface SignedRequest {
  readonly method: string;
  /** As on the wire, with the query. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const sha256 = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Null: signed by this key, and the body is what was signed; else why not, as S3's code. `now` in epoch ms. */
export function findFault(
  request: SignedRequest,
  body: Uint8Array,
  key: SigningKey,
  now: number,
): string | null {
  const { headers } = request;
  const [, id, date, region, signed = "", signature = ""] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? "",
    ) ?? [];
  if (id === undefined) return "AuthorizationHeaderMalformed";
  if (id !== key.accessKeyId) return "InvalidAccessKeyId";
  if (region !== key.region) return "AuthorizationHeaderMalformed";
  const names = signed.split(";");
  const mustBeSigned = ["host", ...Object.keys(headers).filter((name) => name.startsWith("x-amz-"))];
  if (mustBeSigned.some((name) => !names.includes(name))) return "AccessDenied";
  const time = headers["x-amz-date"] ?? "";
  const at = Date.parse(time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (time.slice(0, 8) !== date || !(Math.abs(at - now) < 15 * 60_000)) return "RequestTimeTooSkewed";
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(request, names, key))))
    return "SignatureDoesNotMatch";
  return headers["x-amz-content-sha256"] === sha256(body) ? null : "XAmzContentSHA256Mismatch";
}

function signatureOf({ method, target, headers }: SignedRequest, names: string[], key: SigningKey): string {
  const [path = "", query = ""] = target.split("?");
  const canonical = [
    method,
    path.split("/").map(encodeAgain).join("/"),
    query
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair) => [pair.split("=")[0] ?? "", pair.split("=")[1] ?? ""].map(encodeAgain).join("="))
      .sort()
      .join("&"),
    ...names.map((name) => `${name}:${(headers[name] ?? "").trim().replace(/ +/g, " ")}`),
    "",
    names.join(";"),
    headers["x-amz-content-sha256"],
  ].join("\n");
  const time = headers["x-amz-date"] ?? "";
  const date = time.slice(0, 8);
  const scope = `${date}/${key.region}/s3/aws4_request`;
  const signingKey = ["s3", "aws4_request"].reduce(
    hmac,
    hmac(hmac(`AWS4${key.secretAccessKey}`, date), key.region),
  );
  return hmac(signingKey, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`).toString("hex");
}

/** All but A–Z a–z 0–9 - . _ ~ in upper-case hex, however the sender wrote it. */
function encodeAgain(text: string): string {
  return encodeURIComponent(decodeURIComponent(text)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
