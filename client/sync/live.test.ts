import { expect, test } from "vitest";
import { createTestPlatform } from "../testing/platform";
import { backOffMs } from "./back-off";
import { type LiveSource, listenLive } from "./live";

function createSource(): LiveSource & { change(data: string): void; closed: boolean } {
  let listener = (_event: { readonly data: string }): void => {};
  return {
    onopen: null,
    onerror: null,
    closed: false,
    addEventListener: (_type, added) => {
      listener = added;
    },
    close() {
      this.closed = true;
    },
    change: (data) => listener({ data }),
  };
}

function listen() {
  const platform = createTestPlatform();
  const sources: ReturnType<typeof createSource>[] = [];
  const heard: string[] = [];
  const stop = listenLive(
    platform,
    () => {
      const source = createSource();
      sources.push(source);
      return source;
    },
    {
      onHint: (counter) => heard.push(`hint ${counter}`),
      onOpen: () => heard.push("open"),
      onLost: () => heard.push("lost"),
    },
  );
  return { platform, sources, heard, stop };
}

test("[L1] a hint is handed on; a source that fails is opened again with back-off; stopping closes it", () => {
  const { platform, sources, heard, stop } = listen();
  sources[0]?.onopen?.();
  sources[0]?.change("42");
  sources[0]?.onerror?.();
  expect(sources[0]?.closed).toBe(true);
  expect(sources).toHaveLength(1);
  platform.advance(1_000);
  expect(sources).toHaveLength(2);
  sources[1]?.onerror?.();
  expect(platform.nextTimerMs()).toBeGreaterThanOrEqual(1_000);
  stop();
  platform.advance(60_000);
  expect(sources).toHaveLength(2);
  expect(heard).toEqual(["open", "hint 42", "lost"]);
});

test("[C9] the loss of a connection that stood is told once, a moment later; failing to connect is no loss", () => {
  const { platform, sources, heard } = listen();
  sources[0]?.onopen?.();
  sources[0]?.onerror?.();
  expect(heard).toEqual(["open"]);
  platform.advance(1_000);
  expect(heard).toEqual(["open", "lost"]);
  sources[1]?.onerror?.();
  platform.advance(2_000);
  expect(sources).toHaveLength(3);
  expect(heard).toEqual(["open", "lost"]);
});

test("[C4] a connection that is cut whenever it opens is opened ever more slowly; one that lasted, at once again", () => {
  const { platform, sources } = listen();
  const cut = (): number => {
    sources.at(-1)?.onopen?.();
    sources.at(-1)?.onerror?.();
    const delayMs = platform.nextTimerMs() ?? 0;
    platform.advance(delayMs);
    return delayMs;
  };
  const delays = Array.from({ length: 8 }, cut);
  expect(delays[0]).toBeLessThanOrEqual(1_000);
  expect(delays[7]).toBeGreaterThanOrEqual(15_000);
  sources.at(-1)?.onopen?.();
  platform.advance(60_000);
  sources.at(-1)?.onerror?.();
  expect(platform.nextTimerMs()).toBeLessThanOrEqual(1_000);
});

test("[C4] back-off doubles between half and all of its step, is capped, and heeds the server's wish", () => {
  expect([0, 1, 2].map((attempt) => backOffMs(attempt, 0))).toEqual([500, 1_000, 2_000]);
  expect(backOffMs(50, 0.999_999)).toBeLessThanOrEqual(30_000);
  expect(backOffMs(0, 0, 45_000)).toBe(45_000);
});
