import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { relationsMax } from "../../core/directory/administration";
import { renewPassword } from "../admin/people";
import { type Bring, bringInto, saidOf } from "../testing/bring";
import { createDesk, type Desk } from "../testing/desk";

let desk: Desk;
let bring: Bring;
beforeAll(async () => {
  desk = await createDesk();
  bring = bringInto(desk);
});
afterAll(() => desk.end());

test("a trial tells what would come in, and changes nothing", async () => {
  const file = "email,name,role\nwei@desk.example,Wei,agent\nmei@desk.example,Mei,\n";
  const trial = await bring("people", file, { isTrial: true });
  expect(trial).toMatchObject({ rows: 2, created: 2, problemCount: 0, isStored: false });
  expect(await desk.database.account.count({ where: { name: "Wei" } })).toBe(0);
  const real = await bring("people", file);
  expect(real).toMatchObject({ rows: 2, created: 2, unchanged: 0, isStored: true });
  const wei = await desk.database.account.findUniqueOrThrow({ where: { email: "wei@desk.example" } });
  expect(wei).toMatchObject({ role: "agent", active: true });
  expect(await bring("people", file)).toMatchObject({ created: 0, unchanged: 2, isStored: true });
  // They sign in once an administrator has made them a password.
  expect((await renewPassword(desk.database, desk.admin, wei.id as never)).password).toMatch(/-/);
});

test("one bad row keeps the whole file out, and every bad value is named by its line", async () => {
  const before = await desk.database.account.count();
  const report = await bring(
    "people",
    [
      "email,name,role",
      "good@desk.example,Good,agent",
      "no address,Nobody,agent",
      "lead@desk.example,lead,requester",
      "good@desk.example,Again,agent",
      ",Nameless,",
      "x@desk.example,X,boss",
      "short@desk.example",
    ].join("\r\n"),
  );
  expect(report.isStored).toBe(false);
  expect(saidOf(report)).toEqual([
    [3, "email", "invalid", "no address"],
    [4, "role", "role", "requester"],
    [5, "email", "twice", "good@desk.example"],
    [6, "email", "empty", ""],
    [7, "role", "invalid", "boss"],
    [8, null, "width", ""],
  ]);
  expect(await desk.database.account.count()).toBe(before);
});

test.each([
  ["is not UTF-8", Buffer.from("email,name\nb@desk.example,\xa4\xa4\n", "latin1"), [1, null, "encoding", ""]],
  ["lacks a column", "email\nx@desk.example\n", [1, null, "columns", "name"]],
  ["has a column of no such kind", "email,name,shoe\n", [1, null, "columns", "shoe"]],
  ["is no gzip behind its mark", Buffer.from([0x1f, 0x8b, 1, 2, 3]), [1, null, "file", "Z_DATA_ERROR"]],
  [
    "has a quote that never ends",
    'email,name\nx@desk.example,"X\n',
    [2, null, "file", "CSV_QUOTE_NOT_CLOSED"],
  ],
])("a file that %s says so", async (_name, text, said) => {
  const report = await bring("people", text);
  expect(report.isStored).toBe(false);
  expect(
    saidOf(report).map(([line, column, code, value]) => [
      code === "file" ? said[0] : line,
      column,
      code,
      value,
    ]),
  ).toEqual([said]);
});

test("columns may be parted by semicolons, the text quoted and the file packed and marked", async () => {
  const text = '\ufeffEmail;Name\nquoted@desk.example;"Chen; ""Bo"""\n';
  expect(await bring("people", gzipSync(text))).toMatchObject({ created: 1, isStored: true });
  expect(await desk.database.account.findUnique({ where: { email: "quoted@desk.example" } })).toMatchObject({
    name: 'Chen; "Bo"',
  });
});

test("groups come with their tree and people, whatever the order of the file", async () => {
  const file = [
    "name,parent,owns_incidents,leads,members",
    "Night,Operations,no,lead@desk.example,engineer@desk.example;colleague@desk.example",
    "Operations,,yes,admin@desk.example,",
  ].join("\n");
  expect(await bring("groups", file)).toMatchObject({ created: 2, isStored: true });
  const night = await desk.database.group.findFirstOrThrow({
    where: { name: "Night" },
    include: { parent: true, memberships: true },
  });
  expect(night.parent).toMatchObject({ name: "Operations", ownsIncidents: true });
  expect(night.memberships.map(({ role }) => role).sort()).toEqual(["lead", "member", "member"]);
  expect(await bring("groups", file)).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
  // Each change has its line, and a list of everybody takes no lead away.
  expect(
    await desk.database.adminChange.count({ where: { kind: "group.members", subjectName: "Night" } }),
  ).toBe(1);
  await bring("groups", "name,members\nNight,lead@desk.example;network-lead@desk.example\n");
  const lead = { groupId: night.id, accountId: desk.lead };
  expect(await desk.database.membership.findUnique({ where: { groupId_accountId: lead } })).toMatchObject({
    role: "lead",
  });
  const bad = await bring(
    "groups",
    "name,parent,leads\nOperations,Night,\nNew,Nowhere,requester@desk.example\nA,B,\nB,A,\n",
  );
  expect(saidOf(bad)).toEqual([
    [3, "leads", "notStaff", "requester@desk.example"],
    [3, "parent", "unknown", "Nowhere"],
    [2, "parent", "invalid", "Night"],
    [4, "parent", "invalid", "B"],
    [5, "parent", "invalid", "A"],
  ]);
});

