/**
 * Real parts that die or fall silent in the middle of the sync: the browser, the server, the answers between them.
 * Every action that was saved is on the server once, in order.
 */
import { randomUUID } from "node:crypto";
import { expect, test } from "playwright/test";
import { type BadNetwork, startProxy } from "../scripts/chaos/proxy";
import { queryDesk } from "./fixtures/desk-database";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";
import { Person } from "./fixtures/person";
import { Phone } from "./fixtures/phone";

const incident = "東側貨梯停在二樓，門打不開";
/** More than two bodies of a push. */
const many = 120;
/** So many that a busy machine sees the first arrive well before the last. */
const mostOfAll = 400;

let server: GenbaServer;
let network: BadNetwork;
let phone: Phone;
let engineer: Person;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const upstreams: number[] = [];
  network = await startProxy({ upstreams, random: Math.random, duplicates: 0.2 });
  network.setBad(false);
  server = await createGenbaServer({ GENBA_ORIGIN: `http://localhost:${network.port}` });
  upstreams.push(server.port);
  await server.start();
  phone = await Phone.start({ origin: `http://localhost:${network.port}` });
  engineer = new Person(phone.page);
  await engineer.signIn(server, "bohan.chen");
});
test.afterAll(async () => {
  await phone?.close();
  await server?.remove();
  await network?.close();
});

test("[P1, P2, C2] the browser is killed in the middle of a long queue: each action once, in order", async () => {
  const run = randomUUID().slice(0, 8);
  // Its cookies are on the disk from here on.
  await phone.reopen();
  engineer = new Person(phone.page);
  await queueMany(run, mostOfAll);
  network.setBad(true);
  await phone.setOffline(false);
  await expect.poll(() => arrived(run).then(({ length }) => length), { intervals: [20] }).toBeGreaterThan(0);
  await phone.kill();
  const before = await arrived(run);
  expect(before.length, "it must be killed while some are on the phone only").toBeLessThan(mostOfAll);

  await phone.restart({ offline: false });
  engineer = new Person(phone.page);
  await phone.page.goto("/work");
  await engineer.isSynced();
  expect(await arrived(run)).toEqual(numbered(run, mostOfAll));
  network.setBad(false);
});

test("[C3] two tabs and the worker send at once, and nobody waits for ever for one that holds the lock", async () => {
  const run = randomUUID().slice(0, 8);
  await queueMany(run);
  const other = await phone.context.newPage();
  await other.goto("/tickets");
  await phone.setOffline(false);
  await Promise.all([
    ...[phone.page, other].map((page) => page.evaluate(() => dispatchEvent(new Event("online")))),
    phone.context.serviceWorkers()[0]?.evaluate(async () => {
      const worker = self as unknown as {
        importScripts(url: string): void;
        genbaDrain?: () => Promise<void>;
      };
      // As worker/main.ts does when it is woken.
      if (worker.genbaDrain === undefined) worker.importScripts("/drain.js");
      await worker.genbaDrain?.();
    }),
  ]);
  await engineer.isSynced();
  expect(await arrived(run)).toEqual(numbered(run));

  // A frozen tab.
  await other.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? "");
    const account = names.find((name) => /^genba-.{36}$/.test(name))?.slice("genba-".length);
    void navigator.locks.request(`genba-sync-${account}`, () => new Promise(() => {}));
  });
  await phone.page.bringToFront();
  await engineer.goTo(incident);
  await engineer.comment(`${run} the lock is held`);
  await expect.poll(() => arrived(run).then(({ length }) => length), { timeout: 20_000 }).toBe(many + 1);
  await other.close();
});

test("[C9, P1] the server takes bytes and answers nothing: the app says so, goes on, and all arrives once", async () => {
  const run = randomUUID().slice(0, 8);
  const { page } = phone;
  await engineer.goTo(incident);
  const stopped = server.processIds();
  for (const pid of stopped) process.kill(pid, "SIGSTOP");
  try {
    await engineer.comment(`${run}-000`);
    await expect(engineer.bar).toContainText("連不到伺服器", { timeout: 8_000 });
    await expect(engineer.bar).toContainText("1 件待同步");
    await engineer.comment(`${run}-001`);
    await page.goto("/tickets");
    await engineer.goTo(incident);
    await expect(page.getByRole("listitem").filter({ hasText: `${run}-001` })).toContainText("待同步");
    await expect(engineer.bar).toContainText("2 件待同步");
    // Reloaded, it asks anew and says so again, after the worker, which may have the lock, was not answered either.
    await expect(engineer.bar).toContainText("連不到伺服器", { timeout: 12_000 });
  } finally {
    for (const pid of stopped) process.kill(pid, "SIGCONT");
  }
  await engineer.isSynced();
  expect(await arrived(run)).toEqual([`${run}-000`, `${run}-001`]);
});

test("[P1, S3] every second answer is lost after the server committed: each action once, in order", async () => {
  const run = randomUUID().slice(0, 8);
  await engineer.goTo(incident);
  network.setBad(true);
  const cut = network.counts.cut;
  for (let index = 0; index < 6; index++) await engineer.comment(`${run}-00${index}`);
  // The bar still says of the moment before that all is sent: the last one must be there first.
  await expect.poll(() => arrived(run), { timeout: 30_000 }).toContain(`${run}-005`);
  await engineer.isSynced();
  network.setBad(false);
  expect(network.counts.cut).toBeGreaterThan(cut);
  expect(await arrived(run)).toEqual([0, 1, 2, 3, 4, 5].map((index) => `${run}-00${index}`));
});

/** Puts many comments into the queue of the phone, which is offline then, as a file of them that is imported (A7). */
async function queueMany(run: string, count = many): Promise<void> {
  const { page } = phone;
  await engineer.goTo(incident);
  const ticketId = engineer.ticketId();
  await phone.setOffline(true);
  await page.goto("/queue");
  const [account] = await queryDesk<{ id: string }>(
    server,
    "select id from account where email like 'bohan.chen@%'",
  );
  const entries = numbered(run, count).map((text, index) => ({
    title: incident,
    attempted: false,
    action: {
      clientId: randomUUID(),
      seq: index + 1,
      actionId: uuidV7(index),
      type: "comment",
      typeVersion: 1,
      ticketId,
      baseRevision: 1,
      args: { text },
      occurredAt: Date.now(),
      clockOffset: 0,
      uncertainTime: false,
      dependsOn: [],
    },
  }));
  const file = { format: "genba-queue", protocol: 1, accountId: account?.id, exportedAt: 0, entries };
  await page.getByLabel("匯入檔案").setInputFiles({
    name: "queue.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(file)),
  });
  await engineer.seesWaiting(count);
}

const numbered = (run: string, count = many): string[] =>
  Array.from({ length: count }, (_, index) => `${run}-${String(index).padStart(3, "0")}`);

function uuidV7(index: number): string {
  const time = (Date.now() + index).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** The comments of this run, in the order in which the server numbered what it decided. */
async function arrived(run: string): Promise<readonly string[]> {
  const rows = await queryDesk<{ text: string }>(
    server,
    `select text from activity join action_outcome on action_outcome.action_id = activity.id
     where text like $1 order by action_outcome.seq`,
    [`${run}%`],
  );
  return rows.map(({ text }) => text);
}
