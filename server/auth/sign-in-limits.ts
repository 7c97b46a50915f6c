/**
 * How often passwords may be tried (docs/decisions/0015-sign-in-limits.md). Wrong ones count, right ones do not:
 *
 * - for one e-mail from one address, and from one address for any: refused until the window is over;
 * - for one e-mail from anywhere: slowed, never refused for long, so that strangers cannot lock a person out;
 * - judging a password costs much memory and time, so few are judged at once, and few wait for it.
 *
 * All is in the memory of the process and bounded, whatever names and addresses strangers make up.
 */
import { setTimeout as delay } from "node:timers/promises";
import { createLimit } from "./rate";

/** Names or addresses that are remembered at once. */
const keysMax = 10_000;
const windowSeconds = 5 * 60;
const triesOfOne = 10;
/** An office behind one address shares these. */
const triesOfAddress = 100;
const slowWindowSeconds = 60 * 60;
/** Wrong passwords for one e-mail, from anywhere, after which each further try waits. */
const slowAfter = 30;
/** Shorter than the app waits for an answer (client/session.ts). */
const slowDelayMs = 5_000;
/** Slowed tries under way: for one e-mail, each of another address, and in all. */
const slowPlacesOfEmail = 4;
const slowPlaces = 200;
/** scrypt takes 32 MB and a thread of the four that files and names need too. */
const judgedAtOnce = 2;
const waitingMax = 64;
const busyRetryMs = 2_000;

export type Verdict = "right" | "wrong" | "none";
export type Judged<Answer> = { readonly verdict: Verdict; readonly answer: Answer };
export type SignInLimits = {
  /** Judges a password if it may be tried now; else says when it is worth trying again. */
  attempt<Answer>(
    address: string,
    email: string,
    judge: () => Promise<Judged<Answer>>,
  ): Promise<Judged<Answer> | { readonly verdict: "refused"; readonly retryAfterMs: number }>;
};

/** `wait` is the clock's; `address` and `email` must be of bounded length. */
export function createSignInLimits(wait: (ms: number) => Promise<unknown> = delay): SignInLimits {
  const ofOne = createLimit(triesOfOne, windowSeconds, keysMax);
  const ofAddress = createLimit(triesOfAddress, windowSeconds, keysMax);
  const ofEmail = createLimit(slowAfter, slowWindowSeconds, keysMax);
  const slowed = createSlowPlaces();
  const desks = createJudgingPlaces();

  return {
    async attempt(address, email, judge) {
      const one = `${address} ${email}`;
      // Counted before it is judged: many at once must not slip through.
      const addressRetryMs = await ofAddress.consume(address);
      if (addressRetryMs > 0) return { verdict: "refused", retryAfterMs: addressRetryMs };
      const oneRetryMs = await ofOne.consume(one);
      if (oneRetryMs > 0) {
        // One phone that keeps asking does not close its whole office.
        await ofAddress.giveBack(address);
        return { verdict: "refused", retryAfterMs: oneRetryMs };
      }
      const takeBack = () => Promise.all([ofAddress.giveBack(address), ofOne.giveBack(one)]);
      const isSlow = await ofEmail.isSpent(email);
      if (isSlow && !slowed.enter(email, address)) {
        await takeBack();
        return { verdict: "refused", retryAfterMs: slowDelayMs };
      }
      try {
        if (isSlow) await wait(slowDelayMs);
        const leave = await desks.enter();
        if (leave === null) {
          await takeBack();
          return { verdict: "refused", retryAfterMs: busyRetryMs };
        }
        const judged = await judge().finally(leave);
        if (judged.verdict === "wrong") await ofEmail.consume(email);
        else await takeBack();
        if (judged.verdict === "right") await ofOne.forget(one);
        return judged;
      } finally {
        if (isSlow) slowed.leave(email, address);
      }
    },
  };
}

/** One place an address: who has many connections and one address does not take them all. */
function createSlowPlaces() {
  const addressesByEmail = new Map<string, Set<string>>();
  let taken = 0;
  return {
    enter(email: string, address: string): boolean {
      const addresses = addressesByEmail.get(email) ?? new Set();
      if (taken >= slowPlaces || addresses.size >= slowPlacesOfEmail || addresses.has(address)) return false;
      addressesByEmail.set(email, addresses.add(address));
      taken += 1;
      return true;
    },
    leave(email: string, address: string): void {
      const addresses = addressesByEmail.get(email);
      addresses?.delete(address);
      if (addresses?.size === 0) addressesByEmail.delete(email);
      taken -= 1;
    },
  };
}

function createJudgingPlaces() {
  let free = judgedAtOnce;
  const waiting: (() => void)[] = [];
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    /** What to call at the end; null when too many wait already. */
    async enter(): Promise<(() => void) | null> {
      if (free > 0) free -= 1;
      else if (waiting.length >= waitingMax) return null;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return leave;
    },
  };
}
