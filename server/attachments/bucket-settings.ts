/** The bucket that stored attachments go to, if the environment names one; checked once at the start. */
import { z } from "zod";
import { type Environment, isLoopback, readEnvironment, SettingsError } from "../settings";

export interface BucketSettings {
  /** Scheme, host and port. */
  readonly endpoint: string;
  readonly bucket: string;
  /** Before each object's name: empty, or with a slash at its end. */
  readonly prefix: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const bucketPattern = /^[\w.-]{3,63}$/;
/** What every server, proxy and signature writes in the same way. */
const prefixPattern = /^[\w.-]+$/;

const environment = z.object({
  GENBA_ATTACHMENTS_S3: z
    .string()
    .refine((text) => readAddress(text) !== null, {
      error:
        "must be the URL of an endpoint and a bucket, such as https://minio.example:9000/genba-attachments; http for this machine itself only",
    })
    .optional(),
  GENBA_ATTACHMENTS_S3_REGION: z
    .string()
    .regex(/^[\w-]{1,64}$/, "must be a region such as eu-central-1")
    .default("us-east-1"),
});

const keys = z.object({
  AWS_ACCESS_KEY_ID: z
    .string("must be set beside GENBA_ATTACHMENTS_S3")
    .regex(/^[^\s/,]{1,256}$/, "must be the id of a key"),
  AWS_SECRET_ACCESS_KEY: z
    .string("must be set beside GENBA_ATTACHMENTS_S3")
    .regex(/^[\x21-\x7e]{1,256}$/, "must be a secret key"),
});

/** Null: attachments stay in the data folder. A wrong one throws a SettingsError of one line, never with its value. */
export function readBucketSettings(env: Environment = process.env): BucketSettings | null {
  const { GENBA_ATTACHMENTS_S3, GENBA_ATTACHMENTS_S3_REGION } = readEnvironment(environment, env);
  if (GENBA_ATTACHMENTS_S3 === undefined) return null;
  const address = readAddress(GENBA_ATTACHMENTS_S3);
  if (address === null) throw new SettingsError("GENBA_ATTACHMENTS_S3 is wrong (docs/OPERATIONS.md).");
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = readEnvironment(keys, env);
  return {
    ...address,
    region: GENBA_ATTACHMENTS_S3_REGION,
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
  };
}

/** Null when the text is none. Keys within the URL are refused: URLs are shown and logged. */
function readAddress(text: string): Pick<BucketSettings, "endpoint" | "bucket" | "prefix"> | null {
  if (!URL.canParse(text)) return null;
  const { protocol, origin, username, password, pathname, search, hash } = new URL(text);
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(origin))) return null;
  if (username + password + search + hash !== "") return null;
  const [bucket = "", ...folders] = pathname.replace(/^\//, "").replace(/\/$/, "").split("/");
  if (!bucketPattern.test(bucket) || !folders.every((folder) => prefixPattern.test(folder))) return null;
  return { endpoint: origin, bucket, prefix: folders.map((folder) => `${folder}/`).join("") };
}
