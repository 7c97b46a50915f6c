import { afterAll, beforeAll, expect, test } from "vitest";
import { figureNames } from "../../core/plots/figures";
import type { Auth } from "../auth/auth";
import { answerAuth } from "../auth/handle";
import { requestLimit } from "../auth/rate";
import { createProgram } from "../testing/api-keys";
import { createDesk, type Desk, uuid } from "../testing/desk";
import {
  type Browser,
  createBrowser,
  createTestAuth,
  givePassword,
  origin,
  signIn,
  testVapid,
} from "../testing/http";
import { createAsset, createRule, createSource, definitionOf } from "../testing/monitor";
import { storeDevice } from "../testing/outbox";
import { answerTrpc } from "./handle";
import { appRouter } from "./router";

let desk: Desk;
let auth: Auth;
let engineer: Browser;
let admin: Browser;
let requester: Browser;
let networkLead: Browser;
let stranger: Browser;
let templateId: string;
let blackoutId: string;
let delegationId: string;
let deviceId: string;
let sourceId: string;
let ruleId: string;
let ruleChangedAt: number;
let assetId: string;
let windowId: string;
let calendarId: string;
let siteId: string;
let relation: { readonly fromId: string; readonly toId: string };
let apiKeyId: string;
let webhookId: string;
let webhookToRemoveId: string;

beforeAll(async () => {
  desk = await createDesk();
  auth = createTestAuth(desk.database);
  const { engineer: engineerId, requester: requesterId, colleague, networkLead: networkLeadId } = desk;
  await givePassword(desk.database, [engineerId, requesterId, colleague, networkLeadId, desk.admin]);
  const browserOf = async (name: string) => {
    const { cookie } = await signIn(auth, `${name}@desk.example`);
    return createBrowser(desk.database, auth, cookie);
  };
  engineer = await browserOf("engineer");
  admin = await browserOf("admin");
  requester = await browserOf("requester");
  networkLead = await browserOf("network-lead");
  stranger = createBrowser(desk.database, auth, "");
  templateId = (await desk.database.changeTemplate.create({ data: { name: "reboot" } })).id;
  const blackout = { name: "closing", from: new Date(1), until: new Date(2) };
  blackoutId = (await desk.database.blackout.create({ data: blackout })).id;
  calendarId = (await desk.database.calendar.findFirstOrThrow()).id;
  siteId = (await desk.database.site.create({ data: { name: "plant" } })).id;
  deviceId = await storeDevice(desk.database, engineerId);
  sourceId = (await createSource(desk.database)).id;
  ruleId = await createRule(desk);
  ruleChangedAt = (
    await desk.database.eventRule.findUniqueOrThrow({ where: { id: ruleId } })
  ).updatedAt.getTime();
  assetId = await createAsset(desk.database);
  relation = { fromId: assetId, toId: await createAsset(desk.database) };
  await desk.database.assetRelation.create({ data: relation });
  apiKeyId = (await createProgram(desk)).keyId;
  const stored = { ...webhook, secret: "whsec_c2VjcmV0" };
  webhookId = (await desk.database.webhook.create({ data: stored })).id;
  webhookToRemoveId = (await desk.database.webhook.create({ data: stored })).id;
  const maintenance = { name, assetIds: [assetId], from: new Date(0), until: new Date(1) };
  windowId = (await desk.database.maintenanceWindow.create({ data: maintenance })).id;
  const until = new Date(Date.now() + 86_400_000);
  const delegation = { principalId: engineerId, delegateId: desk.lead, from: new Date(0), until };
  delegationId = (await desk.database.delegation.create({ data: delegation })).id;
});
afterAll(() => desk.end());

const clientId = uuid();
const endpoint = "https://fcm.googleapis.com/fcm/send/abc";
const p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

const name = "somebody";
const person = { name, role: "agent" };
const group = { name, parentId: null, ownsIncidents: false, active: true };
const template = { name, approved: false };
const webhook = {
  name,
  url: "https://hooks.example/genba",
  events: ["ticket.opened"],
  flows: ["incident"],
  groupId: null,
};
const calendar = { name, offsetMinutes: 480, weekdays: "12345", spans: "09:00-12:00 13:00-18:00" };

