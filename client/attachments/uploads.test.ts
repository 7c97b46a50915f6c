import { expect, test } from "vitest";
import type { AccountId, AttachmentId } from "../../core/ids";
import { createUploads } from "./uploads";

const account = "00000000-0000-4000-8000-0000000000c1" as AccountId;
const id = "00000000-0000-7000-8000-000000000001" as AttachmentId;

function answering(answer: () => Response | Promise<Response>) {
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  const uploads = createUploads(account, async (url, init = {}) => {
    asked.push({ url: String(url), init });
    return answer();
  });
  return { uploads, asked };
}
const tus = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers: { "tus-resumable": "1.0.0", ...headers } });
const coded = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers: { "x-genba-code": code, ...headers } });

test("[C6] [C8] each request is tus 1.0 and names the account whose photo it is", async () => {
  const { uploads, asked } = answering(() => tus(200, { "upload-offset": "5" }));
  expect(await uploads.offset(id)).toBe(5);
  await uploads.create(id, 12);
  expect(await uploads.append(id, 0, new Uint8Array(5))).toBe(5);
  expect(asked.map(({ url, init }) => [init.method, url])).toEqual([
    ["HEAD", `/api/uploads/${id}`],
    ["POST", "/api/uploads"],
    ["PATCH", `/api/uploads/${id}`],
  ]);
  for (const { init } of asked)
    expect(init.headers).toMatchObject({ "tus-resumable": "1.0.0", "x-genba-account": account });
  expect(asked[1]?.init.headers).toMatchObject({
    "upload-length": "12",
    "upload-metadata": `attachmentId ${btoa(id)}`,
  });
});

test.each([
  [404, "upload.none", "unknown"],
  [404, "attachment.unknown", "unknown"],
  [409, "attachment.stored", "stored"],
  [409, "upload.offset", "moved"],
  [460, "attachment.hash", "hash"],
  [401, "session.none", "pause"],
  [409, "account.mismatch", "pause"],
  [400, "attachment.length", "refused"],
  [507, "attachment.noSpace", "later"],
  [500, "failure", "later"],
] as const)("%d %s is %s", async (status, code, failure) => {
  const { uploads } = answering(() => coded(status, code));
  await expect(uploads.append(id, 0, new Uint8Array(1))).rejects.toMatchObject({ failure });
});

test("[C8] what a proxy or a captive portal says is only a reason to try again", async () => {
  for (const status of [200, 302, 401, 404, 409, 413, 503]) {
    const { uploads } = answering(() => new Response("<html>", { status }));
    await expect(uploads.append(id, 0, new Uint8Array(1))).rejects.toMatchObject({ failure: "later" });
  }
  const { uploads } = answering(() => Promise.reject(new TypeError("network")));
  await expect(uploads.offset(id)).rejects.toMatchObject({ failure: "unheard" });
});

test("a server that is busy says how long", async () => {
  const { uploads } = answering(() => coded(429, "rate.limited", { "retry-after": "7" }));
  await expect(uploads.create(id, 1)).rejects.toMatchObject({ failure: "later", retryAfterMs: 7_000 });
});

test("nothing was begun: no offset, and no failure", async () => {
  const { uploads } = answering(() => coded(404, "upload.none"));
  expect(await uploads.offset(id)).toBe(null);
});
