/** How often anyone may ask; counted in the memory of each process. */
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

export type Limit = {
  /** 0: allowed, and counted. Else the milliseconds until the key may ask again. */
  consume(key: string): Promise<number>;
  /** Takes back one that was counted. */
  giveBack(key: string): Promise<void>;
  /** Whether all points of the key are used up. Counts nothing. */
  isSpent(key: string): Promise<boolean>;
  forget(key: string): Promise<void>;
};

/**
 * `points` a key in `seconds`. `keysMax`: where keys come from strangers, the one that asked longest ago is forgotten
 * for a new one, so that no number of names fills the memory.
 */
export function createLimit(points: number, seconds: number, keysMax = Number.POSITIVE_INFINITY): Limit {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  /** Those that are bounded, in the order in which they asked last. */
  const keys = new Set<string>();
  const forget = async (key: string): Promise<void> => {
    keys.delete(key);
    await limiter.delete(key);
  };
  const remember = async (key: string): Promise<void> => {
    keys.delete(key);
    const [oldest] = keys.size < keysMax ? [] : keys;
    if (oldest !== undefined) await forget(oldest);
    keys.add(key);
  };
  return {
    consume: async (key) => {
      if (keysMax < Number.POSITIVE_INFINITY) await remember(key);
      return limiter.consume(key).then(
        () => 0,
        (refused: unknown) => {
          if (!(refused instanceof RateLimiterRes)) throw refused;
          return Math.max(1, refused.msBeforeNext);
        },
      );
    },
    giveBack: async (key) => {
      // One that was forgotten meanwhile has nothing to be given back.
      if ((await limiter.get(key)) !== null) await limiter.reward(key);
    },
    isSpent: async (key) => ((await limiter.get(key))?.consumedPoints ?? 0) >= points,
    forget,
  };
}

/** Pushes, pulls and pages of one account: all its phones together, far above honest use. */
export const syncLimit = createLimit(1_200, 60);
/** Everything else of one account. */
export const requestLimit = createLimit(300, 60);
/** Live connections begun by one account. */
export const liveLimit = createLimit(60, 60);
/** Requests that send bytes, of one account. */
export const uploadLimit = createLimit(600, 60);
/** Photos and files asked for by one account: a long timeline shows dozens. */
export const attachmentLimit = createLimit(1_200, 60);
/** Requests with events, of one source: with a thousand in each far above what the desk can take. */
export const eventLimit = createLimit(6_000, 60);
/** Files that one administrator brings in or tries. */
export const importLimit = createLimit(30, 600);
/** Exports of everything by one administrator. */
export const exportLimit = createLimit(10, 600);
/** Requests of other programs by one API key. */
export const apiLimit = createLimit(600, 60);
/** Keys of machines that are none, from one address. */
export const wrongKeyLimit = createLimit(60, 60, 10_000);
/** A calendar's questions of one link, by its owner: clients ask every few minutes at most. */
export const feedLimit = createLimit(120, 3_600);
/** The same of one address: an office, or a calendar service that asks for many people. */
export const feedAddressLimit = createLimit(1_200, 600, 10_000);
/** Calendar links that are none, from one address. */
export const wrongFeedLimit = createLimit(60, 60, 10_000);