const plotFilter = { period: { days: 30 }, groupId: null, flow: "all" };

/** A right input of every procedure; `accountId` is the account that it names. */
const inputs: Readonly<Record<string, (accountId: string) => Record<string, unknown>>> = {
  "session.me": () => ({}),
  "sync.push": (accountId) => ({ accountId, clientId, actions: [] }),
  "sync.pull": (accountId) => ({ accountId, clientId, epoch: uuid(), cursor: 0, scopeHash: "", fromSeq: 0 }),
  "sync.page": (accountId) => ({ accountId, clientId, position: null }),
  "tickets.search": (accountId) => ({ accountId, text: "UPS" }),
  "tickets.pin": (accountId) => ({ accountId, ticketId: uuid() }),
  "calendar.read": (accountId) => ({ accountId, from: 1, until: 2 }),
  "calendar.link.read": (accountId) => ({ accountId }),
  "calendar.link.renew": (accountId) => ({ accountId }),
  "calendar.link.remove": (accountId) => ({ accountId }),
  "inbox.read": (accountId) => ({ accountId, ids: [uuid()] }),
  "attachments.states": (accountId) => ({ accountId, ids: [uuid()] }),
  "push.key": () => ({}),
  "push.subscribe": (accountId) => ({
    accountId,
    endpoint,
    p256dh,
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
    locale: "zh-TW",
  }),
  "push.unsubscribe": (accountId) => ({ accountId, endpoint }),
  "push.confirm": (accountId) => ({ accountId, token: "t".repeat(43), hop: "received" }),
  "push.heard": (accountId) => ({ accountId, endpoint }),
  "push.devices.list": (accountId) => ({ accountId, endpoint }),
  "push.devices.showTitles": (accountId) => ({ accountId, id: deviceId, showsTitles: true }),
  "push.devices.test": (accountId) => ({ accountId, id: deviceId }),
  "push.devices.probe": (accountId) => ({ accountId, id: uuid() }),
  "push.devices.remove": (accountId) => ({ accountId, id: deviceId }),
  "admin.people.list": (accountId) => ({ accountId }),
  "admin.people.openWork": (accountId) => ({ accountId, id: desk.lead }),
  "admin.people.create": (accountId) => ({ accountId, ...person, email: `${uuid()}@desk.example` }),
  "admin.people.edit": (accountId) => ({
    accountId,
    id: desk.networkEngineer,
    edits: { name: { from: "network-engineer", to: name } },
  }),
  "admin.people.renewPassword": (accountId) => ({ accountId, id: desk.networkEngineer }),
  "admin.people.deactivate": (accountId) => ({ accountId, id: desk.networkEngineer }),
  "admin.people.reactivate": (accountId) => ({ accountId, id: desk.networkEngineer }),
  "admin.groups.create": (accountId) => ({ accountId, ...group }),
  "admin.groups.edit": (accountId) => ({
    accountId,
    id: desk.fieldGroup,
    edits: { name: { from: "field", to: name } },
  }),
  "admin.groups.editMembers": (accountId) => ({
    accountId,
    id: desk.fieldGroup,
    edits: [{ accountId: desk.colleague, from: "member", to: null }],
  }),
  "admin.templates.create": (accountId) => ({ accountId, ...template }),
  "admin.templates.edit": (accountId) => ({
    accountId,
    id: templateId,
    edits: { approved: { from: false, to: true } },
  }),
  "admin.blackouts.create": (accountId) => ({ accountId, name, from: 1, until: 2, siteIds: [] }),
  "admin.blackouts.remove": (accountId) => ({ accountId, id: blackoutId }),
  "admin.assets.relate": (accountId) => ({ accountId, ...relation }),
  "admin.assets.unrelate": (accountId) => ({ accountId, ...relation }),
  "admin.targets.save": (accountId) => ({
    accountId,
    categoryId: null,
    priority: "P2",
    edits: { response: { from: "30m", to: "20m" } },
  }),
  "admin.targets.remove": (accountId) => ({ accountId, categoryId: null, priority: "P2" }),
  "admin.calendars.create": (accountId) => ({ accountId, ...calendar }),
  "admin.calendars.edit": (accountId) => ({
    accountId,
    id: calendarId,
    edits: { spans: { from: calendar.spans, to: "08:00-17:00" } },
  }),
  "admin.calendars.editDays": (accountId) => ({
    accountId,
    id: calendarId,
    edits: [{ date: "2026-07-10", from: null, to: "closed 颱風停班" }],
  }),
  "admin.calendars.setSite": (accountId) => ({
    accountId,
    id: siteId,
    edits: { calendarId: { from: null, to: calendarId } },
  }),
  "admin.saveParameters": (accountId) => ({
    accountId,
    edits: { reopen_days: { from: 3, to: 5 } },
    owners: [],
  }),
  "admin.undelivered.list": (accountId) => ({ accountId }),
  "admin.undelivered.dismiss": (accountId) => ({ accountId, of: null }),
  "admin.undelivered.retry": (accountId) => ({ accountId, of: null }),
  "admin.history": (accountId) => ({ accountId, after: null }),
  "delegates.create": (accountId) => ({
    accountId,
    principalId: desk.engineer,
    delegateId: desk.lead,
    from: 1_000,
    until: 2_000,
  }),
  "delegates.remove": (accountId) => ({ accountId, id: delegationId }),
  "notify.rules.list": (accountId) => ({ accountId }),
  "notify.rules.save": (accountId) => ({
    accountId,
    changes: [
      {
        flow: "incident",
        action: "claim",
        stage: "handle",
        told: "leads",
        channels: { inbox: true, push: false, mail: false },
      },
    ],
  }),
  "notify.rules.reset": (accountId) => ({ accountId }),
  "notify.setting": (accountId) => ({ accountId }),
  "notify.saveSetting": (accountId) => ({
    accountId,
    push: true,
    mail: false,
    quiet: { from: 1_320, until: 450, zone: "Asia/Taipei" },
  }),
  "events.sources.list": (accountId) => ({ accountId }),
  "events.sources.create": (accountId) => ({ accountId, name, kinds: ["json"], signed: true }),
  "events.sources.rotate": (accountId) => ({ accountId, id: sourceId }),
  "events.sources.deactivate": (accountId) => ({ accountId, id: sourceId }),
  "events.sources.activate": (accountId) => ({ accountId, id: sourceId }),
  "events.rules.list": (accountId) => ({ accountId }),
  "events.rules.save": (accountId) => ({
    accountId,
    saved: { id: ruleId, changedAt: ruleChangedAt },
    name,
    active: false,
    definition: definitionOf(desk),
  }),
  "events.rules.order": (accountId) => ({ accountId, ids: [ruleId] }),
  "events.rules.preview": (accountId) => ({
    accountId,
    definition: definitionOf(desk),
    from: 1_000,
    until: 2_000,
  }),
  "events.windows.list": (accountId) => ({ accountId }),
  "events.windows.save": (accountId) => ({
    accountId,
    id: null,
    name,
    assetIds: [assetId],
    from: 1_000,
    until: 2_000,
  }),
  "events.windows.remove": (accountId) => ({ accountId, id: windowId }),
  "interfaces.keys.list": (accountId) => ({ accountId }),
  "interfaces.keys.create": (accountId) => ({
    accountId,
    name,
    role: "agent",
    scopes: ["tickets:read"],
    expiresAt: null,
  }),
  "interfaces.keys.rotate": (accountId) => ({ accountId, id: apiKeyId }),
  "interfaces.keys.revoke": (accountId) => ({ accountId, id: apiKeyId }),
  "interfaces.webhooks.list": (accountId) => ({ accountId }),
  "interfaces.webhooks.create": (accountId) => ({ accountId, ...webhook }),
  "interfaces.webhooks.save": (accountId) => ({ accountId, id: webhookId, ...webhook, active: true }),
  "interfaces.webhooks.rotate": (accountId) => ({ accountId, id: webhookId }),
  "interfaces.webhooks.test": (accountId) => ({ accountId, id: webhookId }),
  "interfaces.webhooks.remove": (accountId) => ({ accountId, id: webhookToRemoveId }),
  "events.recent": (accountId) => ({ accountId, incidentId: null, after: null }),
  ...Object.fromEntries(
    figureNames.map((figure) => [`plots.${figure}`, (accountId: string) => ({ accountId, ...plotFilter })]),
  ),
  "plots.tickets": (accountId) => ({ accountId, ...plotFilter, of: { kind: "resolved" }, after: null }),
  "events.ofIncident": (accountId) => ({ accountId, incidentId: uuid(), after: null }),
};

