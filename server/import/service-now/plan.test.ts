import { describe, expect, it } from "vitest";
import { logFields as fields, logRow as row } from "../../testing/log-row";
import { type BadRow, type LogRow, parseLogTime, readLogRow } from "./log-reader";
import { planIncident } from "./plan";

function verbs(rows: readonly LogRow[]): string[] {
  return planIncident(rows).map(({ verb }) => verb.type);
}

describe("readLogRow", () => {
  it("reads the log's own day/month/year times and its ? as nothing", () => {
    const read = row({});
    expect(read.openedAt).toBe(Date.UTC(2016, 1, 29, 4, 40));
    expect(read.assignedTo).toBeNull();
    expect(read.group).toBe("70");
  });

  it.each([["30/2/2016 04:40"], ["29/2/2016 24:00"], ["29/2/2016"], ["2016-02-29 04:40"], [""]])(
    "refuses the time %j",
    (text) => {
      expect(parseLogTime(text)).toBeNull();
    },
  );

  it.each([
    [{ ident_state: "-100" }, "state"],
    [{ number: "INC1" }, "number"],
    [{ sys_updated_at: "?" }, "sys_updated_at"],
    [{ impact: "9" }, "impact"],
  ])("reports %j instead of failing", (change, word) => {
    const read = readLogRow({ ...fields, ...change } as Record<string, string>, 7) as BadRow;
    expect(read.line).toBe(7);
    expect(read.reason).toContain(word);
  });
});

describe("planIncident", () => {
  it("plays New → Active with a person → Resolved as open, assignHandler, resolve", () => {
    expect(
      verbs([row({}), row({ ident_state: "Active", assigned_to: "31" }), row({ ident_state: "Resolved" })]),
    ).toEqual(["open", "assignHandler", "resolve"]);
  });

  it("plays New → Resolved as resolveNow, and Closed afterwards as nothing", () => {
    expect(verbs([row({}), row({ ident_state: "Resolved" }), row({ ident_state: "Closed" })])).toEqual([
      "open",
      "resolveNow",
    ]);
  });

  it("plays another group at the handle stage as returnToAssign and reassign", () => {
    const rows = [
      row({ ident_state: "Active", assigned_to: "31" }),
      row({ ident_state: "Active", assigned_to: "31", assignment_group: "24" }),
    ];
    expect(verbs(rows)).toEqual(["open", "assignHandler", "returnToAssign", "reassign", "assignHandler"]);
  });

  it("plays Awaiting Problem as raiseProblem and hold, and going on as resume", () => {
    const rows = [
      row({ ident_state: "Active", assigned_to: "31" }),
      row({ ident_state: "Awaiting Problem", assigned_to: "31" }),
      row({ ident_state: "Active", assigned_to: "31" }),
    ];
    expect(verbs(rows)).toEqual(["open", "assignHandler", "raiseProblem", "hold", "resume"]);
  });

  it("plays Resolved → Active as reopen by the opener", () => {
    const actions = planIncident([row({ ident_state: "Resolved" }), row({ ident_state: "Active" })]);
    expect(actions.map(({ verb }) => verb.type)).toEqual(["open", "resolveNow", "reopen"]);
    expect(actions[2]?.actor).toBe("desk:397");
  });

  it("never lets time run backwards, whatever the rows say", () => {
    const actions = planIncident([
      row({}),
      row({ ident_state: "Resolved", sys_updated_at: "1/1/2016 00:00" }),
    ]);
    expect(actions[1]!.at).toBeGreaterThanOrEqual(actions[0]!.at);
  });
});
