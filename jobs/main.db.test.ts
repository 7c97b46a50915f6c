/** The job process as `npm start` runs it: bundled, a child with a pipe, killed at the worst moments. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { readPushPayload } from "../core/push/push-payload";
import type { PushDevice } from "../e2e/fixtures/push-device";
import { type PushService, pushServiceCaFile, startPushService } from "../e2e/fixtures/push-service";
import { bundle, nodeBundle } from "../scripts/build/bundle";
import { findFreePort } from "../scripts/free-port";
import { loadKeys } from "../server/keys";
import { createDesk, type Desk } from "../server/testing/desk";
import { passMailTime, passTime, storeDevice, storeEntry } from "../server/testing/outbox";
import { startS3Server } from "../server/testing/s3-server";
import { startSmtpServer } from "../server/testing/smtp-server";
import { storeTicket, ticketOf } from "../server/testing/ticket-row";

// Each starts Node anew, on a machine that others use too.
vi.setConfig({ testTimeout: 60_000 });

// Inside the project, where node_modules is found.
const program = join("build", `test-jobs-${process.pid}.js`);
const dataFolder = mkdtempSync(join(tmpdir(), "genba-test-jobs-"));
const children = new Set<ChildProcess>();
let desk: Desk;
let service: PushService;

beforeAll(async () => {
  await bundle(join("jobs", "main.ts"), program, nodeBundle);
  desk = await createDesk();
  service = await startPushService();
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
  expect(service.complaints).toEqual([]);
});
afterAll(async () => {
  await service.stop();
  await desk.end();
  rmSync(program, { force: true });
  rmSync(dataFolder, { recursive: true, force: true });
});

interface JobProcess {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | string | null>;
}

function startJobs(env: Record<string, string> = {}): JobProcess {
  const child = spawn(process.execPath, [program], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      DATABASE_URL: desk.url,
      GENBA_DATA: dataFolder,
      GENBA_PUSH_HOSTS: service.allow,
      GENBA_PUSH_CA: pushServiceCaFile,
      ...env,
    },
  });
  children.add(child);
  let output = "";
  child.stdout.on("data", (chunk) => {
    output += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    output += String(chunk);
  });
  const ended = new Promise<number | string | null>((resolve) => {
    child.on("exit", (code, signal) => resolve(code ?? signal));
  });
  return { child, output: () => output, ended };
}

async function assign(): Promise<PushDevice> {
  const ticket = await storeTicket(
    desk.database,
    ticketOf(desk, { stage: "handle", holderId: desk.engineer }),
  );
  const device = service.createDevice(loadKeys(dataFolder).vapid.publicKey);
  await desk.database.pushSubscription.deleteMany();
  await storeDevice(desk.database, desk.engineer, device);
  await storeEntry(desk.database, ticket, desk.engineer);
  return device;
}

const newestState = async (): Promise<string | undefined> =>
  (await desk.database.outbox.findFirst({ orderBy: { createdAt: "desc" } }))?.state;

test("[S5] killed between send and mark: sent again by the next process, as the same message", async () => {
  const device = await assign();
  service.answer({ kind: "slow" }, device);
  const first = startJobs();
  await service.waitForMessages(1, device);
  first.child.kill("SIGKILL");
  expect(await first.ended).toBe("SIGKILL");
  expect(await newestState()).toBe("delivering");

  service.answer({ kind: "status", status: 201 }, device);
  const second = startJobs();
  await passTime(desk.database);
  const messages = await service.waitForMessages(2, device);
  const [before, after] = messages.map((message) => readPushPayload(message.text));
  expect(after).toEqual(before);
  expect(messages[1]?.headers.topic).toBe(messages[0]?.headers.topic);
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
  expect(await newestState()).toBe("sent");
});

test("[S5] killed between commit and send: the next process sends it, once", async () => {
  const device = await assign();
  service.answer({ kind: "hang" }, device);
  const before = service.requestCount();
  const first = startJobs();
  // It has the claim and the connection, and the push service has taken nothing.
  await vi.waitFor(() => expect(service.requestCount()).toBeGreaterThan(before), { timeout: 20_000 });
  first.child.kill("SIGKILL");
  expect(await first.ended).toBe("SIGKILL");
  expect(service.messages.filter((message) => message.device === device)).toEqual([]);

  service.answer({ kind: "status", status: 201 }, device);
  const second = startJobs();
  await passTime(desk.database);
  await service.waitForMessages(1, device);
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
  expect(await newestState()).toBe("sent");
  expect(service.messages.filter((message) => message.device === device)).toHaveLength(1);
});

test("[S5] the web server killed between its COMMIT and its hint: found by the next look", async () => {
  const jobs = startJobs();
  await vi.waitFor(() => expect(jobs.output()).toContain("ready"), { timeout: 20_000 });
  // What is written here is never hinted at.
  const device = await assign();
  await service.waitForMessages(1, device);
  jobs.child.kill("SIGTERM");
  expect(await jobs.ended).toBe(0);
});

test("its numbers are served as Prometheus text: what was sent, how fast, what waits; and nobody's name", async () => {
  const port = await findFreePort();
  const jobs = startJobs({ GENBA_METRICS: String(port) });
  const device = await assign();
  await service.waitForMessages(1, device);
  const url = `http://127.0.0.1:${port}/metrics`;
  const read = async () => (await fetch(url)).text();
  await vi.waitFor(async () => expect(await read()).toContain('genba_push_tries_total{became="sent"} 1'), {
    timeout: 10_000,
  });
  const text = await read();
  expect(text).toContain("genba_push_handed_over_seconds_count 1");
  expect(text).toContain('genba_push_devices{state="active"} 1');
  expect(text).toContain('genba_waiting{channel="push"} 0');
  expect(text).toContain("genba_undelivered 0");
  expect(text).toContain("process_cpu_seconds_total");
  expect(text).not.toContain(desk.engineer);
  expect(text).not.toContain(device.endpoint);
  expect((await fetch(url.replace("/metrics", "/"))).status).toBe(404);
  jobs.child.kill("SIGTERM");
  expect(await jobs.ended).toBe(0);
});

test("[S5] SIGTERM finishes the send in hand", async () => {
  const device = await assign();
  service.answer({ kind: "late", delayMs: 500 }, device);
  const jobs = startJobs();
  await service.waitForMessages(1, device);
  jobs.child.kill("SIGTERM");
  expect(await jobs.ended).toBe(0);
  expect(await newestState()).toBe("sent");
  const folder = join(dataFolder, "mail");
  expect(jobs.output()).toBe(
    `ready: delivers notifications and mails as files in ${folder}, lets go of what ran out\n`,
  );
});

test("[S5] killed between the mail and its mark: the next process sends the same message", async () => {
  const smtp = await startSmtpServer();
  const env = {
    GENBA_SMTP_URL: `smtp://desk:hunter2@127.0.0.1:${smtp.port}`,
    GENBA_MAIL_FROM: "desk@desk.example",
    GENBA_ORIGIN: "https://desk.example.org",
  };
  const ticket = await storeTicket(
    desk.database,
    ticketOf(desk, { stage: "handle", holderId: desk.engineer }),
  );
  const id = await storeEntry(desk.database, ticket, desk.engineer);
  await desk.database.outbox.update({ where: { id }, data: { mailDueAt: new Date(0) } });
  const mailedAt = async () => (await desk.database.outbox.findUniqueOrThrow({ where: { id } })).mailedAt;

  smtp.setMode({ kind: "hangs", at: "message" });
  const first = startJobs(env);
  await smtp.waitForMails(1);
  first.child.kill("SIGKILL");
  expect(await first.ended).toBe("SIGKILL");
  expect(await mailedAt()).toBeNull();

  smtp.setMode({ kind: "takes" });
  const second = startJobs(env);
  await passMailTime(desk.database);
  const [before, after] = await smtp.waitForMails(2);
  expect(after?.headers["message-id"]).toBe(`<${id}@desk.example>`);
  expect([after?.headers["message-id"], after?.text]).toEqual([before?.headers["message-id"], before?.text]);
  expect(after?.text).toContain(`https://desk.example.org/tickets/${ticket.id}`);
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);
  expect(await mailedAt()).not.toBeNull();
  expect(first.output() + second.output()).not.toContain("hunter2");
  await smtp.stop();
});

test("it ends when its parent's pipe closes", async () => {
  const jobs = startJobs();
  jobs.child.stdin?.end();
  expect(await jobs.ended).toBe(0);
});

test("a wrong setting is one line and exit 1", async () => {
  const jobs = startJobs({ GENBA_PUSH_HOSTS: "https://push.example" });
  expect(await jobs.ended).toBe(1);
  expect(jobs.output()).toMatch(/^GENBA_PUSH_HOSTS [^\n]+\n$/);
  const mail = startJobs({ GENBA_SMTP_URL: "https://desk:hunter2@mail.example" });
  expect(await mail.ended).toBe(1);
  expect(mail.output()).toMatch(/^GENBA_SMTP_URL [^\n]+\n$/);
  expect(mail.output()).not.toContain("hunter2");
  const bucket = startJobs({ GENBA_ATTACHMENTS_S3: "https://minio.example/photos", AWS_ACCESS_KEY_ID: "id" });
  expect(await bucket.ended).toBe(1);
  expect(bucket.output()).toMatch(/^AWS_[A-Z_]+ [^\n]+\n$/);
});

test("with a bucket the sweep looks there; one that refuses is a line of the log, without the key", async () => {
  const server = await startS3Server("");
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = server.settings;
  const env = {
    GENBA_ATTACHMENTS_S3: `${endpoint}/${bucket}`,
    GENBA_ATTACHMENTS_S3_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
  };
  const listed = `GET /${bucket}/?list-type=2&prefix=`;
  const good = startJobs({ ...env, AWS_SECRET_ACCESS_KEY: secretAccessKey });
  await vi.waitFor(() => expect(server.requests[0]?.line).toContain(listed), { timeout: 10_000 });
  await vi.waitFor(() => expect(server.requests[0]?.ended).toBe("whole"), { timeout: 10_000 });
  const wrong = startJobs({ ...env, AWS_SECRET_ACCESS_KEY: "hunter2" });
  await vi.waitFor(
    () =>
      expect(wrong.output()).toContain(
        "attachments: failed, will be tried again: BucketError(SignatureDoesNotMatch)",
      ),
    { timeout: 10_000 },
  );
  for (const jobs of [good, wrong]) {
    jobs.child.kill("SIGTERM");
    expect(await jobs.ended).toBe(0);
  }
  expect(good.output()).not.toContain("failed");
  expect(wrong.output()).not.toContain("hunter2");
  await server.end();
});