type Procedure = { readonly _def: { readonly type: "query" | "mutation" | "subscription" } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);

const ask = (browser: Browser, path: string, type: string, input: unknown) =>
  type === "query" ? browser.get(path, input) : browser.post(path, input);

test("every procedure has its input here, so that none is forgotten below", () => {
  expect(procedures.map(([path]) => path).sort()).toEqual(Object.keys(inputs).sort());
});

const isAdministration = (path: string) =>
  /^(admin|notify\.rules|events|interfaces)\./.test(path) && path !== "events.ofIncident";

test.each(procedures.filter(([path]) => isAdministration(path)))(
  "%s is for administrators only, whatever group or lead one is",
  async (path, { _def }) => {
    const refused = { status: 403, genba: "admin.only" };
    for (const [browser, accountId] of [
      [requester, desk.requester],
      [engineer, desk.engineer],
      [networkLead, desk.networkLead],
    ] as const) {
      expect(await ask(browser, path, _def.type, inputs[path]!(accountId))).toMatchObject(refused);
      // Who may not hears nothing of what would be right.
      expect(await ask(browser, path, _def.type, { nonsense: true })).toMatchObject(refused);
    }
  },
);

test.each(procedures.filter(([path]) => path.startsWith("plots.")))(
  "%s is for those who work on tickets",
  async (path, { _def }) => {
    const refused = { status: 403, genba: "staff.only" };
    expect(await ask(requester, path, _def.type, inputs[path]!(desk.requester))).toMatchObject(refused);
    expect(await ask(requester, path, _def.type, { nonsense: true })).toMatchObject(refused);
  },
);

