import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepNotificationClicks, subscribeNotificationClicks } from "./notification-clicks";

let workers: EventTarget;
let stop: () => void;
beforeEach(() => {
  workers = new EventTarget();
  vi.stubGlobal("navigator", { serviceWorker: workers });
  stop = keepNotificationClicks();
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

const tap = (data: unknown) => workers.dispatchEvent(Object.assign(new Event("message"), { data }));
const open = (url: string) => tap({ type: "open", url });

test("a tap goes where it leads", () => {
  const went: string[] = [];
  const end = subscribeNotificationClicks((path) => went.push(path));
  open("/tickets/1");
  open("/work");
  expect(went).toEqual(["/tickets/1", "/work"]);
  end();
});

test("a tap that no screen could follow waits, the newest only, for the one that can; once", () => {
  open("/tickets/1");
  open("/tickets/2");
  const went: string[] = [];
  subscribeNotificationClicks((path) => went.push(path))();
  subscribeNotificationClicks((path) => went.push(path))();
  expect(went).toEqual(["/tickets/2"]);
  // Signed out since: nobody listens again.
  open("/tickets/3");
  subscribeNotificationClicks((path) => went.push(path))();
  expect(went).toEqual(["/tickets/2", "/tickets/3"]);
});

test("the worker's question whether this window hears is answered on its port", async () => {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => {
    port1.onmessage = resolve;
  });
  workers.dispatchEvent(Object.assign(new Event("message"), { data: { type: "alive?" }, ports: [port2] }));
  await answer;
  port1.close();
});

test.each([null, {}, { type: "open", url: "https://evil.example" }, { type: "open", url: "//evil.example" }])(
  "%o is no address of the app",
  (data) => {
    const went: string[] = [];
    tap(data);
    subscribeNotificationClicks((path) => went.push(path))();
    expect(went).toEqual([]);
  },
);
