/**
 * The one way out for all mail of a process. Where no mail is taken at all (the server is away, or refuses the login)
 * it rests, longer each time, and asks nobody meanwhile: an account that is refused again and again is locked.
 */
import type { EpochMs } from "../../core/ids";
import { createAlarm } from "../alarm";
import type { Post, PostAnswer } from "./post";
import { mailBackOffMs } from "./rest";

export interface Outlet {
  readonly post: Post;
  /** In the past: it does not rest. */
  restsUntil(): EpochMs;
}

export interface OutletOptions {
  readonly log: (line: string) => void;
  readonly now: () => number;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
}

export function createOutlet(post: Post, { log, now, random }: OutletOptions): Outlet {
  const alarm = createAlarm(log, now);
  let refusals = 0;
  let restsUntil = 0;
  let reason = "";

  const note = (answer: PostAnswer): void => {
    if (answer.kind !== "away") {
      if (refusals > 0) log("mail: taken again");
      refusals = 0;
      return;
    }
    if (answer.alarm !== null) alarm(answer.error, answer.alarm);
    // Those that were on their way together are one refusal.
    if (now() < restsUntil) return;
    if (refusals === 0) log(`mail: none is taken (${answer.error}), tried again later`);
    refusals += 1;
    reason = answer.error;
    restsUntil = now() + mailBackOffMs(refusals, random());
  };

  return {
    restsUntil: () => restsUntil,
    async post(mail) {
      if (now() < restsUntil) return { kind: "away", error: reason, alarm: null };
      const answer = await post(mail);
      note(answer);
      return answer;
    },
  };
}