test.each(["delegates.create", "delegates.remove"])("%s is for each person's own delegates", async (path) => {
  const refused = { status: 403, genba: "delegation.foreign" };
  for (const [browser, accountId] of [
    [requester, desk.requester],
    [networkLead, desk.networkLead],
  ] as const) {
    expect(await browser.post(path, inputs[path]!(accountId))).toMatchObject(refused);
  }
});

test.each(procedures)("%s answers its own account", async (path, { _def }) => {
  const [browser, accountId] = isAdministration(path) ? [admin, desk.admin] : [engineer, desk.engineer];
  const answer = await ask(browser, path, _def.type, inputs[path]!(accountId));
  expect(answer.status).toBe(200);
});

test.each(procedures)("%s refuses who is not signed in", async (path, { _def }) => {
  const answer = await ask(stranger, path, _def.type, inputs[path]!(desk.engineer));
  expect(answer).toMatchObject({ status: 401, genba: "session.none" });
});

const unnamed: readonly string[] = ["session.me", "push.key"];
const named = procedures.filter(([path]) => !unnamed.includes(path));

test.each(named)("[C6] %s refuses another account than the session's", async (path, { _def }) => {
  const browser = isAdministration(path) ? admin : engineer;
  const answer = await ask(browser, path, _def.type, inputs[path]!(desk.colleague));
  expect(answer).toMatchObject({ status: 409, genba: "account.mismatch" });
});

