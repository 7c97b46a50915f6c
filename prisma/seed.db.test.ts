import { afterAll, beforeAll, expect, test } from "vitest";
import { stagesByFlow } from "../core/workflow/vocabulary";
import { createTestDatabase, type TestDatabase } from "../scripts/testing/database";
import { closeDatabase, database } from "../server/db";
import { type SeedAccount, seed } from "./seed";

let testDatabase: TestDatabase;
let rowsAfterDeath: readonly number[];
/** What two starts at once on one empty desk were answered. */
let answers: readonly (readonly SeedAccount[] | null)[];
let accounts: readonly SeedAccount[];
let kept: readonly SeedAccount[];
const options = { isPublic: true, now: Date.now() };

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  process.env.DATABASE_URL = testDatabase.url;
  await expect(seed({ ...options, progress: dieHalfway })).rejects.toThrow("the power went");
  rowsAfterDeath = await Promise.all([database().account.count(), database().ticket.count()]);
  const keep = (given: readonly SeedAccount[]) => {
    kept = given;
  };
  answers = await Promise.all([seed({ ...options, keep }), seed({ ...options, keep })]);
  accounts = answers.find((answer) => answer !== null) ?? [];
});
afterAll(async () => {
  await closeDatabase();
  await testDatabase.drop();
});

function dieHalfway(done: number, total: number): void {
  if (done > total / 2) throw new Error("the power went");
}

test("a filling that was cut off leaves an empty desk", () => {
  expect(rowsAfterDeath).toEqual([0, 0]);
});

test("two starts fill an empty desk once, and its passwords were kept", async () => {
  expect(answers.filter((answer) => answer === null)).toHaveLength(1);
  expect(kept).toEqual(accounts);
  expect(await database().account.count()).toBe(accounts.length);
});

test("the demo desk has tickets at every stage of every flow", async () => {
  const tickets = await database().ticket.findMany({ select: { flow: true, stage: true } });
  const found = new Set(tickets.map(({ flow, stage }) => `${flow} ${stage}`));
  for (const [flow, stages] of Object.entries(stagesByFlow)) {
    for (const stage of stages) expect(found).toContain(`${flow} ${stage}`);
  }
});

test("the demo desk has its people, groups, assets and parameters", async () => {
  const on = database();
  expect(accounts.length).toBeGreaterThanOrEqual(12);
  expect(new Set(accounts.map(({ password }) => password))).toEqual(new Set(["genba-demo"]));
  expect(await on.group.count()).toBeGreaterThanOrEqual(6);
  expect(await on.group.count({ where: { ownsIncidents: true } })).toBe(2);
  expect(await on.asset.count()).toBeGreaterThanOrEqual(40);
  expect(await on.site.count()).toBe(3);
  const names = (await on.parameter.findMany()).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith("default_"))).toHaveLength(4);
  const groups = await on.group.findMany({ include: { memberships: true } });
  expect(groups.every(({ memberships }) => memberships.some(({ role }) => role === "lead"))).toBe(true);
});

test("no history of the demo desk is ahead of its time or of its arrival", async () => {
  const lines = await database().activity.findMany();
  expect(lines.every(({ occurredAt, arrivedAt }) => occurredAt <= arrivedAt)).toBe(true);
  expect(lines.every(({ occurredAt }) => occurredAt.getTime() <= options.now)).toBe(true);
});

test("a desk that is not empty is left as it is", async () => {
  expect(await seed(options)).toBeNull();
});
