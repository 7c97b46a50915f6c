/**
 * C9: a network that takes bytes and answers nothing (lie-fi) must not look like one that works until a time limit is
 * over. So whoever draws the screen is told when a question has waited too long, while it goes on waiting.
 */
import type { Platform } from "../platform";
import type { Transport } from "../transport";

/** A server that is there has answered by then, on all but the slowest links. */
const silentAfterMs = 5_000;

/** The same transport; `onSilent` is called once for each question that nobody answers in time. */
export function watchSilence(
  transport: Transport,
  platform: Pick<Platform, "after">,
  onSilent: () => void,
): Transport {
  const watch =
    <Asked extends readonly unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>) =>
    async (...asked: Asked): Promise<Answer> => {
      const cancel = platform.after(silentAfterMs, onSilent);
      try {
        return await ask(...asked);
      } finally {
        cancel();
      }
    };
  return {
    ...transport,
    push: watch(transport.push),
    pull: watch(transport.pull),
    page: watch(transport.page),
    read: watch(transport.read),
  };
}
