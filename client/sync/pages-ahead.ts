/**
 * The pages of a first sync are asked for one after the other, each as soon as the one before has arrived, while those
 * before are still being written: network, server and disk need not wait for each other. R4 holds by itself: a page is
 * taken in only at the position it was asked from, so one that was asked for in vain changes nothing, and what was
 * only read is asked for again after a crash.
 */
import type { PageAnswer, PageRequest } from "../../core/sync/protocol";
import type { Clock } from "../replica/clock";
import type { Transport } from "../transport";

/** So many may lie in memory besides the one that is written: one is there when it is needed, one is on its way. */
const aheadMax = 2;

export interface PagesAhead {
  /** The answer to this question; what was asked for from elsewhere is dropped. Throws TransportError. */
  take(request: PageRequest): Promise<PageAnswer>;
  /** Asks for nothing more. */
  drop(): void;
}

interface Asked {
  readonly request: PageRequest;
  readonly answer: Promise<PageAnswer>;
}

export function createPagesAhead(transport: Transport, clock: Clock): PagesAhead {
  let ahead: Asked[] = [];
  /** What follows the last page that was asked for, when that is there. */
  let following: PageRequest | null = null;
  let isDropped = false;

  const ask = (request: PageRequest): Asked => {
    following = null;
    const answered = clock.startRoundTrip();
    const page = transport.page(request);
    // At its arrival, not when its turn has come: the way there and back is what the clock is measured by.
    const answer = page.then(async (found) => {
      await answered(found.serverTime);
      return found;
    });
    const asked = { request, answer };
    page.then(
      ({ next: position, total }) => {
        const isLast = ahead.at(-1) === asked || (ahead.length === 0 && taken === asked);
        if (!isLast || position === null) return;
        const { accountId, clientId } = request;
        following = { accountId, clientId, position, total };
        goOn();
      },
      () => undefined,
    );
    // Whoever waits for it hears of a failure; nobody may wait for it any more.
    answer.catch(() => undefined);
    return asked;
  };
  let taken: Asked | null = null;
  const goOn = (): void => {
    if (!isDropped && following !== null && ahead.length < aheadMax) ahead.push(ask(following));
  };

  return {
    take(request) {
      const first = ahead.shift();
      if (first !== undefined && isSame(first.request, request)) taken = first;
      else {
        ahead = [];
        taken = ask(request);
      }
      goOn();
      return taken.answer;
    },
    drop() {
      isDropped = true;
      ahead = [];
    },
  };
}

function isSame(one: PageRequest, other: PageRequest): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
