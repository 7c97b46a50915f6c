/** What administrators and people choose, and what becomes of it where an action tells. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { AccountId, TicketId } from "../../core/ids";
import { cells, defaultChannels, noChannels, type Rule } from "../../core/notify/matrix";
import { defaultSetting } from "../../core/notify/policy";
import type { Ticket } from "../../core/tickets/ticket";
import type { Database } from "../db";
import { remindReviewers } from "../reviews/remind";
import { push } from "../sync/push";
import type { OutboxPayload, OutboxRow } from "../sync/write";
import { createDesk, createPhone, type Desk, openIncident, type Phone, pushOf } from "../testing/desk";
import { type Browser, createBrowser, createTestAuth, givePassword, signIn } from "../testing/http";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { address } from "./address";
import { readRules, saveRules } from "./rules";
import { readSetting, saveSetting } from "./setting";

let desk: Desk;
let database: Database;
let admin: Browser;
let engineer: Browser;
let requester: Phone;

beforeAll(async () => {
  desk = await createDesk();
  database = desk.database;
  const auth = createTestAuth(database);
  await givePassword(database, [desk.admin, desk.engineer]);
  const browserOf = async (name: string) =>
    createBrowser(database, auth, (await signIn(auth, `${name}@desk.example`)).cookie);
  admin = await browserOf("admin");
  engineer = await browserOf("engineer");
  requester = createPhone(desk.requester);
});
afterAll(() => desk.end());
afterEach(async () => {
  await database.notifyRule.deleteMany();
  await database.notifySetting.deleteMany();
});

const incidentOpen = { flow: "incident", action: "open", stage: "assign" } as const;
const noPush = { inbox: true, push: false, mail: false };

/** Opens an incident and answers what its outbox rows say. */
async function openOne(impact: "high" | "medium" = "medium") {
  const action = openIncident(desk, requester);
  const urgency = impact === "high" ? "high" : "medium";
  const sent = { ...action, args: { ...action.args, impact, urgency } as const };
  const { results } = await push(database, pushOf(requester, [sent]));
  expect(results.map(({ outcome }) => outcome.kind)).toEqual(["applied"]);
  return outboxOf(action.ticketId);
}

async function outboxOf(ticketId: TicketId) {
  const rows = await database.outbox.findMany({ where: { ticketId }, orderBy: { accountId: "asc" } });
  return rows.map(({ accountId, inbox, push: pushed, mail, dueAt, mailDueAt, createdAt, payload }) => ({
    accountId,
    channels: { inbox, push: pushed, mail },
    waitsMs: dueAt.getTime() - createdAt.getTime(),
    mailWaitsMs: mailDueAt === null ? null : mailDueAt.getTime() - createdAt.getTime(),
    as: (payload as unknown as OutboxPayload).as,
  }));
}
const told = (rows: readonly { readonly accountId: string }[]) => rows.map(({ accountId }) => accountId);
const fieldPeople = () => [desk.lead, desk.engineer, desk.colleague].sort();

test("without rules the rows of the workflow hold: everyone named, in the inbox and by push, at once", async () => {
  const rows = await openOne();
  expect(told(rows)).toEqual(fieldPeople());
  for (const row of rows) {
    expect(row.channels).toEqual(defaultChannels);
    expect(row.as).toEqual(["ownerGroups", "assignedGroup"]);
    expect(row.waitsMs).toBeLessThan(1_000);
  }
});

test("a rule takes one reason away; who has another one is told by that", async () => {
  await saveRules(database, desk.admin, [{ ...incidentOpen, told: "ownerGroups", channels: noChannels }]);
  const rows = await openOne();
  expect(told(rows)).toEqual(fieldPeople());
  expect(rows.map(({ as }) => as)).toEqual([["assignedGroup"], ["assignedGroup"], ["assignedGroup"]]);
});

test("with no reason left nobody has a row, and nothing else of the action is another", async () => {
  const rules: Rule[] = [
    { ...incidentOpen, told: "ownerGroups", channels: noChannels },
    { ...incidentOpen, told: "assignedGroup", channels: noChannels },
  ];
  await openOne();
  const before = await database.ticket.findFirstOrThrow({ orderBy: { openedAt: "desc" } });
  await saveRules(database, desk.admin, rules);
  expect(await openOne()).toEqual([]);
  const after = await database.ticket.findFirstOrThrow({
    orderBy: { openedAt: "desc" },
    include: { activities: true },
  });
  const { id, number, scopes, openedAt, stageAt, updatedAt, last, activities, ...same } = after;
  expect(before).toMatchObject(same);
  expect(activities.map(({ type }) => type)).toEqual(["open"]);
  // Other actions of the same flow are told as before.
  const lead = createPhone(desk.lead);
  const claim = lead.act({
    type: "assignHandler",
    ticketId: id as TicketId,
    args: { personId: desk.engineer },
  });
  await push(database, pushOf(lead, [claim]));
  expect(told(await outboxOf(id as TicketId))).toEqual([desk.engineer]);
});

