/** The store in a bucket where the bucket, or the way to it, does not do what it should. */
import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type S3Fault, type S3Server, startS3Server } from "../testing/s3-server";
import { until } from "../testing/until";
import { type BucketError, type BucketLimits, usualLimits } from "./bucket";
import { createS3Store } from "./s3-store";
import { type AttachmentStore, fileKey } from "./store";

let server: S3Server;
let store: AttachmentStore;
const limits: BucketLimits = { askMs: 10_000, putMs: 10_000, tries: 3, backOffMs: 5 };
const impatient: BucketLimits = { ...limits, askMs: 300, putMs: 300 };

beforeEach(async () => {
  server = await startS3Server();
  store = createS3Store(server.settings, limits);
});
afterEach(() => server.end());

const bytes = Buffer.from("a photo of the machine room");
const key = fileKey(createHash("sha256").update(bytes).digest("hex"));
const name = `desk/photos/${key.slice(0, 2)}/${key}`;
const methods = (): string[] => server.requests.map(({ line }) => line.split(" ")[0] ?? "");

function keep(modifiedAt: number): void {
  server.objects.set(name, { bytes, modifiedAt });
}
async function list(digits = key.slice(0, 2)): Promise<string[]> {
  const names: string[] = [];
  for await (const one of store.listOlder(digits, Date.now() + 1_000)) names.push(one);
  return names;
}
async function readAll(): Promise<Buffer> {
  return buffer((await store.open(key)) as Readable);
}
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "none",
    (error: BucketError) => {
      // What is logged of it.
      const shown = inspect(error, { depth: 9 });
      expect(shown).not.toContain(server.settings.secretAccessKey);
      expect(shown).not.toContain(server.settings.accessKeyId);
      return error.code;
    },
  );

const operations = {
  put: () => store.put(key, [bytes]),
  open: () => readAll(),
  list: () => list(),
  remove: () => store.removeOlder(key, Date.now() - 5_000),
};
type Operation = keyof typeof operations;
const each = Object.keys(operations) as Operation[];

test.each(each)("%s: 500 and 503 are tried again, and a third time", async (operation) => {
  keep(1_000_000);
  server.faults.push({ status: 500, code: "InternalError" }, { status: 503, code: "SlowDown" });
  await operations[operation]();
  expect(methods().slice(0, 3)).toEqual(Array(3).fill(methods()[2]));
  expect(server.objects.has(name)).toBe(operation !== "remove");
});

test.each(each)("%s: given up after three tries, with the bucket's own code", async (operation) => {
  keep(1_000_000);
  server.faults.push(...Array<S3Fault>(3).fill({ status: 503, code: "SlowDown" }));
  // The answer to a HEAD has no body.
  expect(await codeOf(operations[operation]())).toBe(operation === "remove" ? "Status503" : "SlowDown");
  expect(server.requests.length).toBe(3);
});

test.each(each)("%s: a wrong key is told at once", async (operation) => {
  store = createS3Store({ ...server.settings, secretAccessKey: "another" }, limits);
  const code = operation === "remove" ? "Status403" : "SignatureDoesNotMatch";
  expect(await codeOf(operations[operation]())).toBe(code);
  expect(server.requests.length).toBe(1);
  expect(server.objects.size).toBe(0);
});

test.each(each)("%s: a bucket that is silent, or hangs up, is tried again", async (operation) => {
  store = createS3Store(server.settings, impatient);
  keep(1_000_000);
  server.faults.push("hang", "reset");
  await operations[operation]();
  expect(server.objects.has(name)).toBe(operation !== "remove");
  server.faults.push("hang", "hang", "hang");
  expect(await codeOf(operations[operation]())).toBe("Timeout");
});

test.each(["put", "list"] as const)("%s: an answer without end is not read to its end", async (operation) => {
  server.faults.push("flood");
  expect(await codeOf(operations[operation]())).toBe("TooLong");
  await until(
    async () => server.requests[0]?.ended,
    (ended) => ended === "left",
  );
});

test.each([301, 307, 400, 404])("%i with a code of its own is no success", async (status) => {
  server.faults.push({ status, code: "Elsewhere" });
  expect(await codeOf(store.put(key, [bytes]))).toBe(status === 404 ? "NotFound" : "Elsewhere");
  expect(server.requests.length).toBe(1);
});

test("a bucket that is not there is no absent object", async () => {
  store = createS3Store({ ...server.settings, bucket: "other" }, limits);
  expect(await codeOf(store.open(key))).toBe("NoSuchBucket");
  expect(await codeOf(list())).toBe("NoSuchBucket");
  expect(await codeOf(store.put(key, [bytes]))).toBe("NoSuchBucket");
});

test("nobody who listens is a code, and no address of ours", async () => {
  await server.end();
  expect(await codeOf(store.put(key, [bytes]))).toBe("ECONNREFUSED");
  server = await startS3Server();
});