test("assets are made or brought up to date by their tag, and their sites with them", async () => {
  const file = "tag,name,site,location,group\nA-1,Pump,North,Roof,field\nA-2,Fan,North,,\n";
  expect(await bring("assets", file)).toMatchObject({ created: 2, isStored: true });
  const related = "tag,name,site,depends_on\nA-3,Valve,North,A-1;a-4\nA-4,Pipe,North,\n";
  expect(await bring("assets", related)).toMatchObject({ created: 2 });
  expect(await desk.database.assetRelation.count({ where: { from: { tag: "A-3" } } })).toBe(2);
  expect(saidOf(await bring("assets", "tag,name,site,depends_on\nA-3,Valve,North,A-3;A-99\n"))).toEqual([
    [2, "depends_on", "invalid", "A-3"],
    [2, "depends_on", "unknown", "A-99"],
  ]);
  expect(await desk.database.site.count({ where: { name: "North" } })).toBe(1);
  const again = await bring("assets", "tag,name,site,active\na-1,Pump 1,north,no\nA-2,Fan,North,\n");
  expect(again).toMatchObject({ created: 0, changed: 1, unchanged: 1 });
  expect(await desk.database.asset.findUniqueOrThrow({ where: { tag: "A-1" } })).toMatchObject({
    name: "Pump 1",
    location: "Roof",
    groupId: desk.fieldGroup,
    active: false,
  });
});

test("an asset that comes to depend on more is changed, and each 依賴 has its line in the history", async () => {
  await bring("assets", "tag,name,site\nD-1,Camera,East\nD-2,UPS,East\nD-3,Feed,East\n");
  const file = "tag,name,site,depends_on\nD-1,Camera,East,D-2;d-2;D-3\nD-2,UPS,East,\n";
  const trial = await bring("assets", file, { isTrial: true });
  expect(trial).toMatchObject({ created: 0, changed: 1, unchanged: 1, problemCount: 0, isStored: false });
  const related = () =>
    desk.database.adminChange.findMany({
      where: { kind: "asset.related", subjectName: { startsWith: "D-" } },
      orderBy: { after: "asc" },
      select: { actorId: true, subjectId: true, subjectName: true, before: true, after: true },
    });
  expect(await related()).toEqual([]);
  expect(await bring("assets", file)).toMatchObject({ created: 0, changed: 1, unchanged: 1, isStored: true });
  const { id: subjectId } = await desk.database.asset.findUniqueOrThrow({ where: { tag: "D-1" } });
  const line = { actorId: desk.admin, subjectId, subjectName: "D-1 Camera", before: {} };
  const lines = [
    { ...line, after: { dependsOn: "D-2 UPS" } },
    { ...line, after: { dependsOn: "D-3 Feed" } },
  ];
  expect(await related()).toEqual(lines);
  // The same again, or less of it, is nothing new.
  expect(await bring("assets", file)).toMatchObject({ changed: 0, unchanged: 2 });
  expect(await bring("assets", "tag,name,site,depends_on\nD-1,Camera,East,D-3\n")).toMatchObject({
    changed: 0,
    unchanged: 1,
  });
  expect(await related()).toEqual(lines);
  // One that is new has a line for what it depends on too, by the name that the file gives.
  expect(
    await bring("assets", "tag,name,site,depends_on\nD-0,Lamp,East,D-2\nD-2,UPS 2,East,\n"),
  ).toMatchObject({ created: 1, changed: 1 });
  expect((await related()).map(({ subjectName, after }) => [subjectName, after])).toContainEqual([
    "D-0 Lamp",
    { dependsOn: "D-2 UPS 2" },
  ]);
});

test("more 依賴 than one asset may have are a problem of its row, with those it has already", async () => {
  const others = Array.from({ length: relationsMax + 1 }, (_, n) => `M-${n}`);
  const rows = others.map((tag) => `${tag},Pump,South,`);
  const withRelations = (tags: readonly string[]) => `M-x,Valve,South,${tags.join(";")}`;
  const header = "tag,name,site,depends_on";
  const most = [header, ...rows, withRelations(others.slice(0, relationsMax))].join("\n");
  expect(await bring("assets", most)).toMatchObject({ created: relationsMax + 2, problemCount: 0 });
  const last = others[relationsMax] ?? "";
  const more = [header, "M-0,Pump,South,", withRelations([others[0] ?? "", last])].join("\n");
  expect(saidOf(await bring("assets", more))).toEqual([[3, "depends_on", "relations", `M-0;${last}`]]);
  expect(await desk.database.assetRelation.count({ where: { from: { tag: "M-x" } } })).toBe(relationsMax);
});

test("the same import asked for again answers what it did, and does nothing", async () => {
  const id = randomUUID();
  const file = "email,name\nonce@desk.example,Once\n";
  expect(await bring("people", file, { id })).toMatchObject({ created: 1 });
  expect(await bring("people", file, { id })).toMatchObject({ created: 1, rows: 1, isStored: true });
  expect(await desk.database.adminChange.count({ where: { kind: "import.done", id } })).toBe(1);
});
