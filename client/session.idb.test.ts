import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetAccount, oweSignOut, owesSignOut, readAccount, rememberAccount } from "./device";
import { takeEarly } from "./early";
import { keepSettlingSignOut, signIn } from "./session";
import { ids } from "./testing/desk";
import { patience } from "./testing/patience";

const account = { id: ids.chen, name: "陳怡君", email: "chen@example.com", role: "agent" } as const;

let world: EventTarget;
let asked: string[];
/** How the server answers a sign-out: null when it is out of reach. */
let signOutAnswer: () => Promise<number | null>;
beforeEach(async () => {
  world = new EventTarget();
  asked = [];
  signOutAnswer = async () => 200;
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("addEventListener", world.addEventListener.bind(world));
  vi.stubGlobal("removeEventListener", world.removeEventListener.bind(world));
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const status = path.endsWith("sign-out") ? await signOutAnswer() : 200;
    if (status === null) throw new TypeError("offline");
    return Response.json({ result: { data: { account } } }, { status });
  });
  await rememberAccount(account);
  await oweSignOut();
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("[C6] a session left open by a sign-out without a network is ended at the start or when the network comes", async () => {
  signOutAnswer = async () => null;
  const stop = keepSettlingSignOut();
  await vi.waitUntil(() => asked.length === 1, patience);
  expect(await owesSignOut()).toBe(true);
  signOutAnswer = async () => 200;
  world.dispatchEvent(new Event("online"));
  await vi.waitUntil(async () => !(await owesSignOut()), patience);
  stop();
  await oweSignOut();
  world.dispatchEvent(new Event("online"));
  await owesSignOut();
  expect(asked).toEqual(["/api/auth/sign-out", "/api/auth/sign-out"]);
});

test("[C6] whoever signs in waits for what is owed: it must not end the new session", async () => {
  let answer = (_status: number): void => undefined;
  signOutAnswer = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const stop = keepSettlingSignOut();
  await vi.waitUntil(() => asked.length === 1, patience);
  const signedIn = signIn("chen@example.com", "x");
  await owesSignOut();
  expect(asked).toEqual(["/api/auth/sign-out"]);
  answer(200);
  expect((await signedIn).tag).toBe("signedIn");
  expect(asked).toEqual(["/api/auth/sign-out", "/api/auth/sign-in/email", "/api/trpc/session.me"]);
  stop();
});

test("[R4] signing in on an empty phone asks for the first page at once; as who is remembered here, it does not", async () => {
  expect((await signIn(account.email, "x")).tag).toBe("signedIn");
  expect(asked).not.toContain("/api/trpc/sync.page");
  await forgetAccount();
  const early = await signIn(account.email, "x").then(() => takeEarly(account, () => {}));
  expect(asked.at(-1)).toBe("/api/trpc/sync.page");
  expect(early?.firstPage?.request).toMatchObject({ accountId: account.id, position: null });
  expect(await readAccount()).toEqual(account);
  (await early?.opened)?.replica.db.close();
});
