import { describe, expect, it } from "vitest";
import { planIncident } from "../../server/import/service-now/plan";
import { logRow as row } from "../../server/testing/log-row";
import { deviceOf, inOrder, scheduleDeliveries } from "./schedule";

describe("scheduleDeliveries", () => {
  const rows = Array.from({ length: 60 }, (_, index) =>
    planIncident([
      row({ number: String(index + 1) }),
      row({
        number: String(index + 1),
        ident_state: "Resolved",
        resolved_by: String(index % 9),
        sys_updated_at: `${1 + (index % 28)}/3/2016 ${String(index % 24).padStart(2, "0")}:30`,
      }),
    ]),
  ).flat();

  it("delivers every action once, each device's in its own order, and some hours late", () => {
    const deliveries = scheduleDeliveries(rows, 10, "seed");
    const sent = deliveries.flatMap(({ actions }) => actions);
    expect(new Set(sent)).toEqual(new Set(rows));
    expect(sent).toHaveLength(rows.length);
    for (const device of new Set(deliveries.map((delivery) => delivery.device))) {
      const own = deliveries
        .filter((delivery) => delivery.device === device)
        .flatMap(({ actions }) => actions);
      expect(own).toEqual([...own].sort(inOrder));
    }
    const late = deliveries.flatMap(({ at, actions }) => actions.map((action) => at - action.at));
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeGreaterThan(3_600_000);
  });

  it("gives the same deliveries for the same seed and others for another", () => {
    expect(scheduleDeliveries(rows, 10, "a")).toEqual(scheduleDeliveries(rows, 10, "a"));
    expect(scheduleDeliveries(rows, 10, "a")).not.toEqual(scheduleDeliveries(rows, 10, "b"));
  });

  it("keeps the desk's people on the desk's devices", () => {
    for (let person = 0; person < 50; person += 1) {
      expect(deviceOf(`desk:${person}`, 10)).toBeLessThan(2);
      expect(deviceOf(`field:u${person}`, 10)).toBeGreaterThanOrEqual(2);
    }
  });
});