test("channels are those that any reason names", async () => {
  await saveRules(database, desk.admin, [
    { ...incidentOpen, told: "ownerGroups", channels: { inbox: false, push: false, mail: true } },
    { ...incidentOpen, told: "assignedGroup", channels: noPush },
  ]);
  expect((await openOne())[0]?.channels).toEqual({ inbox: true, push: false, mail: true });
});

test("a rule is for one stage entry: the other reviews of a change ask as before", async () => {
  const cell = {
    flow: "normal",
    action: "submitForReview",
    stage: "closingReview",
    told: "reviewers",
  } as const;
  await saveRules(database, desk.admin, [{ ...cell, channels: noChannels }]);
  const asked = await address(
    database,
    (["preDevReview", "preLaunchReview", "closingReview"] as const).map((stage) =>
      rowOf({ kind: "submitForReview", action: "submitForReview", flow: "normal", stage, as: ["reviewers"] }),
    ),
  );
  expect(asked.map(({ payload }) => payload.stage)).toEqual(["preDevReview", "preLaunchReview"]);
});

test("mail is due at once where a rule says so, else after a quarter of an hour, and never to who wants none", async () => {
  const quarterMs = 15 * 60_000;
  const mail = { inbox: false, push: false, mail: true };
  const mailWaits = async () => new Map((await openOne()).map((row) => [row.accountId, row.mailWaitsMs]));
  const isAbout = (waitsMs: number | null | undefined, ms: number) =>
    waitsMs != null && Math.abs(waitsMs - ms) < 1_000;
  await saveSetting(database, desk.colleague, { push: true, mail: false, quiet: null });
  const byDefault = await mailWaits();
  expect(isAbout(byDefault.get(desk.lead), quarterMs)).toBe(true);
  expect(byDefault.get(desk.colleague)).toBeNull();
  await saveRules(database, desk.admin, [
    { ...incidentOpen, told: "ownerGroups", channels: mail },
    { ...incidentOpen, told: "assignedGroup", channels: noChannels },
  ]);
  const byMail = await mailWaits();
  expect(isAbout(byMail.get(desk.lead), 0)).toBe(true);
  // Only by mail, and that they do not want: they are not told.
  expect(byMail.has(desk.colleague)).toBe(false);
  // Quiet by rule: nothing rang that anybody could have missed.
  await saveRules(database, desk.admin, [{ ...incidentOpen, told: "ownerGroups", channels: noPush }]);
  expect([...(await mailWaits()).values()]).toEqual([null, null, null]);
});

test("a review whose last vote decides otherwise than it says is told by what was decided", async () => {
  const rejected = { approve: false, reason: "太趕", revision: 1, at: 1 };
  const gone = await database.account.create({
    data: { name: "gone", email: "gone@desk.example", role: "agent", active: false },
  });
  const review: Ticket["review"] = {
    stage: "preLaunchReview",
    rule: { kind: "atLeast", count: 2 },
    reviewers: [
      { accountId: desk.networkLead, insteadOf: null, vote: rejected },
      { accountId: gone.id as AccountId, insteadOf: null, vote: null },
      { accountId: desk.networkEngineer, insteadOf: null, vote: null },
    ],
  };
  const change = { reviewGroupId: desk.networkGroup, risk: "low" } as never;
  await saveRules(database, desk.admin, [
    { flow: "normal", action: "reject", stage: "plan", told: "opener", channels: noChannels },
  ]);
  const { id } = await storeTicket(
    database,
    ticketOf(desk, { flow: "normal", stage: "preLaunchReview", review, change, priority: null }),
  );
  const phone = createPhone(desk.networkEngineer);
  const vote = phone.act({ type: "approve", ticketId: id, baseRevision: 1 });
  const { results } = await push(database, pushOf(phone, [vote]));
  expect(results.map(({ outcome }) => outcome.kind)).toEqual(["applied"]);
  expect(told(await outboxOf(id))).toEqual(fieldPeople());
  const rows = await database.outbox.findMany({ where: { ticketId: id } });
  for (const { kind, payload } of rows) {
    expect([kind, payload]).toEqual(["reject", expect.objectContaining({ action: "reject", stage: "plan" })]);
  }
});

