/**
 * The first page of an empty phone (R4), asked for by whoever signs in: it is on its way while the replica is made and
 * the engine starts. The loop knows nothing of it: it asks as ever, and this answers.
 */
import type { AccountId, ClientId } from "../../core/ids";
import type { PageAnswer, PageRequest } from "../../core/sync/protocol";
import type { Platform } from "../platform";
import type { Transport } from "../transport";

export interface FirstPage {
  readonly request: PageRequest;
  /** With when it was asked for and arrived, by the monotonic clock; null: it could not be had. */
  readonly answer: Promise<{
    readonly page: PageAnswer;
    readonly sentAt: number;
    readonly arrivedAt: number;
  } | null>;
}

/** Asks; what fails is asked for again by the loop, which sorts failures. */
export function askFirstPage(
  transport: Pick<Transport, "page">,
  platform: Pick<Platform, "monotonic">,
  accountId: AccountId,
  clientId: ClientId,
): FirstPage {
  const request: PageRequest = { accountId, clientId, position: null };
  const sentAt = platform.monotonic();
  const answer = transport.page(request).then(
    (page) => ({ page, sentAt, arrivedAt: platform.monotonic() }),
    () => null,
  );
  return { request, answer };
}

/** The same transport; the question of `first` is answered by it, once. */
export function withFirstPage(
  transport: Transport,
  platform: Pick<Platform, "monotonic">,
  first: FirstPage,
): Transport {
  let waiting: FirstPage | null = first;
  return {
    ...transport,
    page: async (request) => {
      const asked = waiting;
      waiting = null;
      if (asked === null || JSON.stringify(asked.request) !== JSON.stringify(request))
        return transport.page(request);
      const found = await asked.answer;
      if (found === null) return transport.page(request);
      // The clock is measured by it (T1), as of the moment in which the page is handed over: half of its own way was
      // before that, as the loop reckons with what it asks itself.
      const { page, sentAt, arrivedAt } = found;
      const since = platform.monotonic() - arrivedAt + (arrivedAt - sentAt) / 2;
      return { ...page, serverTime: page.serverTime + Math.round(since) };
    },
  };
}
