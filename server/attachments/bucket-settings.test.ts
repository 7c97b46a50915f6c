import { inspect } from "node:util";
import { expect, test } from "vitest";
import { SettingsError } from "../settings";
import { readBucketSettings } from "./bucket-settings";

const keys = { AWS_ACCESS_KEY_ID: "KEYID", AWS_SECRET_ACCESS_KEY: "secret/with+more=" };
const address = "https://minio.example:9000/genba-attachments";

test("without the setting there is no bucket, whatever keys there are", () => {
  expect(readBucketSettings({})).toBeNull();
  expect(readBucketSettings({ ...keys, GENBA_ATTACHMENTS_S3: " " })).toBeNull();
});

test("an endpoint, a bucket, and what stands before each name", () => {
  expect(readBucketSettings({ ...keys, GENBA_ATTACHMENTS_S3: address })).toEqual({
    endpoint: "https://minio.example:9000",
    bucket: "genba-attachments",
    prefix: "",
    region: "us-east-1",
    accessKeyId: "KEYID",
    secretAccessKey: "secret/with+more=",
  });
  const more = {
    GENBA_ATTACHMENTS_S3: `${address}/desk/photos/`,
    GENBA_ATTACHMENTS_S3_REGION: "eu-central-1",
  };
  expect(readBucketSettings({ ...keys, ...more })).toMatchObject({
    bucket: "genba-attachments",
    prefix: "desk/photos/",
    region: "eu-central-1",
  });
});

test.each(["http://127.0.0.1:9000/bucket", "http://localhost/bucket", "http://[::1]:9000/bucket"])(
  "http for this machine itself: %s",
  (text) => {
    expect(readBucketSettings({ ...keys, GENBA_ATTACHMENTS_S3: text })?.bucket).toBe("bucket");
  },
);

test.each([
  "hidden",
  "s3://hidden",
  "http://minio.example:9000/hidden",
  "http://127.0.0.1.example/hidden",
  "https://minio.example:9000",
  "https://minio.example:9000/",
  "https://minio.example/hidden//photos",
  "https://minio.example/hidden/a%2Fb",
  "https://minio.example/hidden/a+b",
  "https://minio.example/x",
  "https://user:hidden@minio.example/bucket",
  "https://minio.example/bucket?hidden",
  "https://minio.example/bucket#hidden",
])("a wrong address is one line without it: %s", (text) => {
  expectLine({ ...keys, GENBA_ATTACHMENTS_S3: text }, "GENBA_ATTACHMENTS_S3");
});

test.each([
  ["AWS_ACCESS_KEY_ID", ""],
  ["AWS_ACCESS_KEY_ID", "hidden/key"],
  ["AWS_SECRET_ACCESS_KEY", " "],
  ["AWS_SECRET_ACCESS_KEY", "hidden\nhidden"],
  ["GENBA_ATTACHMENTS_S3_REGION", "hidden/region"],
])("a wrong or absent %s is one line without it", (name, value) => {
  expectLine({ ...keys, GENBA_ATTACHMENTS_S3: address, [name]: value }, name);
});

function expectLine(env: Record<string, string>, name: string): void {
  let thrown: unknown;
  try {
    readBucketSettings(env);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(SettingsError);
  expect((thrown as Error).message).toMatch(new RegExp(`^${name} .*\\(docs/OPERATIONS\\.md\\)\\.$`));
  expect(inspect(thrown)).not.toMatch(/hidden|secret\/with/);
}