test("words that came back and what waits too long are told whatever the matrix says", async () => {
  await saveRules(
    database,
    desk.admin,
    cells.map((cell) => ({ ...cell, channels: noChannels })),
  );
  const rows = ["returned", "reviewReminder", "reviewClimb", "assignmentClimb"].map((kind) =>
    rowOf({ kind }),
  );
  expect(
    (await address(database, rows)).map(({ kind, inbox, push: pushed }) => [kind, inbox, pushed]),
  ).toEqual([
    ["returned", true, true],
    ["reviewReminder", true, true],
    ["reviewClimb", true, true],
    ["assignmentClimb", true, true],
  ]);
  expect(await address(database, [rowOf({ kind: "resolve" })])).toEqual([]);
});

function rowOf(given: Partial<OutboxPayload>, accountId: AccountId = desk.engineer): OutboxRow {
  const kind = given.kind ?? "resolve";
  const payload = {
    action: "resolve",
    flow: "incident",
    priority: "P3",
    stage: "closed",
    as: ["opener"],
    ...given,
    kind,
  } as unknown as OutboxPayload;
  return { key: kind, kind, accountId, ticketId: "t" as TicketId, payload };
}

test("a person's quiet hours delay their push, and nobody else's, and not what is critical", async () => {
  const now = new Date();
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  const quiet = { from: (minute + 1_440 - 60) % 1_440, until: (minute + 120) % 1_440, zone: "UTC" };
  await saveSetting(database, desk.engineer, { push: true, mail: true, quiet });
  const rows = await openOne();
  const waits = (id: AccountId) => rows.find(({ accountId }) => accountId === id)?.waitsMs ?? -1;
  expect(waits(desk.engineer)).toBeGreaterThan(118 * 60_000);
  expect(waits(desk.engineer)).toBeLessThanOrEqual(120 * 60_000);
  expect(waits(desk.lead)).toBeLessThan(1_000);
  // Neither the inbox nor the mail waits for their end.
  const mine = rows.find(({ accountId }) => accountId === desk.engineer);
  expect(mine?.channels.inbox).toBe(true);
  expect(mine?.mailWaitsMs).toBeLessThan(15 * 60_000 + 1_000);
  const urgent = await openOne("high");
  expect(urgent.find(({ accountId }) => accountId === desk.engineer)?.waitsMs).toBeLessThan(1_000);
  const review = { kind: "submitForReview", action: "submitForReview", stage: "preLaunchReview" } as const;
  const [normal, emergency] = await address(database, [
    rowOf({ ...review, flow: "normal", priority: null, as: ["reviewers"] }),
    rowOf({ ...review, flow: "emergency", priority: null, as: ["reviewers"] }),
  ]);
  expect(normal!.dueAt - emergency!.dueAt).toBeGreaterThan(118 * 60_000);
});

test("who switched push off has the notice and no push; the inbox cannot be switched off", async () => {
  await saveSetting(database, desk.colleague, { push: false, mail: false, quiet: null });
  const rows = await openOne();
  expect(rows.find(({ accountId }) => accountId === desk.colleague)?.channels).toEqual(noPush);
  await saveRules(database, desk.admin, [
    { ...incidentOpen, told: "ownerGroups", channels: { inbox: false, push: true, mail: false } },
    { ...incidentOpen, told: "assignedGroup", channels: noChannels },
  ]);
  expect(told(await openOne())).toEqual([desk.lead, desk.engineer].sort());
});

test("reminders of reviews wait for the end of quiet hours too, but for emergencies", async () => {
  const askedAt = Date.now() - 90 * 86_400_000;
  const review = {
    stage: "preLaunchReview",
    rule: { kind: "any" },
    reviewers: [{ accountId: desk.networkEngineer, insteadOf: null, vote: null }],
  } as const;
  const change = { reviewGroupId: desk.networkGroup } as never;
  const now = new Date();
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes();
  const quiet = { from: (minute + 1_380) % 1_440, until: (minute + 60) % 1_440, zone: "UTC" };
  await saveSetting(database, desk.networkEngineer, { push: true, mail: true, quiet });
  const tickets = await Promise.all(
    (["normal", "emergency"] as const).map((flow) =>
      storeTicket(
        database,
        ticketOf(desk, { flow, stage: "preLaunchReview", stageAt: askedAt, review, change, priority: null }),
      ),
    ),
  );
  await remindReviewers(database, Date.now());
  const waits = await Promise.all(
    tickets.map(async ({ id }) => {
      const rows = await outboxOf(id);
      return rows.find(({ accountId }) => accountId === desk.networkEngineer)?.waitsMs;
    }),
  );
  expect(waits[0]).toBeGreaterThan(58 * 60_000);
  expect(waits[1]).toBeLessThan(1_000);
});

