import { afterAll, beforeAll, expect, test } from "vitest";
import { createDesk, type Desk } from "../testing/desk";
import { createTestAuth, givePassword, origin, password } from "../testing/http";
import type { Auth } from "./auth";
import { answerAuth } from "./handle";

let desk: Desk;
let auth: Auth;
beforeAll(async () => {
  desk = await createDesk();
  auth = createTestAuth(desk.database);
  await givePassword(desk.database, [desk.engineer, desk.colleague]);
});
afterAll(() => desk.end());

const post = (body: string, address = "192.0.2.1", headers: Readonly<Record<string, string>> = {}) =>
  answerAuth(
    new Request(`${origin}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin, "x-forwarded-for": address, ...headers },
      body,
    }),
    auth,
  );
const attempt = (email: string, given: string, address?: string) =>
  post(JSON.stringify({ email, password: given }), address);

test("ten wrong passwords from one address close it for that e-mail, and for no other", async () => {
  const email = "engineer@desk.example";
  for (let tries = 0; tries < 10; tries += 1) {
    // The first entry is what the client wrote, the last is our proxy's.
    expect((await attempt(email, "wrong horse", `198.51.100.${tries}, 192.0.2.1`)).status).toBe(401);
  }
  const refused = await attempt(email, password);
  expect(refused.status).toBe(429);
  const { code, retryAfterMs } = (await refused.json()) as { code: string; retryAfterMs: number };
  expect(code).toBe("rate.limited");
  expect(retryAfterMs).toBeGreaterThan(290_000);
  expect(retryAfterMs).toBeLessThanOrEqual(300_000);
  expect((await attempt(email.toUpperCase(), password)).status).toBe(429);
  expect((await attempt(email, password, "192.0.2.2")).status).toBe(200);
  expect((await attempt("colleague@desk.example", password)).status).toBe(200);
});

test.each([
  ["not JSON", "{", 400],
  ["without an e-mail", "{}", 400],
  ["with a NUL", JSON.stringify({ email: "a\u0000b@c.d", password: "x" }), 400],
  ["too large", JSON.stringify({ email: "x".repeat(20_000) }), 413],
  ["with an e-mail that is none", JSON.stringify({ email: "engineer", password: "x" }), 400],
  ["with an e-mail beyond any", JSON.stringify({ email: `${"x".repeat(300)}@b.c`, password: "x" }), 400],
  ["with a password of another type", JSON.stringify({ email: "a@b.c", password: 5 }), 400],
])("a sign-in %s has a coded answer", async (_name, body, status) => {
  expect((await post(body)).status).toBe(status);
});

test.each(["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", ""])(
  "a sign-in that is JSON and something else at once is refused: %j",
  async (type) => {
    // Read as a form it names another e-mail than read as JSON.
    const form = new URLSearchParams({ x: "", email: "colleague@desk.example", password });
    const body = `{"email": "decoy@desk.example", "password": "wrong horse", "x": "&${form}&y="}`;
    const answer = await post(body, "192.0.2.4", { "content-type": type });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ code: "body.notJson" });
    expect(answer.headers.getSetCookie()).toEqual([]);
  },
);

test("a sign-in from another site is refused before it is read", async () => {
  const body = JSON.stringify({ email: "colleague@desk.example", password });
  const foreign: readonly Record<string, string>[] = [
    { origin: "https://elsewhere.example" },
    { "sec-fetch-site": "cross-site" },
  ];
  for (const headers of foreign) {
    const answer = await post(body, "192.0.2.5", headers);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "origin.foreign" });
  }
});

test("the library sees of a sign-in what was checked, and nothing else", async () => {
  const body = { email: "colleague@desk.example", password, callbackURL: "/elsewhere", rememberMe: false };
  const answer = await post(JSON.stringify(body), "192.0.2.6");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("location")).toBeNull();
  expect(await answer.json()).toMatchObject({ redirect: false });
  // Without rememberMe: false the cookie outlives the browser.
  const [cookie] = answer.headers.getSetCookie().filter((text) => text.includes("session_token"));
  expect(cookie).toMatch(/Max-Age=\d+/i);
});

test("the session cookie is for the server only, and for our own pages", async () => {
  const answer = await attempt("colleague@desk.example", password, "192.0.2.3");
  const [cookie] = answer.headers.getSetCookie().filter((text) => text.includes("session_token"));
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
});
