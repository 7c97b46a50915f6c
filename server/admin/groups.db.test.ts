import { afterAll, beforeEach, expect, test } from "vitest";
import { type GroupDraft, membersMax } from "../../core/directory/administration";
import type { Membership } from "../../core/directory/directory";
import type { AccountId, GroupId } from "../../core/ids";
import { createDesk, type Desk, uuid } from "../testing/desk";
import { membersOf, replaceMembers } from "../testing/members";
import { refusalOf } from "../testing/refusal";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { createGroup, editGroup, editMembers } from "./groups";
import { readHistory } from "./history";

let desk: Desk;
const desks: Desk[] = [];
beforeEach(async () => {
  desk = await createDesk();
  desks.push(desk);
});
afterAll(async () => {
  for (const one of desks) await one.end();
});

const draft = (given: Partial<GroupDraft> = {}): GroupDraft => ({
  name: "field",
  parentId: null,
  ownsIncidents: true,
  active: true,
  ...given,
});
const create = (given: Partial<GroupDraft>) => createGroup(desk.database, desk.admin, draft(given));
type GroupEdits = Parameters<typeof editGroup>[3];
const edit = (id: GroupId, edits: GroupEdits) => editGroup(desk.database, desk.admin, id, edits);
const members = (id: GroupId, list: readonly Membership[]) => replaceMembers(desk, id, list);
const lead = (accountId: AccountId): Membership => ({ accountId, role: "lead" });
const member = (accountId: AccountId): Membership => ({ accountId, role: "member" });
const lines = async () => (await readHistory(desk.database, null)).changes;

test("a group is made below another, renamed and flagged, each with a line of history", async () => {
  const { id } = await create({ name: "pumps", parentId: desk.fieldGroup, ownsIncidents: false });
  await edit(id, { name: { from: "pumps", to: "water" }, ownsIncidents: { from: false, to: true } });
  expect(await desk.database.group.findUnique({ where: { id } })).toMatchObject({
    name: "water",
    parentId: desk.fieldGroup,
    ownsIncidents: true,
  });
  expect(await lines()).toMatchObject([
    {
      kind: "group.edited",
      subjectName: "water",
      before: { name: "pumps", ownsIncidents: false },
      after: { name: "water", ownsIncidents: true },
    },
    { kind: "group.created", subjectId: id, before: {}, after: { name: "pumps" } },
  ]);
});

test("the tree has no cycles, and no parent that is not there", async () => {
  const { id } = await create({ name: "pumps", parentId: desk.fieldGroup });
  const below = { parentId: { from: null, to: id } };
  expect(await refusalOf(edit(desk.fieldGroup, below))).toMatchObject({ code: "group.cycle" });
  const itself = { parentId: { from: desk.fieldGroup, to: id } };
  expect(await refusalOf(edit(id, itself))).toMatchObject({ code: "group.cycle" });
  expect(await refusalOf(create({ parentId: uuid<GroupId>() }))).toMatchObject({ code: "group.unknown" });
  expect(await refusalOf(edit(uuid<GroupId>(), {}))).toMatchObject({ code: "subject.unknown" });
  expect(await lines()).toHaveLength(1);
});

test("members come, go and change their role; only active people who are no requesters join", async () => {
  await members(desk.fieldGroup, [lead(desk.lead), lead(desk.engineer), member(desk.networkEngineer)]);
  const stored = await desk.database.membership.findMany({ where: { groupId: desk.fieldGroup } });
  const roles = Object.fromEntries(stored.map(({ accountId, role }) => [accountId, role]));
  expect(roles).toEqual({ [desk.lead]: "lead", [desk.engineer]: "lead", [desk.networkEngineer]: "member" });
  expect(await lines()).toMatchObject([
    {
      kind: "group.members",
      before: { [desk.engineer]: "member", [desk.colleague]: "member" },
      after: { [desk.engineer]: "lead", [desk.networkEngineer]: "member" },
    },
  ]);
  const refused = await refusalOf(members(desk.fieldGroup, [lead(desk.lead), member(desk.requester)]));
  expect(refused).toMatchObject({ code: "member.notStaff", obstacles: { names: ["requester"] } });
  const unknown = members(desk.fieldGroup, [lead(desk.lead), member(uuid<AccountId>())]);
  expect(await refusalOf(unknown)).toMatchObject({ code: "subject.unknown" });
});

test("members that two administrators change at once all hold; of one member, the later is told what they are now", async () => {
  const change = (edits: Parameters<typeof editMembers>[3]) =>
    editMembers(desk.database, desk.admin, desk.fieldGroup, edits);
  await change({ [desk.networkEngineer]: { from: null, to: "member" } });
  await change({ [desk.colleague]: { from: "member", to: null } });
  expect(await membersOf(desk, desk.fieldGroup)).toEqual({
    [desk.lead]: "lead",
    [desk.engineer]: "member",
    [desk.networkEngineer]: "member",
  });
  const late = change({
    [desk.colleague]: { from: "member", to: "lead" },
    [desk.engineer]: { from: "member", to: "lead" },
  });
  expect(await refusalOf(late)).toMatchObject({
    code: "changed.meanwhile",
    obstacles: { fields: { [desk.colleague]: null } },
  });
  // The same by two of them is once.
  await change({ [desk.colleague]: { from: "member", to: null } });
  expect((await membersOf(desk, desk.fieldGroup))[desk.engineer]).toBe("member");
  expect(await lines()).toHaveLength(2);
});