const accountId = () => desk.admin;
const save = (changes: unknown) => admin.post("notify.rules.save", { accountId: accountId(), changes });

test("an administrator changes cells, sees who did it and when, and takes everything back", async () => {
  const cell = { ...incidentOpen, told: "ownerGroups" };
  expect((await save([{ ...cell, channels: noPush }])).body).toMatchObject({
    result: {
      data: { rules: [{ ...cell, channels: noPush, changedBy: "admin", changedAt: expect.any(Number) }] },
    },
  });
  // As the rows say: no rule.
  await save([
    { ...cell, channels: defaultChannels },
    { ...incidentOpen, told: "assignedGroup", channels: noChannels },
  ]);
  expect((await readRules(database)).map(({ told: who }) => who)).toEqual(["assignedGroup"]);
  const reset = await admin.post("notify.rules.reset", { accountId: accountId() });
  expect(reset.body).toMatchObject({ result: { data: { rules: [] } } });
  const history = await database.adminChange.findMany({
    where: { kind: "notification.rule" },
    orderBy: { at: "desc" },
  });
  expect(history[0]).toMatchObject({
    actorId: desk.admin,
    subjectName: "incident open assign assignedGroup",
    before: { inbox: false, push: false },
    after: { inbox: true, push: true },
  });
});

test("what is no cell of the matrix, or comes twice, is refused as a whole", async () => {
  const good = { ...incidentOpen, told: "ownerGroups", channels: noChannels };
  const wrong: readonly unknown[] = [
    [],
    null,
    [good, good],
    [good, { ...good, told: "reviewers" }],
    [good, { ...good, action: "approve" }],
    [good, { ...good, stage: "handle" }],
    [{ ...incidentOpen, stage: undefined, told: "ownerGroups", channels: noChannels }],
    [{ ...good, flow: "toString" }],
    [{ ...good, channels: { inbox: 1, push: false, mail: false } }],
    [{ ...good, channels: { inbox: true } }],
    Array(1_000).fill(good),
  ];
  for (const changes of wrong) {
    expect(await save(changes)).toMatchObject({ status: 400, genba: "input.malformed" });
  }
  expect(await readRules(database)).toEqual([]);
});

test("one's own setting is stored for oneself; half or impossible quiet hours are refused", async () => {
  const quietHours = { from: 1_320, until: 450, zone: "Europe/Berlin" };
  const mine = { push: false, mail: true, quiet: quietHours, digest: { at: 480, zone: "Asia/Taipei" } };
  const send = (setting: object) =>
    engineer.post("notify.saveSetting", { accountId: desk.engineer, ...setting });
  expect((await send(mine)).body).toMatchObject({ result: { data: { setting: mine } } });
  expect(await readSetting(database, desk.engineer)).toEqual(mine);
  expect(await readSetting(database, desk.colleague)).toEqual(defaultSetting);
  // A phone from before the digest leaves it as it is.
  const { digest, ...before } = mine;
  expect((await send(before)).body).toMatchObject({ result: { data: { setting: mine } } });
  for (const wrongDigest of [
    { at: 1_440, zone: "UTC" },
    { at: 8, zone: "Mars/Olympus" },
    { at: 8 },
    "08:00",
  ]) {
    const refused = await send({ ...mine, digest: wrongDigest });
    expect(refused).toMatchObject({ status: 400, genba: "input.malformed" });
  }
  const wrong: readonly unknown[] = [
    { ...mine.quiet, from: 450 },
    { ...mine.quiet, from: 1_440 },
    { ...mine.quiet, from: -1 },
    { ...mine.quiet, from: 1.5 },
    { ...mine.quiet, zone: "Mars/Olympus" },
    { ...mine.quiet, zone: "x".repeat(10_000) },
    { from: 1, until: 2 },
    "22:00",
  ];
  for (const quiet of wrong) {
    expect(await send({ ...mine, quiet })).toMatchObject({ status: 400, genba: "input.malformed" });
  }
  expect(await readSetting(database, desk.engineer)).toEqual(mine);
});
