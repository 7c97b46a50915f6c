import { expect, test } from "vitest";
import { createTestPlatform } from "./testing/platform";
import { keepChecking } from "./update";

const hourMs = 3_600_000;

function createApp() {
  const platform = createTestPlatform();
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  let checks = 0;
  const stop = keepChecking({ check: () => checks++ }, platform, page);
  const show = (visibilityState: string) => {
    page.visibilityState = visibilityState;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  return { platform, show, stop, checks: () => checks };
}

test("an app that stays in view looks for a new version each hour", () => {
  const { platform, stop, checks } = createApp();
  expect(checks()).toBe(0);
  platform.advance(hourMs - 1);
  expect(checks()).toBe(0);
  platform.advance(1);
  expect(checks()).toBe(1);
  platform.advance(hourMs);
  expect(checks()).toBe(2);
  stop();
  platform.advance(hourMs);
  expect(checks()).toBe(2);
});

test("one that is not seen waits until it is; one that is seen often does not look often", () => {
  const { platform, show, checks } = createApp();
  for (let times = 0; times < 5; times++) {
    show("hidden");
    platform.advance(60_000);
    show("visible");
  }
  expect(checks()).toBe(0);
  show("hidden");
  platform.advance(9 * hourMs);
  expect(checks()).toBe(0);
  show("visible");
  show("hidden");
  show("visible");
  expect(checks()).toBe(1);
});

test("timers that stood still while the phone slept do not matter, nor does a clock set back", () => {
  const { platform, show, checks } = createApp();
  platform.jumpWall(9 * hourMs);
  show("visible");
  expect(checks()).toBe(1);
  platform.jumpWall(-48 * hourMs);
  show("visible");
  expect(checks()).toBe(2);
});