test("edits of a group's different fields both hold; of one field, the later is told what it is now", async () => {
  const { id } = await create({ name: "pumps", ownsIncidents: false });
  await edit(id, { name: { from: "pumps", to: "water" } });
  await edit(id, { ownsIncidents: { from: false, to: true } });
  const late = edit(id, {
    name: { from: "pumps", to: "wells" },
    parentId: { from: null, to: desk.fieldGroup },
  });
  expect(await refusalOf(late)).toMatchObject({
    code: "changed.meanwhile",
    obstacles: { fields: { name: "water" } },
  });
  const stored = await desk.database.group.findUnique({ where: { id } });
  expect(stored).toMatchObject({ name: "water", ownsIncidents: true, parentId: null });
});

test("a group that is full takes nobody more, whoever leaves may", async () => {
  const rows = Array.from({ length: membersMax - 3 }, (_, index) => ({
    name: `${index}`,
    email: `${index}@desk.example`,
    role: "agent",
  }));
  const people = await desk.database.account.createManyAndReturn({ data: rows });
  const groupId = desk.fieldGroup;
  await desk.database.membership.createMany({ data: people.map(({ id }) => ({ groupId, accountId: id })) });
  const change = (edits: Parameters<typeof editMembers>[3]) =>
    editMembers(desk.database, desk.admin, groupId, edits);
  const joins = { [desk.networkEngineer]: { from: null, to: "member" } } as const;
  expect(await refusalOf(change(joins))).toMatchObject({ code: "group.full" });
  await change({ ...joins, [desk.colleague]: { from: "member", to: null } });
});

test("who was deactivated stays a member until taken out", async () => {
  await desk.database.account.update({ where: { id: desk.engineer }, data: { active: false } });
  await members(desk.fieldGroup, [lead(desk.lead), member(desk.engineer)]);
  await members(desk.fieldGroup, [lead(desk.lead)]);
  const back = members(desk.fieldGroup, [lead(desk.lead), member(desk.engineer)]);
  expect(await refusalOf(back)).toMatchObject({ code: "member.notStaff" });
});

test("a group that a parameter names keeps an active lead and stays active", async () => {
  const inUse = {
    code: "group.inUse",
    obstacles: { names: ["network"], parameters: ["default_cha_review_group_id"], tickets: [] },
  };
  expect(await refusalOf(members(desk.networkGroup, [member(desk.networkLead)]))).toMatchObject(inUse);
  expect(await refusalOf(members(desk.networkGroup, []))).toMatchObject(inUse);
  const off = { active: { from: true, to: false } };
  expect(await refusalOf(edit(desk.networkGroup, off))).toMatchObject(inUse);
  expect(await lines()).toEqual([]);
  await members(desk.networkGroup, [lead(desk.networkEngineer)]);
});

test("a group among the owners of incidents is named by that parameter too", async () => {
  const { id } = await create({ name: "owners" });
  await members(id, [lead(desk.engineer)]);
  await desk.database.parameter.create({
    data: { name: "inc_owner_group_ids", value: [desk.fieldGroup, id] },
  });
  expect(await refusalOf(members(id, []))).toMatchObject({
    code: "group.inUse",
    obstacles: { names: ["owners"], parameters: ["inc_owner_group_ids"] },
  });
});

test.each([
  ["works on", (id: GroupId) => ({ assignedGroupId: id })],
  ["owns", (id: GroupId) => ({ ownerGroupIds: [id] })],
  ["reviews", (id: GroupId) => ({ change: { reviewGroupId: id } as never })],
])(
  "a group that %s an open ticket keeps an active lead; one of a closed ticket need not",
  async (_way, named) => {
    const { id } = await create({ name: "pumps" });
    await members(id, [lead(desk.engineer)]);
    const ticket = await storeTicket(desk.database, ticketOf(desk, { title: "leak", ...named(id) }));
    const refused = await refusalOf(members(id, [member(desk.engineer)]));
    expect(refused).toMatchObject({
      code: "group.inUse",
      obstacles: { names: ["pumps"], parameters: [], tickets: [{ id: ticket.id, title: "leak" }] },
    });
    await desk.database.ticket.update({ where: { id: ticket.id }, data: { stage: "closed" } });
    await members(id, []);
  },
);

test("a group that had no lead before is no worse off and may be renamed", async () => {
  const { id } = await create({ name: "empty" });
  await storeTicket(desk.database, ticketOf(desk, { assignedGroupId: id }));
  await edit(id, { name: { from: "empty", to: "still empty" } });
});

test("two changes at once do not leave a group without a lead between them", async () => {
  await members(desk.networkGroup, [lead(desk.networkLead), lead(desk.networkEngineer)]);
  const results = await Promise.allSettled([
    members(desk.networkGroup, [lead(desk.networkLead), member(desk.networkEngineer)]),
    desk.database.$transaction(async () => undefined),
    members(desk.networkGroup, [member(desk.networkLead), member(desk.networkEngineer)]),
  ]);
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(1);
  const leads = await desk.database.membership.count({ where: { groupId: desk.networkGroup, role: "lead" } });
  expect(leads).toBeGreaterThan(0);
});
