import { expect, test, vi } from "vitest";
import type { Database } from "../db";
import { readSession } from "./account";
import type { Auth } from "./auth";

const lifeMs = 3_600_000;

/** A sign-in that knows one session, and a desk with its account. */
function createMeans() {
  const row = { id: "chen", name: "Chen", role: "agent", locale: "zh-TW", active: true };
  let isEnded = false;
  const getSession = vi.fn(async ({ headers }: { headers: Headers }) => ({
    response:
      !isEnded && headers.get("cookie")?.includes("genba.session_token=right.signed")
        ? { user: { id: row.id }, session: { expiresAt: new Date(lifeMs) } }
        : null,
    headers: new Headers(),
  }));
  const auth = { api: { getSession } } as unknown as Auth;
  const database = { account: { findUnique: async () => row } } as unknown as Database;
  const ask = async (cookie: string, now: number) =>
    (await readSession(auth, database, new Headers({ cookie }), now)).account?.id ?? null;
  return { row, getSession, ask, end: () => (isEnded = true) };
}

test("a session is judged once a minute; one that ended is believed no longer than that", async () => {
  const { ask, getSession, end } = createMeans();
  const cookie = "theme=dark; genba.session_token=right.signed";
  expect(await ask(cookie, 0)).toBe("chen");
  expect(await ask(cookie, 59_000)).toBe("chen");
  expect(getSession).toHaveBeenCalledTimes(1);
  expect(await ask(cookie, 60_000)).toBe("chen");
  expect(getSession).toHaveBeenCalledTimes(2);
  end();
  expect(await ask(cookie, 119_000)).toBe("chen");
  expect(await ask(cookie, 120_000)).toBeNull();
  expect(await ask(cookie, 120_001)).toBeNull();
});

test("an account that was deactivated is out at once", async () => {
  const { ask, row } = createMeans();
  expect(await ask("genba.session_token=right.signed", 0)).toBe("chen");
  row.active = false;
  expect(await ask("genba.session_token=right.signed", 1)).toBeNull();
});

test("no session outlives its own end, and no other cookie is believed in its name", async () => {
  const { ask, getSession } = createMeans();
  const right = "genba.session_token=right.signed";
  expect(await ask(right, lifeMs - 1_000)).toBe("chen");
  expect(await ask(right, lifeMs)).toBe("chen");
  expect(getSession).toHaveBeenCalledTimes(2);
  for (const other of [
    "genba.session_token=wrong.signed",
    "x=1",
    `${right}x; ${right.replace("right", "wrong")}`,
  ]) {
    const before = getSession.mock.calls.length;
    await ask(other, 0);
    await ask(other, 0);
    expect(getSession.mock.calls.length).toBe(before + 2);
  }
});
