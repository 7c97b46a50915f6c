import { expect, test } from "playwright/test";
import { createGenbaServer, type GenbaServer } from "./fixtures/genba-server";

let server: GenbaServer;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await createGenbaServer();
  await server.start();
});

test.afterAll(() => server.remove());

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
