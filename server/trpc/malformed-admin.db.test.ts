import { afterAll, beforeAll, expect, test } from "vitest";
import { groupParameters } from "../../core/directory/administration";
import { numberParameters, reviewStages } from "../../core/directory/parameter-fields";
import { requestLimit } from "../auth/rate";
import { createDesk, type Desk, uuid } from "../testing/desk";
import { type Browser, createBrowser, createTestAuth, givePassword, signIn } from "../testing/http";
import { definitionOf } from "../testing/monitor";

/** Hundreds of requests, on a machine that does other things too. */
const patienceMs = 240_000;

let desk: Desk;
let browser: Browser;

beforeAll(async () => {
  desk = await createDesk();
  const auth = createTestAuth(desk.database);
  await givePassword(desk.database, [desk.admin]);
  const { cookie } = await signIn(auth, "admin@desk.example");
  browser = createBrowser(desk.database, auth, cookie);
});
afterAll(() => desk.end());

const hostile: readonly unknown[] = [
  null,
  1.5,
  9_007_199_254_740_992,
  "",
  "\u0000",
  "\ud800",
  "'; DROP TABLE account; --",
  "x".repeat(50_000),
  [null],
  [{}],
  { kind: "atLeast", count: 0 },
  { toString: "x", constructor: null },
];

const group = { name: "pumps", parentId: null, ownsIncidents: false, active: true };
const person = { name: "pump", email: "pump@desk.example", role: "agent" };
const calendar = { name: "台灣", offsetMinutes: 480, weekdays: "12345", spans: "09:00-18:00" };
const webhook = {
  name: "chat",
  url: "https://hooks.example/genba",
  events: ["ticket.opened"],
  flows: ["incident"],
  groupId: null,
};
const rightInputs = (): Readonly<Record<string, Record<string, unknown>>> => ({
  "admin.people.create": person,
  "admin.people.edit": { id: desk.engineer, edits: {} },
  "admin.people.renewPassword": { id: uuid() },
  "admin.people.deactivate": { id: uuid() },
  "admin.people.reactivate": { id: uuid() },
  "admin.groups.create": group,
  "admin.groups.edit": { id: desk.fieldGroup, edits: {} },
  "admin.groups.editMembers": { id: desk.fieldGroup, edits: [] },
  "admin.templates.create": { name: "reboot", approved: true },
  "admin.templates.edit": { id: uuid(), edits: {} },
  "admin.blackouts.create": { name: "closing", from: 1, until: 2, siteIds: [] },
  "admin.blackouts.remove": { id: uuid() },
  "admin.assets.relate": { fromId: uuid(), toId: uuid() },
  "admin.assets.unrelate": { fromId: uuid(), toId: uuid() },
  "admin.saveParameters": { edits: {}, owners: [] },
  "admin.targets.save": { categoryId: null, priority: "P2", edits: {} },
  "admin.targets.remove": { categoryId: null, priority: "P2" },
  "admin.calendars.create": calendar,
  "admin.calendars.edit": { id: uuid(), edits: {} },
  "admin.calendars.editDays": { id: uuid(), edits: [] },
  "admin.calendars.setSite": { id: uuid(), edits: {} },
  "events.sources.create": { name: "Zabbix", kinds: ["json"], signed: false },
  "events.sources.rotate": { id: uuid() },
  "events.sources.deactivate": { id: uuid() },
  "events.sources.activate": { id: uuid() },
  "events.rules.save": { saved: null, name: "links", active: false, definition: definitionOf(desk) },
  "events.rules.order": { ids: [] },
  "events.rules.preview": { definition: definitionOf(desk), from: 1, until: 2 },
  "events.windows.save": { id: null, name: "UPS", assetIds: [uuid()], from: 1, until: 2 },
  "events.windows.remove": { id: uuid() },
  "interfaces.keys.create": { name: "program", role: "agent", scopes: ["tickets:read"], expiresAt: null },
  "interfaces.keys.rotate": { id: uuid() },
  "interfaces.keys.revoke": { id: uuid() },
  "interfaces.webhooks.create": webhook,
  "interfaces.webhooks.save": { id: uuid(), ...webhook, active: true },
  "interfaces.webhooks.rotate": { id: uuid() },
  "interfaces.webhooks.test": { id: uuid() },
  "interfaces.webhooks.remove": { id: uuid() },
  "delegates.create": { principalId: desk.engineer, delegateId: desk.lead, from: 1, until: 2 },
  "delegates.remove": { id: uuid() },
});
async function expectNoFailure(path: string, input: Record<string, unknown>): Promise<void> {
  await requestLimit.forget(desk.admin);
  const answer = await browser.post(path, { accountId: desk.admin, ...input });
  // Refused, or taken where the value happens to be a right one; never a failure.
  expect([200, 400, 404, 409]).toContain(answer.status);
  if (answer.status === 400) expect(answer.genba).toBe("input.malformed");
}

test(
  "no value in any field of administration is a failure",
  async () => {
    for (const [path, input] of Object.entries(rightInputs())) {
      for (const field of ["accountId", ...Object.keys(input), "__proto__"]) {
        for (const value of hostile) await expectNoFailure(path, { ...input, [field]: value });
      }
    }
  },
  patienceMs,
);

/** What may be edited, one by one. */
const editedFields: readonly (readonly [string, readonly string[]])[] = [
  ["admin.people.edit", ["name", "email", "role"]],
  ["admin.groups.edit", ["name", "parentId", "ownsIncidents", "active"]],
  ["admin.templates.edit", ["name", "approved"]],
  ["admin.targets.save", ["response", "resolution"]],
  ["admin.calendars.edit", ["name", "offsetMinutes", "weekdays", "spans"]],
  ["admin.calendars.setSite", ["calendarId"]],
  ["admin.saveParameters", [...groupParameters, ...numberParameters, ...reviewStages, "no_such_parameter"]],
];

