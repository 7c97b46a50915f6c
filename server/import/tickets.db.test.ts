import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { webhookEvents } from "../../core/interfaces/webhook";
import { flows } from "../../core/workflow/vocabulary";
import type { SessionAccount } from "../auth/account";
import { type Bring, bringInto, saidOf } from "../testing/bring";
import { createDesk, type Desk } from "../testing/desk";
import { block, idleLimitMs, withIdleLimit } from "../testing/idle-limit";
import { searchTickets } from "../tickets/search";
import { importFile } from "./import";

let desk: Desk;
let bring: Bring;
beforeAll(async () => {
  desk = await createDesk();
  bring = bringInto(desk);
  await bring("assets", "tag,name,site\nA-2,Fan,North\n");
});
afterAll(() => desk.end());

const ticketHeader =
  "reference,kind,title,description,category,impact,urgency,opener,group,holder,opened_at,assigned_at,outcome,closed_at,closure_code,notes,root_cause,workaround,permanent_fix,why_not_eradicated,review_date,assets,risk";

test("tickets come in as this workflow would have made them, at their own times", async () => {
  const category = await desk.database.category.findFirstOrThrow({ where: { id: desk.category } });
  const file = [
    ticketHeader,
    `INC1,事故,Old outage,,${category.name},high,高,requester@desk.example,field,engineer@desk.example,2025-01-02 09:00,2025-01-02 09:10,resolved,2025-01-02 10:00,fixed,Replaced,,,,,,,`,
    `INC2,incident,Still open,,${category.name},low,low,requester@desk.example,field,engineer@desk.example,2026-11-20T01:00:00Z,,,,,,,,,,,,`,
    `INC3,incident,Never mind,,${category.name},low,low,requester@desk.example,field,,2025-02-02,,已取消,2025-02-03,,Not needed,,,,,,,`,
    `OLD-PRB-1,problem,Why it fails,It does,${category.name},,,lead@desk.example,field,engineer@desk.example,2025-01-05,,knownError,2025-01-09,,,Old valves,Open it twice,,No budget,2027-01-01,,`,
    `CHG1,normal,New valves,They leak,,,,lead@desk.example,field,,2026-11-01,,,,,,,,,,,A-2,medium`,
  ].join("\n");
  const counter = await desk.database.syncCounter.findFirstOrThrow();
  const { id: webhookId } = await desk.database.webhook.create({
    data: {
      name: "chat",
      url: "https://chat.example/",
      events: [...webhookEvents],
      flows: [...flows],
      secret: "",
    },
  });
  expect(saidOf(await bring("tickets", file, { isTrial: true }))).toEqual([]);
  expect(await bring("tickets", file)).toMatchObject({ created: 5, problemCount: 0, isStored: true });
  // What was over before it came here calls nobody.
  expect(await desk.database.webhookDelivery.count({ where: { webhookId } })).toBe(0);
  const stored = await desk.database.importedTicket.findMany({
    include: { ticket: { include: { activities: { orderBy: { id: "asc" } } } } },
    orderBy: { reference: "asc" },
  });
  const [chg, inc1, inc2, inc3, prb] = stored.map(({ ticket }) => ticket);
  expect(inc1).toMatchObject({
    stage: "closed",
    outcome: "resolved",
    priority: "P1",
    openedAt: new Date("2025-01-02T01:00:00Z"),
    closedAt: new Date("2025-01-02T02:00:00Z"),
    expired: true,
    scopes: [],
    holderId: desk.engineer,
  });
  expect(inc1?.clock).toMatchObject({ respondedAt: Date.parse("2025-01-02T01:10:00Z") });
  expect(inc1?.activities.map(({ type }) => type)).toEqual(["open", "assignHandler", "resolve"]);
  expect(inc1?.activities.map(({ arrivedAt }) => arrivedAt)).toEqual(
    inc1?.activities.map(({ occurredAt }) => occurredAt),
  );
  expect(inc2).toMatchObject({ stage: "handle", expired: false });
  expect(inc3).toMatchObject({ stage: "closed", outcome: "cancelled" });
  expect(prb).toMatchObject({ outcome: "knownError", stage: "closed" });
  expect(await desk.database.knownError.count({ where: { problemId: prb?.id ?? "" } })).toBe(1);
  expect(chg).toMatchObject({ stage: "new", assignedGroupId: desk.fieldGroup });
  // Nobody is told of what is over, and all of it is one number of a pull.
  expect(await desk.database.outbox.count()).toBe(0);
  expect((await desk.database.syncCounter.findFirstOrThrow()).value).toBe(counter.value + 1n);
  expect(await desk.database.syncChange.count({ where: { entityId: inc1?.id ?? "" } })).toBe(0);
  // The open one's clocks ran out long ago: that is no news.
  const watch = await desk.database.slaWatch.findUniqueOrThrow({ where: { ticketId: inc2?.id ?? "" } });
  expect(watch.told).toContain("1 slaBreach");
  expect(watch.lookAt).toBeNull();
  // Who knows only what it was called before finds it.
  const admin = { id: desk.admin, role: "admin" } as SessionAccount;
  expect((await searchTickets(desk.database, admin, "OLD-PRB-1")).map(({ title }) => title)).toContain(
    "Why it fails",
  );
  // Brought in again: only what is new.
  const more = `${file}\nINC4,incident,New,,${category.name},low,low,requester@desk.example,field,,2026-11-21,,,,,,,,,,,,`;
  expect(await bring("tickets", more)).toMatchObject({ created: 1, unchanged: 5, isStored: true });
});

