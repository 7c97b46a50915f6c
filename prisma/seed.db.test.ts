import { afterAll, beforeAll, expect, test } from "vitest";
import { stagesByFlow } from "../core/workflow/vocabulary";
import { createTestDatabase, type TestDatabase } from "../scripts/testing/database";
import { closeDatabase, database } from "../server/db";
import { type SeedAccount, seed } from "./seed";

let made: TestDatabase;
let accounts: readonly SeedAccount[];
const options = { origin: "http://localhost:3000", now: Date.now() };

beforeAll(async () => {
  made = await createTestDatabase();
  process.env.DATABASE_URL = made.url;
  accounts = (await seed(options))?.accounts ?? [];
});
afterAll(async () => {
  await closeDatabase();
  await made.drop();
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
