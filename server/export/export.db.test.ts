import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashKey } from "../auth/bearer-key";
import { createProgram } from "../testing/api-keys";
import { createDesk, type Desk } from "../testing/desk";
import { idleLimitMs, withIdleLimit } from "../testing/idle-limit";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { exportAll, recordExport } from "./export";
import { exportedTables, leftOutTables } from "./tables";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

async function exported(): Promise<Record<string, unknown>[]> {
  let text = "";
  await exportAll(desk.database, Date.now(), async (lines) => {
    text += lines;
  });
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("every table of the database is exported, or left out for a reason", async () => {
  const rows = await desk.database.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  const named = [...exportedTables.map(({ table }) => table), ...Object.keys(leftOutTables)];
  expect(named.sort()).toEqual(rows.map(({ name }) => name).sort());
});

test("every row is a line, the last line counts them, and no secret is in it", async () => {
  await storeTicket(desk.database, ticketOf(desk, { title: "Flooded 淹水\u2028\n" }));
  await desk.database.eventSource.create({
    data: {
      name: "Zabbix",
      kinds: ["json"],
      keyHash: "hash-of-a-key",
      secret: "c2VjcmV0",
      previousSecret: "Zm9ybWVy",
    },
  });
  const { key } = await createProgram(desk, { name: "Reporting" });
  await desk.database.webhook.create({
    data: { name: "Chat", url: "https://chat.example/t0ken", events: [], flows: [], secret: "whsec_d2hzZWM" },
  });
  const lines = await exported();
  expect(lines[0]).toMatchObject({ export: "genba", version: 1 });
  const counts: Record<string, number> = Object.fromEntries(exportedTables.map(({ table }) => [table, 0]));
  for (const { table } of lines.slice(1, -1)) counts[table as string] = (counts[table as string] ?? 0) + 1;
  expect(lines.at(-1)).toEqual({ end: true, counts });
  expect(counts.account).toBe(await desk.database.account.count());
  expect(lines).toContainEqual({
    table: "ticket",
    row: expect.objectContaining({ title: "Flooded 淹水\u2028\n" }),
  });
  const text = JSON.stringify(lines);
  expect(text).toContain("Zabbix");
  expect(text).not.toContain("hash-of-a-key");
  expect(text).not.toContain("c2VjcmV0");
  expect(text).not.toContain("Zm9ybWVy");
  expect(text).toContain("Reporting");
  expect(text).toContain("Chat");
  for (const secret of [key, hashKey(key), "t0ken", "d2hzZWM"]) expect(text).not.toContain(secret);
});

test("it is one moment of the database: what is written meanwhile is not in it", async () => {
  let text = "";
  let isWritten = false;
  await exportAll(desk.database, Date.now(), async (lines) => {
    text += lines;
    if (isWritten || !lines.includes('"table":"account"')) return;
    isWritten = true;
    await desk.database.site.create({ data: { name: "Written meanwhile" } });
  });
  expect(isWritten).toBe(true);
  expect(text).not.toContain("Written meanwhile");
  expect(JSON.stringify(await exported())).toContain("Written meanwhile");
});

test("a reader that pauses for longer than a transaction may be silent gets all of it", async () => {
  await withIdleLimit(desk, async (database) => {
    let text = "";
    let pieces = 0;
    await exportAll(database, Date.now(), async (lines) => {
      text += lines;
      pieces += 1;
      if (pieces === 3) await delay(3 * idleLimitMs);
    });
    expect(pieces).toBeGreaterThan(3);
    expect(JSON.parse(text.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ end: true });
  });
});

test("who takes everything stands in the history, and must be an administrator", async () => {
  await recordExport(desk.database, desk.admin);
  expect(
    await desk.database.adminChange.count({ where: { kind: "export.begun", actorId: desk.admin } }),
  ).toBe(1);
  await expect(recordExport(desk.database, desk.lead)).rejects.toMatchObject({ code: "admin.only" });
});
