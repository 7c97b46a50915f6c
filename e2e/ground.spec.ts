import { type APIRequestContext, expect, test } from "playwright/test";
import { type AccountId, createUuidV7 } from "../core/ids";
import type { PushAnswer } from "../core/sync/protocol";
import { findEmbeddedDatabase } from "../scripts/database/embedded";
import { createDatabase, type Database } from "../server/db";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";

let server: GenbaServer;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await createGenbaServer({}, { fresh: true });
  await server.start();
});

test.afterAll(() => server.remove());

/** Asks the desk's own database. */
async function inDatabase<Answer>(of: GenbaServer, ask: (on: Database) => Promise<Answer>): Promise<Answer> {
  const database = createDatabase(findEmbeddedDatabase(of.dataFolder) ?? "", 1);
  try {
    return await ask(database);
  } finally {
    await database.$disconnect();
  }
}

const uuidNow = () => createUuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

const countAll = (on: Database) =>
  Promise.all([on.account.count(), on.ticket.count(), on.activity.count(), on.actionOutcome.count()]);

async function signIn(request: APIRequestContext): Promise<AccountId> {
  const [account] = server.accounts();
  const data = { email: account?.email, password: account?.password };
  const headers = { origin: server.origin };
  await request.post(`${server.origin}/api/auth/sign-in/email`, { data, headers });
  const me = await request.get(`${server.origin}/api/trpc/session.me`);
  return (await me.json()).result.data.account.id;
}

test("every page runs under its content security policy", async ({ page }) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) violations.push(message.text());
  });
  page.on("pageerror", (error) => violations.push(String(error)));
  for (const path of ["/", "/tickets/0198", "/nowhere"]) {
    const answer = await page.goto(server.origin + path, { waitUntil: "networkidle" });
    expect(answer?.headers()["content-security-policy"]).toContain("'sha256-");
  }
  expect(violations).toEqual([]);
});

test("pages are asked for each time, files with a hash never again, the worker always anew", async ({
  request,
  page,
}) => {
  const cacheOf = async (path: string) =>
    (await request.get(server.origin + path)).headers()["cache-control"];
  expect(await cacheOf("/work")).toBe("no-cache");
  expect(await cacheOf("/sw.js")).toBe("no-store");
  await page.goto(server.origin);
  const script = await page.locator("script[src*='/_next/static/']").first().getAttribute("src");
  expect(await cacheOf(script ?? "")).toContain("immutable");
});

test("kill -9 of everything, then start: the desk is back on the same address", async ({ request }) => {
  test.setTimeout(120_000);
  await server.kill9();
  await expect(request.get(`${server.origin}/api/health`)).rejects.toThrow();
  await server.start();
  const health = await request.get(`${server.origin}/api/health`);
  expect(await health.json()).toMatchObject({ status: "ok", database: "up" });
});

test("[S3] an action acknowledged before kill -9 of everything is there once, with the same outcome", async ({
  request,
}) => {
  test.setTimeout(120_000);
  const accountId = await signIn(request);
  const [clientId, actionId, ticketId] = [crypto.randomUUID(), uuidNow(), uuidNow()];
  const action = {
    ...{ clientId, seq: 1, actionId, type: "open", typeVersion: 1, ticketId, baseRevision: 0 },
    args: { flow: "incident", title: "冷卻水塔異音", description: "", impact: "low", urgency: "low" },
    ...{ occurredAt: Date.now(), clockOffset: 0, uncertainTime: false, dependsOn: [] },
  };
  const categoryId = await inDatabase(server, async (on) => (await on.category.findFirstOrThrow()).id);
  const data = { accountId, clientId, actions: [{ ...action, args: { ...action.args, categoryId } }] };
  const push = async (): Promise<PushAnswer> => {
    const answer = await request.post(`${server.origin}/api/trpc/sync.push`, { data });
    return (await answer.json()).result.data;
  };
  const first = await push();
  expect(first.results).toEqual([{ seq: 1, actionId, outcome: { kind: "applied" } }]);
  const before = await inDatabase(server, countAll);
  await server.kill9();
  await server.start();
  expect(await inDatabase(server, countAll)).toEqual(before);
  expect((await push()).results).toEqual(first.results);
  expect(await inDatabase(server, countAll)).toEqual(before);
  expect(await inDatabase(server, (on) => on.activity.count({ where: { ticketId } }))).toBe(1);
});

test("a first start that is killed while it fills the desk is made good by the next", async () => {
  test.setTimeout(180_000);
  const fresh = await createGenbaServer({}, { fresh: true });
  try {
    const killed = expect(fresh.start()).rejects.toThrow("npm start ended");
    await expect.poll(() => fresh.logs(), { timeout: 60_000, intervals: [20] }).toContain("50 %");
    await fresh.kill9();
    await killed;
    await fresh.start();
    const { sameAccounts, ...counts } = await inDatabase(fresh, async (on) => ({
      sameAccounts: (await on.account.count()) === fresh.accounts().length,
      all: await countAll(on),
    }));
    expect(sameAccounts).toBe(true);
    // As many of each as in a desk that nobody killed, but for the incident opened above.
    const [accounts, tickets] = await inDatabase(server, countAll);
    expect(counts.all.slice(0, 2)).toEqual([accounts, tickets - 1]);
  } finally {
    await fresh.remove();
  }
});

test("answers of the API are compressed and kept by nobody", async ({ request }) => {
  const accountId = await signIn(request);
  const data = { accountId, clientId: crypto.randomUUID(), position: null };
  // Playwright's own requests hide that an answer was compressed.
  const { cookies } = await request.storageState();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const page = await fetch(`${server.origin}/api/trpc/sync.page`, {
    method: "POST",
    headers: { "content-type": "application/json", "accept-encoding": "gzip", cookie },
    body: JSON.stringify(data),
  });
  expect(page.headers.get("content-encoding")).toBe("gzip");
  expect(page.headers.get("content-type")).toBe("application/json");
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(await page.json()).toMatchObject({ result: { data: { next: { lane: 1 } } } });
});

test("a killed web server and a killed database come back by themselves", async ({ request }) => {
  test.setTimeout(120_000);
  const [, ...children] = server.processIds();
  for (const pid of children) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // A child of one killed just before.
    }
  }
  const health = () =>
    request
      .get(`${server.origin}/api/health`)
      .then((answer) => answer.status())
      .catch(() => 0);
  await expect.poll(health, { timeout: 60_000 }).toBe(200);
});

test("an API path that cannot be decoded is a coded 400, and one that can is the handler's", async ({
  request,
}) => {
  test.setTimeout(60_000);
  for (const path of ["/api/trpc/%E0%A4%A", "/api/auth/%E0%A4%A", "/api/trpc/%ff", "/api/auth/a%2"]) {
    const answer = await request.get(server.origin + path);
    expect(answer.status(), path).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "input.malformed" });
  }
  const unknown = await request.get(`${server.origin}/api/auth/%61`);
  expect(unknown.status()).toBe(404);
  expect(await unknown.json()).toMatchObject({ code: "path.unknown" });
});
