import { expect, it } from "vitest";
import type { PlannedAction } from "../../server/import/service-now/plan";
import { play } from "./play";
import type { Delivery } from "./schedule";

const action = (number: string): PlannedAction => ({
  number,
  index: 0,
  at: 0,
  actor: "desk:1",
  group: "1",
  verb: { type: "resume" },
});

it("plays several at once, but one device's and one ticket's in their order", async () => {
  const deliveries: Delivery[] = Array.from({ length: 200 }, (_, index) => ({
    device: index % 7,
    at: index,
    actions: [action(String(index % 11))],
  }));
  const started: Delivery[] = [];
  let running = 0;
  let most = 0;
  const busy = new Set<string>();
  await play({
    deliveries,
    parallel: 4,
    send: async (delivery) => {
      const keys = [`device ${delivery.device}`, `ticket ${delivery.actions[0]!.number}`];
      for (const key of keys) expect(busy.has(key)).toBe(false);
      for (const key of keys) busy.add(key);
      started.push(delivery);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      for (const key of keys) busy.delete(key);
      return [];
    },
    onDecided: () => {},
  });
  expect(started).toHaveLength(200);
  expect(most).toBe(4);
  for (let device = 0; device < 7; device += 1) {
    const own = started.filter((delivery) => delivery.device === device).map(({ at }) => at);
    expect(own).toEqual([...own].sort((a, b) => a - b));
  }
});

it("ends with the first failure instead of going on", async () => {
  let sent = 0;
  const deliveries: Delivery[] = Array.from({ length: 20 }, (_, at) => ({
    device: 1,
    at,
    actions: [action("1")],
  }));
  const playing = play({
    deliveries,
    parallel: 4,
    send: async () => {
      sent += 1;
      if (sent === 3) throw new Error("gone");
      return [];
    },
    onDecided: () => {},
  });
  await expect(playing).rejects.toThrow("gone");
  expect(sent).toBe(3);
});