test("a ticket that could not have been made here is named by its line, and keeps all of them out", async () => {
  const category = await desk.database.category.findFirstOrThrow({ where: { id: desk.category } });
  const row = (cells: Record<string, string>) =>
    ticketHeader
      .split(",")
      .map(
        (column) =>
          ({
            kind: "incident",
            title: "T",
            category: category.name,
            impact: "low",
            urgency: "low",
            opener: "requester@desk.example",
            group: "field",
            opened_at: "2026-01-01",
            ...cells,
          })[column] ?? "",
      )
      .join(",");
  const before = await desk.database.ticket.count();
  const report = await bring(
    "tickets",
    [
      ticketHeader,
      row({ reference: "a", opener: "ghost@desk.example" }),
      row({
        reference: "b",
        outcome: "resolved",
        closed_at: "2025-12-31",
        closure_code: "fixed",
        notes: "x",
      }),
      row({ reference: "c", outcome: "resolved", closed_at: "2026-01-02" }),
      row({ reference: "d", holder: "network-lead@desk.example" }),
      row({ reference: "e", opened_at: "2026-02-30" }),
      row({ reference: "f", opened_at: "2126-01-01" }),
      row({ reference: "g", kind: "problem", outcome: "completed", closed_at: "2026-01-02" }),
      row({ reference: "h", category: "", impact: "" }),
      row({ reference: "i" }),
      row({ reference: "i" }),
    ].join("\n"),
  );
  expect(saidOf(report)).toEqual([
    [2, "opener", "unknown", "ghost@desk.example"],
    [3, "closed_at", "order", "2025-12-31"],
    [4, "closure_code", "needs", ""],
    [4, "notes", "needs", ""],
    [6, "opened_at", "invalid", "2026-02-30"],
    [7, "opened_at", "future", "2126-01-01"],
    [8, "outcome", "invalid", "completed"],
    [8, "description", "needs", ""],
    [9, "category", "needs", ""],
    [9, "impact", "needs", ""],
    [11, "reference", "twice", "i"],
    [5, "holder", "notMember", "network-lead"],
  ]);
  expect(report.isStored).toBe(false);
  expect(await desk.database.ticket.count()).toBe(before);
});

test("a reference that another ticket came in under is said, and nothing is swallowed", async () => {
  const category = await desk.database.category.findFirstOrThrow({ where: { id: desk.category } });
  const file = `reference,kind,title,description,category,opener,opened_at\nINC1,problem,Another,It is,${category.name},lead@desk.example,2025-01-02 09:00\n`;
  expect(saidOf(await bring("tickets", file))).toEqual([[2, "reference", "taken", "INC1"]]);
});

test("a log of more rows than may be is not kept in memory", async () => {
  const header = "number,ident_state,opened_by,opened_at,sys_updated_by,sys_updated_at,impact,urgency";
  const row = "0000001,New,8,29/2/2016 01:16,21,29/2/2016 01:23,2,2\n".repeat(300_001);
  const report = await bring("tickets", gzipSync(`${header}\n${row}`));
  expect(saidOf(report)).toEqual([[1, null, "file", "over 300000 rows"]]);
});