test(
  "no value in any edit is a failure",
  async () => {
    for (const [path, fields] of editedFields) {
      for (const field of [...fields, "id"]) {
        for (const value of hostile) {
          const right = rightInputs()[path];
          await expectNoFailure(path, { ...right, edits: { [field]: value } });
          await expectNoFailure(path, { ...right, edits: { [field]: { from: value, to: "x" } } });
          await expectNoFailure(path, { ...right, edits: { [field]: { from: "x", to: value } } });
        }
      }
    }
    for (const value of hostile) {
      const edit = { accountId: desk.engineer, from: "member", to: "lead" };
      for (const field of [...Object.keys(edit), "__proto__"]) {
        const edits = [{ ...edit, [field]: value }];
        await expectNoFailure("admin.groups.editMembers", { id: desk.fieldGroup, edits });
      }
      const owner = { groupId: desk.fieldGroup, from: null, to: true };
      for (const field of [...Object.keys(owner), "__proto__"]) {
        const owners = [{ ...owner, [field]: value }];
        await expectNoFailure("admin.saveParameters", { edits: {}, owners });
      }
    }
  },
  patienceMs,
);

/** Parameters, each edited from what it is on no desk. */
const edited = (parameters: Record<string, unknown>) => ({
  edits: Object.fromEntries(Object.entries(parameters).map(([name, to]) => [name, { from: null, to }])),
  owners: [],
});

const daysOf = (date: string, to: string) => ({ id: uuid(), edits: [{ date, from: null, to }] });
const targetOf = (to: string) => ({
  categoryId: null,
  priority: "P2",
  edits: { response: { from: "30m", to } },
});

test.each([
  ["a name of blanks", "admin.groups.create", { ...group, name: "   " }],
  ["a name too long", "admin.groups.create", { ...group, name: "x".repeat(101) }],
  ["a name of two lines", "admin.groups.create", { ...group, name: "a\nb" }],
  ["an e-mail that is none", "admin.people.create", { ...person, email: "nobody" }],
  ["a role that is none", "admin.people.create", { ...person, role: "system" }],
  ["a member twice", "admin.groups.editMembers", { edits: "twice" }],
  ["an end before the beginning", "delegates.create", { from: 2, until: 1 }],
  ["days beyond their bound", "admin.saveParameters", edited({ reopen_days: 366 })],
  ["a recurrence of none", "admin.saveParameters", edited({ pro_recurrence_count: 0 })],
  ["a parameter that is none", "admin.saveParameters", edited({ secret: 1 })],
  ["a rule of nobody", "admin.saveParameters", edited({ preDevReview: "atLeast 0" })],
  ["a day that there is not", "admin.calendars.editDays", daysOf("2026-02-30", "closed x")],
  ["a day that is neither", "admin.calendars.editDays", daysOf("2026-02-03", "half x")],
  ["a day without a reason", "admin.calendars.editDays", daysOf("2026-02-03", "closed  ")],
  ["hours that overlap", "admin.calendars.create", { ...calendar, spans: "09:00-12:00 11:00-18:00" }],
  ["a week of no days", "admin.calendars.create", { ...calendar, weekdays: "" }],
  ["no time at all", "admin.targets.save", targetOf("0m")],
  ["a unit that is none", "admin.targets.save", targetOf("3w")],
  ["a rule of another stage", "admin.saveParameters", edited({ plan: "any" })],
])("%s is malformed", async (what, path, given) => {
  await requestLimit.forget(desk.admin);
  const twice = [0, 1].map(() => ({ accountId: desk.lead, from: "lead", to: "member" }));
  const input = {
    accountId: desk.admin,
    ...(path === "delegates.create" ? { principalId: desk.engineer, delegateId: desk.lead } : {}),
    ...(what === "a member twice" ? { id: desk.fieldGroup, edits: twice } : given),
  };
  const answer = await browser.post(path, input);
  expect(answer).toMatchObject({ status: 400, genba: "input.malformed" });
});

test("a refusal says on the wire what is in the way", async () => {
  await requestLimit.forget(desk.admin);
  const accountId = desk.admin;
  const edits = { default_cha_review_group_id: { from: null, to: desk.networkGroup } };
  expect((await browser.post("admin.saveParameters", { accountId, edits, owners: [] })).status).toBe(200);
  const answer = await browser.post("admin.groups.editMembers", {
    accountId,
    id: desk.networkGroup,
    edits: [{ accountId: desk.networkLead, from: "lead", to: null }],
  });
  expect(answer).toMatchObject({ status: 409, genba: "group.inUse" });
  const { data } = (answer.body as { error: { data: Record<string, unknown> } }).error;
  expect(data.obstacles).toEqual({
    names: ["network"],
    parameters: ["default_cha_review_group_id"],
    tickets: [],
  });
});

test("what another administrator changed meanwhile is on the wire as it is now", async () => {
  await requestLimit.forget(desk.admin);
  const input = { accountId: desk.admin, id: desk.networkEngineer };
  const name = { from: "somebody", to: "somebody else" };
  const answer = await browser.post("admin.people.edit", { ...input, edits: { name } });
  expect(answer).toMatchObject({ status: 409, genba: "changed.meanwhile" });
  const { data } = (answer.body as { error: { data: Record<string, unknown> } }).error;
  expect(data.obstacles).toEqual({ fields: { name: "network-engineer" } });
});