test.each(procedures)("%s refuses pages of another origin", async (path, { _def }) => {
  const input = inputs[path]!(desk.engineer);
  const crossSite = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
  const refused = { status: 403, genba: "origin.foreign" };
  const answer =
    _def.type === "query"
      ? await engineer.get(path, input, crossSite)
      : await engineer.post(path, input, crossSite);
  expect(answer).toMatchObject(refused);
});

test("an account that was deactivated is signed out at once, and cannot sign in", async () => {
  const { cookie } = await signIn(auth, "colleague@desk.example");
  const colleague = createBrowser(desk.database, auth, cookie);
  expect((await colleague.get("session.me")).status).toBe(200);
  await desk.database.account.update({ where: { id: desk.colleague }, data: { active: false } });
  expect(await colleague.get("session.me")).toMatchObject({ status: 401, genba: "session.none" });
  expect((await signIn(auth, "colleague@desk.example")).status).toBe(401);
});

test("who asks too often is told when to ask again", async () => {
  const { cookie } = await signIn(auth, "requester@desk.example");
  while ((await requestLimit.consume(desk.requester)) === 0);
  const answer = await createBrowser(desk.database, auth, cookie).get("session.me");
  expect(answer).toMatchObject({ status: 429, genba: "rate.limited" });
  const { retryAfterMs } = (answer.body as { error: { data: { retryAfterMs: number } } }).error.data;
  expect(retryAfterMs).toBeGreaterThan(0);
  expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  expect(answer.retryAfter).toBe(String(Math.ceil(retryAfterMs / 1_000)));
});

test("a wrong password, an unknown e-mail and signing up are refused", async () => {
  expect((await signIn(auth, "engineer@desk.example", "wrong horse")).status).toBe(401);
  expect((await signIn(auth, "nobody@desk.example")).status).toBe(401);
  const signUp = await auth.handler(
    new Request("http://localhost:3000/api/auth/sign-up/email", {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://localhost:3000" },
      body: JSON.stringify({
        email: "new@desk.example",
        password: "long enough",
        name: "new",
        role: "admin",
      }),
    }),
  );
  expect(signUp.status).toBe(400);
});

test.each([
  ["POST", "/api/auth/update-user"],
  ["POST", "/api/auth/reset-password"],
  ["POST", "/api/auth/sign-up/email"],
  ["GET", "/api/auth/list-sessions"],
  ["GET", "/api/auth/%ff"],
  ["GET", "/api/auth/sign-out"],
])("%s %s is no route of ours, whatever the library has there", async (method, path) => {
  const headers = {
    "content-type": "application/json",
    origin: "http://localhost:3000",
    cookie: engineer.cookie,
  };
  const body = method === "POST" ? { body: JSON.stringify({ name: "somebody else", token: "\u0000" }) } : {};
  const answer = await answerAuth(
    new Request(`http://localhost:3000${path}`, { method, headers, ...body }),
    auth,
  );
  expect(answer.status).toBe(404);
  const row = await desk.database.account.findUniqueOrThrow({ where: { id: desk.engineer } });
  expect(row.name).toBe("engineer");
});

test.each([
  ["GET", "/api/trpc/%ff"],
  ["HEAD", "/api/trpc/session.me"],
  ["PUT", "/api/trpc/session.me"],
])("%s %s is malformed, not a failure", async (method, path) => {
  const headers = { "content-type": "application/json", origin, cookie: engineer.cookie };
  const means = { database: desk.database, auth, origin, vapid: testVapid };
  const answer = await answerTrpc(new Request(`${origin}${path}`, { method, headers }), means);
  expect(answer.status).toBe(400);
});

test("a person cannot give themselves a role", async () => {
  await auth.handler(
    new Request("http://localhost:3000/api/auth/update-user", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: "http://localhost:3000",
        cookie: engineer.cookie,
      },
      body: JSON.stringify({ role: "admin", active: true }),
    }),
  );
  const row = await desk.database.account.findUniqueOrThrow({ where: { id: desk.engineer } });
  expect(row.role).toBe("agent");
});