test("what takes long in a COMMIT is done before, and what phones hold comes last", async () => {
  const category = await desk.database.category.findFirstOrThrow({ where: { id: desk.category } });
  const rowOf = (n: number, at: string, end: string) =>
    `late ${n},incident,T ${n},${category.name},low,low,requester@desk.example,field,${at},${end}`;
  const past = Array.from({ length: 300 }, (_, n) =>
    rowOf(n, "2025-03-01", "resolved,2025-03-02,fixed,done"),
  );
  const file = [
    "reference,kind,title,category,impact,urgency,opener,group,opened_at,outcome,closed_at,closure_code,notes",
    rowOf(1_000, "2026-11-25", ",,,"),
    ...past,
  ].join("\n");
  const began = Date.now();
  expect(await bring("tickets", file)).toMatchObject({ created: 301, problemCount: 0 });
  const open = await desk.database.ticket.findFirstOrThrow({ where: { title: "T 1000" } });
  const newest = await desk.database.ticket.findFirstOrThrow({
    where: { flow: "incident" },
    orderBy: { number: "desc" },
  });
  expect(open.id).toBe(newest.id);
  // Who polls for what changed lately finds what is open, and not years of history.
  const lately = await desk.database.ticket.count({
    where: { updatedAt: { gte: new Date(began - 1_000) }, title: { startsWith: "T " } },
  });
  expect(lately).toBe(1);
});

test("the log of another system comes in with its own people, groups and times", async () => {
  const header =
    "number,ident_state,opened_by,opened_at,sys_updated_by,sys_updated_at,location,category,category,impact,urgency,assignment_group,assigned_to,resolved_by,u_symptom,closed_code";
  const rows = [
    "0000045,New,8,29/2/2016 01:16,21,29/2/2016 01:23,143,55,170,2,2,56,?,?,72,?",
    "0000045,Active,8,29/2/2016 01:16,21,29/2/2016 02:00,143,55,170,2,2,56,31,?,72,?",
    "0000045,-100,8,29/2/2016 01:16,21,29/2/2016 02:10,143,55,170,2,2,56,31,?,72,?",
    "0000045,Awaiting Problem,8,29/2/2016 01:16,21,29/2/2016 03:00,143,55,170,2,2,56,31,?,72,?",
    "0000045,Resolved,8,29/2/2016 01:16,21,29/2/2016 11:29,143,55,170,2,2,56,31,149,72,5",
    "0000047,New,9,29/2/2016 04:40,21,29/2/2016 04:57,165,40,215,1,1,70,?,?,471,?",
    "0000047,Resolved,9,29/2/2016 04:40,21,29/2/2016 05:57,165,40,215,1,1,70,?,81,471,5",
  ];
  const report = await bring("tickets", gzipSync([header, ...rows].join("\n")));
  expect(report).toMatchObject({ rows: 6, created: 2, problemCount: 0, isStored: true });
  expect(report.notes).toMatchObject([{ line: 4, code: "leftOut" }]);
  const one = await desk.database.importedTicket.findUniqueOrThrow({
    where: { reference: "ServiceNow 0000045" },
    include: {
      ticket: { include: { links: true, activities: { orderBy: [{ occurredAt: "asc" }, { id: "asc" }] } } },
    },
  });
  expect(one.ticket).toMatchObject({ outcome: "resolved", openedAt: new Date("2016-02-29T01:16:00Z") });
  expect(one.ticket.activities.map(({ type }) => type)).toEqual([
    "open",
    "assignHandler",
    "raiseProblem",
    "hold",
    "resolve",
  ]);
  expect(one.ticket.links).toMatchObject([{ kind: "problemOf" }]);
  const problem = await desk.database.ticket.findUniqueOrThrow({
    where: { id: one.ticket.links[0]?.linkedId ?? "" },
  });
  expect(problem).toMatchObject({ flow: "problem", outcome: "cancelled", closedAt: one.ticket.closedAt });
  expect(
    await desk.database.account.count({ where: { active: true, email: { endsWith: ".invalid" } } }),
  ).toBe(0);
});

const logHeader =
  "number,ident_state,opened_by,opened_at,sys_updated_by,sys_updated_at,impact,urgency,assignment_group,resolved_by,closed_code";
test.each([
  [
    "tickets",
    `${logHeader}\n0000099,New,8,29/2/2016 01:16,21,29/2/2016 01:23,2,2,56,?,?\n0000099,Resolved,8,29/2/2016 01:16,21,29/2/2016 11:29,2,2,56,149,5\n`,
  ],
  ["people", "email,name\nslow@desk.example,Slow\n"],
] as const)("%s of a file that takes long to read come in: the database waits for it", async (kind, text) => {
  await withIdleLimit(desk, async (database) => {
    let isRead = false;
    const order = { id: crypto.randomUUID(), kind, fileName: "slow.csv", isTrial: false };
    const report = await importFile(database, desk.admin, order, new TextEncoder().encode(text), () => {
      if (!isRead) block(3 * idleLimitMs);
      isRead = true;
    });
    expect(report).toMatchObject({ created: 1, problemCount: 0, isStored: true });
  });
});
