import { describe, expect, it } from "vitest";
import { type LogRow, readLogRow } from "../../server/import/service-now/log-reader";
import { planIncident } from "../../server/import/service-now/plan";
import { deviceOf, inOrder, scheduleDeliveries } from "./schedule";

const fields = {
  number: "0000047",
  ident_state: "New",
  opened_by: "397",
  opened_at: "29/2/2016 04:40",
  sys_updated_by: "746",
  sys_updated_at: "29/2/2016 04:57",
  location: "165",
  category: "40",
  subcategory: "215",
  u_symptom: "471",
  impact: "2",
  urgency: "2",
  assignment_group: "70",
  assigned_to: "?",
  resolved_by: "81",
};

function row(change: Partial<Record<string, string>>): LogRow {
  const read = readLogRow({ ...fields, ...change } as Record<string, string>, 2);
  if ("reason" in read) throw new Error(read.reason);
  return read;
}

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
