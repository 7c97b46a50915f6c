import { expect, test } from "vitest";
import { createLimit } from "./rate";
import { createSignInLimits, type Verdict } from "./sign-in-limits";

const email = "engineer@desk.example";

/** Limits whose clock stands still unless a test moves it, and a judge that answers at once. */
function createTries() {
  const waits: number[] = [];
  const limits = createSignInLimits(async (ms) => waits.push(ms));
  const attempt = async (verdict: Verdict, address = "a", of = email) =>
    limits.attempt(address, of, async () => ({ verdict, answer: null }));
  return { waits, limits, attempt };
}

const refused = (retryAfterMs: unknown = expect.any(Number)) => ({ verdict: "refused", retryAfterMs });

test("ten wrong passwords for one e-mail from one address close that pair alone", async () => {
  const { attempt } = createTries();
  for (let tries = 0; tries < 10; tries += 1) await attempt("wrong");
  expect(await attempt("right")).toEqual(refused());
  expect(await attempt("right", "b")).toMatchObject({ verdict: "right" });
  expect(await attempt("right", "a", "colleague@desk.example")).toMatchObject({ verdict: "right" });
});

test("one phone that keeps asking does not close its office", async () => {
  const { attempt } = createTries();
  for (let tries = 0; tries < 300; tries += 1) await attempt("wrong");
  expect(await attempt("right")).toEqual(refused());
  expect(await attempt("right", "a", "colleague@desk.example")).toMatchObject({ verdict: "right" });
});

test("a success forgets the wrong ones of its pair; one that was no answer counts for nothing", async () => {
  const { attempt } = createTries();
  for (let tries = 0; tries < 9; tries += 1) await attempt("wrong");
  await attempt("right");
  for (let tries = 0; tries < 30; tries += 1) await attempt("none");
  for (let tries = 0; tries < 9; tries += 1) await attempt("wrong");
  expect(await attempt("right")).toMatchObject({ verdict: "right" });
});

test("a hundred wrong ones from one address close it for every e-mail, successes never do", async () => {
  const { attempt } = createTries();
  for (let person = 0; person < 200; person += 1) await attempt("right", "office", `${person}@desk.example`);
  for (let tries = 0; tries < 100; tries += 1) {
    expect(await attempt("wrong", "a", `${tries}@desk.example`)).toMatchObject({ verdict: "wrong" });
  }
  expect(await attempt("wrong", "a", "next@desk.example")).toEqual(refused());
  expect(await attempt("right", "office", "next@desk.example")).toMatchObject({ verdict: "right" });
});

test("strangers at a hundred addresses slow a person down and do not lock them out", async () => {
  const { attempt, waits } = createTries();
  for (let stranger = 0; stranger < 100; stranger += 1) await attempt("wrong", `stranger ${stranger}`);
  expect(waits.length).toBe(70);
  expect(new Set(waits)).toEqual(new Set([5_000]));
  expect(await attempt("right", "home")).toMatchObject({ verdict: "right" });
  expect(waits.length).toBe(71);
  expect(await attempt("right", "home", "colleague@desk.example")).toMatchObject({ verdict: "right" });
  expect(waits.length).toBe(71);
});

test("of the slowed tries of one e-mail four go on at once, one an address", async () => {
  let pass = () => {};
  const gate = new Promise<void>((resolve) => {
    pass = resolve;
  });
  const limits = createSignInLimits(() => gate);
  const attempt = (address: string) =>
    limits.attempt(address, email, async () => ({ verdict: "wrong", answer: null }));
  for (let tries = 0; tries < 30; tries += 1) await attempt(`before ${tries}`);
  const under = ["a", "b", "c"].map(attempt);
  expect(await attempt("a")).toEqual(refused(5_000));
  under.push(attempt("d"));
  expect(await attempt("e")).toEqual(refused(5_000));
  pass();
  expect((await Promise.all(under)).map(({ verdict }) => verdict)).toEqual(Array(4).fill("wrong"));
  expect(await attempt("e")).toMatchObject({ verdict: "wrong" });
});

test("two passwords are judged at once and sixty-four wait; more are refused, and not counted", async () => {
  const { limits, attempt } = createTries();
  let judging = 0;
  let most = 0;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const judge = async () => {
    judging += 1;
    most = Math.max(most, judging);
    await gate;
    judging -= 1;
    return { verdict: "wrong", answer: null } as const;
  };
  const started = Array.from({ length: 80 }, (_, index) =>
    limits.attempt(`${index}`, `${index}@x.example`, judge),
  );
  await Promise.race(started);
  open();
  const verdicts = (await Promise.all(started)).map(({ verdict }) => verdict);
  expect(most).toBe(2);
  expect(verdicts.filter((verdict) => verdict === "refused").length).toBe(80 - 2 - 64);
  // The places are free again, also after a judge that failed.
  const failed = limits.attempt("z", email, () => Promise.reject(new Error("no database")));
  await expect(failed).rejects.toThrow("no database");
  expect(await attempt("right", "z")).toMatchObject({ verdict: "right" });
});

test("a limit remembers the newest keys only", async () => {
  const limit = createLimit(1, 60, 3);
  for (const key of ["a", "b", "c", "a", "d"]) await limit.consume(key);
  expect(await limit.isSpent("b")).toBe(false);
  expect(await Promise.all(["a", "c", "d"].map(limit.isSpent))).toEqual([true, true, true]);
});
