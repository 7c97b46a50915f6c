import { expect, test } from "vitest";
import { createTestPlatform } from "../testing/platform";
import { backOffMs } from "./back-off";
import { type LiveSource, listenLive } from "./live";

function createSource(): LiveSource & { change(): void; closed: boolean } {
  let listener = (): void => {};
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
    change: () => listener(),
  };
}

test("[L1] a hint is handed on; a source that fails is opened again with back-off; stopping closes it", () => {
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
    { onHint: () => heard.push("hint"), onOpen: () => heard.push("open") },
  );
  sources[0]?.onopen?.();
  sources[0]?.change();
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
  expect(heard).toEqual(["open", "hint"]);
});

test("[C4] back-off doubles between half and all of its step, is capped, and heeds the server's wish", () => {
  expect([0, 1, 2].map((attempt) => backOffMs(attempt, 0))).toEqual([500, 1_000, 2_000]);
  expect(backOffMs(50, 0.999_999)).toBeLessThanOrEqual(30_000);
  expect(backOffMs(0, 0, 45_000)).toBe(45_000);
});
