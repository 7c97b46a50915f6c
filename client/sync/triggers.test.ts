import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTestPlatform, type TestPlatform } from "../testing/platform";
import { createBrowserTriggers } from "./triggers";

let world: EventTarget;
let page: EventTarget & { visibilityState: string };
let sources: FakeSource[];
let platform: TestPlatform;
let kicks: string[];
let stop: () => void;

class FakeSource extends EventTarget {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  constructor() {
    super();
    sources.push(this);
  }
  close() {
    this.closed = true;
  }
}

beforeEach(() => {
  world = new EventTarget();
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  [sources, kicks, platform] = [[], [], createTestPlatform()];
  vi.stubGlobal("addEventListener", world.addEventListener.bind(world));
  vi.stubGlobal("removeEventListener", world.removeEventListener.bind(world));
  vi.stubGlobal("document", page);
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("EventSource", FakeSource);
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

const start = () => {
  stop = createBrowserTriggers(platform).start((reason) => kicks.push(reason));
};
const show = (visibilityState: string) => {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event("visibilitychange"));
};
const open = () => sources.filter((source) => !source.closed);

test("[C9] the network's going is told as well as its coming", () => {
  start();
  world.dispatchEvent(new Event("offline"));
  world.dispatchEvent(new Event("online"));
  expect(kicks).toEqual(["offline", "online"]);
});

test("[C9] a server that stopped is asked within a second, not at the next poll", () => {
  start();
  sources[0]?.onopen?.();
  sources[0]?.onerror?.();
  platform.advance(1_000);
  expect(kicks).toEqual(["online", "lost"]);
});

test("[L1] a tab that nobody sees holds no connection; coming into view opens one and pulls", () => {
  start();
  expect(open()).toHaveLength(1);
  show("hidden");
  expect(open()).toHaveLength(0);
  // Neither does the wish to open it again outlive the view.
  platform.advance(3_600_000);
  expect(open()).toHaveLength(0);
  show("visible");
  show("visible");
  expect(open()).toHaveLength(1);
  expect(kicks).toContain("visible");
});

test("[L1] a tab opened in the background opens none; stopping closes it and hears nothing more", () => {
  page.visibilityState = "hidden";
  start();
  expect(sources).toHaveLength(0);
  show("visible");
  stop();
  kicks.length = 0;
  show("hidden");
  show("visible");
  world.dispatchEvent(new Event("offline"));
  platform.advance(3_600_000);
  expect(open()).toHaveLength(0);
  expect(kicks).toEqual([]);
});