test("what was stored in another form than it was sent is sent again", async () => {
  server.faults.push("corrupt");
  await store.put(key, [bytes]);
  expect([methods(), server.objects.get(name)?.bytes]).toEqual([["PUT", "PUT"], bytes]);
  server.faults.push("corrupt", "corrupt", "corrupt");
  expect(await codeOf(store.put(key, [bytes]))).toBe("OtherBytes");
});

test("what is longer than an attachment is neither sent nor collected", async () => {
  let given = 0;
  const endless = function* () {
    for (; ; given += 1) yield Buffer.alloc(2 ** 20);
  };
  await expect(store.put(key, endless())).rejects.toThrow(RangeError);
  expect([server.requests.length, given]).toEqual([0, 25]);
});

test("four are collected at a time, the others wait; beyond 64 none does", async () => {
  let open = 0;
  let most = 0;
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const slow = async function* () {
    open += 1;
    most = Math.max(most, open);
    await held;
    yield bytes;
    open -= 1;
  };
  const puts = Array.from({ length: 70 }, () => codeOf(store.put(key, slow())));
  letGo();
  const codes = await Promise.all(puts);
  expect([most, codes.filter((code) => code === "Busy").length]).toEqual([4, 2]);
  expect(new Set(codes)).toEqual(new Set(["none", "Busy"]));
});

test("a body that is cut off is an error, never a shorter file", async () => {
  keep(1_000_000);
  server.faults.push("cut");
  expect(await codeOf(readAll())).toBe("ECONNRESET");
});

test("a body that stands still is given up", async () => {
  store = createS3Store(server.settings, impatient);
  keep(1_000_000);
  server.faults.push("stall");
  expect(await codeOf(readAll())).toBe("Timeout");
});

test("whoever reads slowly gets all of it", async () => {
  const large = Buffer.alloc(20_000_000, "0123456");
  server.objects.set(name, { bytes: large, modifiedAt: 1_000_000 });
  store = createS3Store(server.settings, impatient);
  const chunks: Buffer[] = [];
  for await (const chunk of (await store.open(key)) as Readable) {
    chunks.push(chunk);
    if (chunks.length % 100 === 1) await new Promise((resolve) => setTimeout(resolve, 700));
  }
  expect(Buffer.concat(chunks).equals(large)).toBe(true);
});

test("a stream that is destroyed ends its request", async () => {
  keep(1_000_000);
  server.faults.push("stall");
  const stored = (await store.open(key)) as Readable;
  await new Promise((resolve) => stored.once("data", resolve));
  expect(server.requests[0]?.ended).toBe("open");
  stored.destroy();
  await until(
    async () => server.requests[0]?.ended,
    (ended) => ended === "left",
  );
});

test("lists page by page, and takes nothing that is not ours", async () => {
  const digits = "5a";
  const ours = Array.from({ length: 7 }, (_, index) => `${digits}${String(index).repeat(62)}`);
  const left = `${ours[0]}.0e4c-1`;
  const foreign = ["5a/readme.txt", "5a/5a/nested", "5a/5b00", "5a/5a & <co>"];
  for (const path of [...[...ours, left].map((one) => `${digits}/${one}`), ...foreign])
    server.objects.set(`desk/photos/${path}`, { bytes, modifiedAt: 1_000_000 });
  server.objects.set(`other/5a/${ours[0]}`, { bytes, modifiedAt: 1_000_000 });
  expect((await list(digits)).sort()).toEqual([...ours, left].sort());
  expect(server.requests.length).toBe(4);
  await store.removeOlder(left, Date.now());
  expect(server.objects.has(`desk/photos/${digits}/${left}`)).toBe(false);
});

test.each(["cutPage", "noXml"] as const)("a listing that is none is an error: %s", async (fault) => {
  keep(1_000_000);
  server.faults.push(fault);
  expect(await codeOf(list())).toBe("BadListing");
});

test("what is put anew after it was listed stays", async () => {
  keep(1_000_000);
  const before = Date.now() - 5_000;
  const names = await list();
  await store.put(key, [bytes]);
  for (const one of names) await store.removeOlder(one, before);
  expect(server.objects.has(name)).toBe(true);
  expect(methods()).not.toContain("DELETE");
});

test("a removal that fails is not tried again without another look", async () => {
  keep(1_000_000);
  server.faults.push(null, { status: 503, code: "SlowDown" });
  expect(await codeOf(operations.remove())).toBe("SlowDown");
  expect(methods()).toEqual(["HEAD", "DELETE"]);
});

test("a time of whole seconds is taken for the end of its second", async () => {
  keep(1_000_900);
  await store.removeOlder(key, 1_000_500);
  expect(server.objects.has(name)).toBe(true);
  await store.removeOlder(key, 1_001_000);
  expect(server.objects.has(name)).toBe(false);
});

test("the usual limits leave a phone no longer than two minutes", () => {
  expect(usualLimits.putMs + usualLimits.askMs).toBeLessThan(120_000);
});
