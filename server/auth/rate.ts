/** How often anyone may ask; counted in the memory of each process. */
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

type Limit = {
  /** 0: allowed, and counted. Else the milliseconds until the key may ask again. */
  consume(key: string): Promise<number>;
  forget(key: string): Promise<unknown>;
};

function createLimit(points: number, seconds: number): Limit {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return {
    consume: (key) =>
      limiter.consume(key).then(
        () => 0,
        (refused: unknown) => {
          if (!(refused instanceof RateLimiterRes)) throw refused;
          return Math.max(1, refused.msBeforeNext);
        },
      ),
    forget: (key) => limiter.delete(key),
  };
}

/** Passwords tried for one e-mail from one address; a success forgets them. */
export const signInLimit = createLimit(10, 5 * 60);
/** Passwords tried for one e-mail from anywhere: addresses can be forged where no proxy sets them. */
export const signInEmailLimit = createLimit(100, 60 * 60);
/** Pushes, pulls and pages of one account: all its phones together, far above honest use. */
export const syncLimit = createLimit(1_200, 60);
/** Everything else of one account. */
export const requestLimit = createLimit(300, 60);
/** Live connections begun by one account. */
export const liveLimit = createLimit(60, 60);
