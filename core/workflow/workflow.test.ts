import { describe, expect, it } from "vitest";
import { printRows, type Row } from "./row";
import { rows } from "./rows";
import { differences } from "./testing/compare";
import { isIdle } from "./testing/idle";
import { type Mutant, mutantsOf } from "./testing/mutants";
import { textOfOracle, textOfRows } from "./testing/table-text";
import { createWorkflow } from "./workflow";

describe("the rows against the oracle", () => {
  it("[A2] every flow, stage, action and person: legal, destination, needs and told people", {
    timeout: 180_000,
  }, () => {
    const walk = differences(createWorkflow(rows));
    const found: string[] = [];
    let step = walk.next();
    while (!step.done) {
      found.push(step.value);
      step = walk.next();
    }
    expect(found).toEqual([]);
    expect(step.value).toBeGreaterThan(40_000);
  });

  it("prints one row per flow, from-stage and action, the oracle's in every cell", () => {
    expect(printRows(rows).split("\n")[0]).toBe("flow\tfrom\taction\tto\twho\tneeds\ttold\tsource");
    const keys = rows.map((row) => `${row.flow} ${row.from} ${row.action}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(textOfRows(rows)).toEqual(textOfOracle());
  });
});

describe("the oracle against changed rows", () => {
  it("finds a difference whichever cell of whichever row is changed", { timeout: 300_000 }, () => {
    const mutants = rows.flatMap((row) => mutantsOf(row));
    const oracleText = textOfOracle().join("\n");
    const alive: string[] = [];
    const byTextOnly: Mutant[] = [];
    for (const mutant of mutants) {
      const changed = rows.map((row) => (row === mutant.original ? mutant.changed : row));
      if (isPlayedDifferently(changed, mutant)) continue;
      if (textOfRows(changed).join("\n") === oracleText) alive.push(mutant.name);
      else byTextOnly.push(mutant);
    }
    console.info(`${mutants.length} mutants, ${byTextOnly.length} of them seen in the printed table only`);
    expect(alive).toEqual([]);
    expect(byTextOnly.filter((mutant) => !isIdle(mutant)).map((mutant) => mutant.name)).toEqual([]);
  });
});

/** Rows do not reach each other: only the changed actions at the stages concerned, and what is offered there. */
function isPlayedDifferently(changed: readonly Row[], { original, changed: row }: Mutant): boolean {
  const stages = [original.from, row.from].map((place) => place.split("/")[0] ?? "");
  const scope = { flow: original.flow, stages, actions: [original.action, row.action] };
  return !differences(createWorkflow(changed), scope).next().done;
}
