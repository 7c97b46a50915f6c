/** What administrators do about events, and the history of it. Who may is in trpc/authorisation.db.test.ts. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type EventPosition, previewEventsMax } from "../../core/events/administration";
import { ruleBounds } from "../../core/events/rule";
import type { AccountId, EventRuleId, GroupId } from "../../core/ids";
import { createDesk, type Desk, uuid } from "../testing/desk";
import {
  createSource as addSource,
  createAsset,
  createRule,
  definitionOf,
  posted,
  storiesOf,
} from "../testing/monitor";
import { saveRuleInput } from "./admin-input";
import { alertmanagerForm, answerEvents, formOf } from "./handle-events";
import { ingest } from "./ingest";
import { preview, readEvents, readEventsOf } from "./recent";
import { listRules, orderRules, saveRule } from "./rules";
import { sign } from "./signature";
import { activateSource, createSource, deactivateSource, listSources, rotateSource } from "./sources";
import { listWindows, removeWindow, saveWindow } from "./windows";

const minute = 60_000;
let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
beforeEach(async () => {
  await desk.database.$executeRaw`TRUNCATE monitor_event, event_source, event_rule CASCADE`;
  await desk.database.$executeRaw`TRUNCATE ticket CASCADE`;
});
afterAll(() => desk.end());

const history = async () =>
  (await desk.database.adminChange.findMany({ orderBy: [{ at: "asc" }, { id: "asc" }] })).map(
    ({ kind }) => kind,
  );
const knock = async (key: string) => {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const body = JSON.stringify({ version: "4", alerts: [] });
  const request = new Request("http://desk.example/", { method: "POST", headers, body });
  return (await answerEvents(request, desk.database, alertmanagerForm)).status;
};

test("a source is made with a key that works, rotated, turned off and on; its history says so and no key", async () => {
  const { database, admin } = desk;
  const made = await createSource(database, admin, {
    name: "Zabbix",
    kinds: ["alertmanager"],
    signed: false,
  });
  expect((await listSources(database, Date.now()))[0]?.heardAt).toBeNull();
  expect(await knock(made.key)).toBe(200);
  const heardAt = (await listSources(database, Date.now()))[0]?.heardAt ?? 0;
  expect(Date.now() - heardAt).toBeLessThan(minute);
  const rotated = await rotateSource(database, admin, made.id);
  expect([await knock(rotated.key), await knock(made.key)]).toEqual([200, 200]);
  const [source] = await listSources(database, Date.now());
  expect(source).toMatchObject({ name: "Zabbix", active: true, signed: false });
  // To the minute: a second request writes nothing.
  expect(source?.heardAt).toBe(heardAt);
  expect(source?.formerKeyUntil).toBeGreaterThan(Date.now());
  await deactivateSource(database, admin, made.id);
  expect(await knock(rotated.key)).toBe(403);
  await activateSource(database, admin, made.id);
  expect(await knock(rotated.key)).toBe(200);
  expect((await listSources(database, Date.now()))[0]?.active).toBe(true);
  expect((await history()).slice(-4)).toEqual([
    "eventSource.created",
    "eventSource.rotated",
    "eventSource.deactivated",
    "eventSource.activated",
  ]);
  const line = await database.adminChange.findFirstOrThrow({ orderBy: [{ at: "desc" }, { id: "desc" }] });
  expect(line).toMatchObject({ actorId: admin, before: { active: false }, after: { active: true } });
  await expect(activateSource(database, admin, uuid())).rejects.toMatchObject({ code: "subject.unknown" });
  const stored = JSON.stringify([
    await database.adminChange.findMany(),
    await database.eventSource.findMany(),
  ]);
  expect(stored).not.toContain(made.key);
  expect(stored).not.toContain(rotated.key);
  expect(rotated.secret).toBeNull();
});

test("rotating a source that signs makes another secret too; the former one is good for a day, the one before no more", async () => {
  const { database, admin } = desk;
  const made = await createSource(database, admin, { name: "CI", kinds: ["json"], signed: true });
  const signed = async (key: string, secret: string | null) => {
    const body = JSON.stringify(posted({ at: Date.now() - minute }));
    const time = String(Math.floor(Date.now() / 1_000));
    const signature = sign(secret ?? "", "msg_1", time, Buffer.from(body)).toString("base64");
    const headers = {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      "webhook-id": "msg_1",
      "webhook-timestamp": time,
      "webhook-signature": `v1,${signature}`,
    };
    const request = new Request("http://desk.example/", { method: "POST", headers, body });
    return (await answerEvents(request, database, formOf)).status;
  };
  const second = await rotateSource(database, admin, made.id);
  expect(second.secret).toMatch(/^whsec_/);
  expect(second.secret).not.toBe(made.secret);
  expect(await signed(second.key, second.secret)).toBe(200);
  expect(await signed(made.key, made.secret)).toBe(200);
  const third = await rotateSource(database, admin, made.id);
  expect(await signed(third.key, third.secret)).toBe(200);
  expect(await signed(third.key, second.secret)).toBe(200);
  expect(await signed(third.key, made.secret)).toBe(401);
  const told = JSON.stringify([
    await database.adminChange.findMany(),
    await listSources(database, Date.now()),
  ]);
  for (const { secret } of [made, second, third]) expect(told).not.toContain(secret);
});

const draft = (name: string) => ({ name, active: true, definition: definitionOf(desk) });

test("rules are added at the end, changed by who began with what is there, and ordered as a whole", async () => {
  const { database, admin } = desk;
  const first = await saveRule(database, admin, null, draft("first"));
  const second = await saveRule(database, admin, null, draft("second"));
  await orderRules(database, admin, [second.id, first.id]);
  expect((await listRules(database)).map(({ name }) => name)).toEqual(["second", "first"]);
  await expect(orderRules(database, admin, [first.id])).rejects.toMatchObject({ code: "changed.meanwhile" });
  await expect(orderRules(database, admin, [first.id, first.id])).rejects.toMatchObject({
    code: "changed.meanwhile",
  });
  const [begun] = await listRules(database);
  const saved = { id: second.id, changedAt: begun?.changedAt ?? 0 };
  await saveRule(database, admin, saved, { ...draft("renamed"), active: false });
  await expect(saveRule(database, admin, saved, draft("late"))).rejects.toMatchObject({
    code: "changed.meanwhile",
  });
  const unknown = { id: uuid<EventRuleId>(), changedAt: 0 };
  await expect(saveRule(database, admin, unknown, draft("x"))).rejects.toMatchObject({
    code: "subject.unknown",
  });
  const line = await database.adminChange.findFirstOrThrow({ orderBy: [{ at: "desc" }, { id: "desc" }] });
  expect(line).toMatchObject({
    kind: "eventRule.saved",
    before: { name: "second", active: true },
    after: { name: "renamed", active: false },
  });
});

test("a rule that names what is not there, or is one too many, is refused", async () => {
  const { database, admin } = desk;
  for (const wrong of [{ categoryId: uuid() }, { groupId: uuid() }]) {
    const definition = definitionOf(desk, wrong as never);
    const saving = saveRule(database, admin, null, { name: "x", active: true, definition });
    await expect(saving).rejects.toMatchObject({ code: "eventRule.dangling" });
  }
  const closed = await database.group.create({ data: { name: "old shift", active: false } });
  const ofClosed = definitionOf(desk, { groupId: closed.id as GroupId });
  await expect(
    saveRule(database, admin, null, { name: "x", active: true, definition: ofClosed }),
  ).rejects.toMatchObject({ code: "eventRule.dangling", obstacles: { names: ["old shift"] } });
  const { filter } = definitionOf(desk);
  const definition = definitionOf(desk, { filter: { ...filter, sourceIds: [uuid()] } });
  const saving = saveRule(database, admin, null, { name: "x", active: true, definition });
  await expect(saving).rejects.toMatchObject({ code: "eventRule.dangling" });
  for (let n = 0; n < ruleBounds.rules; n += 1) await createRule(desk, {}, n);
  await expect(saveRule(database, admin, null, draft("x"))).rejects.toMatchObject({
    code: "eventRule.tooMany",
  });
});

test("a definition is checked whole: no field, operator, level or size but ours", () => {
  const good = definitionOf(desk);
  const condition = { field: "title", operator: "contains", value: "x" };
  const isRight = (definition: unknown) =>
    saveRuleInput.safeParse({ accountId: desk.admin, saved: null, name: "x", active: true, definition })
      .success;
  const withFilter = (filter: object) => ({ ...good, filter: { ...good.filter, ...filter } });
  expect(isRight(good)).toBe(true);
  expect(isRight(withFilter({ conditions: [condition] }))).toBe(true);
  for (const wrong of [
    { ...good, threshold: { count: 0, withinS: 60 } },
    { ...good, threshold: { count: 1, withinS: 59 } },
    { ...good, fingerprintFields: ["text"] },
    { ...good, fingerprintFields: ["asset", "title", "label.a", "label.b", "label.c"] },
    { ...good, levelsBySeverity: { awful: good.levels } },
    { ...good, more: 1 },
    withFilter({ conditions: [{ ...condition, operator: "matches" }] }),
    withFilter({ conditions: [{ ...condition, field: "constructor" }] }),
    withFilter({ conditions: [{ ...condition, value: "" }] }),
  ])
    expect(isRight(wrong)).toBe(false);
});

test("a preview says what a draft would have made of what came, and writes nothing", async () => {
  const { id: sourceId } = await addSource(desk.database);
  const at = (minutes: number) => Date.now() - minutes * minute;
  await createAsset(desk.database, "SW-9");
  await ingest(desk.database, sourceId, [
    posted({ at: at(30), title: "Link down" }),
    posted({ at: at(29), title: "Link down" }),
    posted({ at: at(28), title: "Link down", status: "recovered" }),
    posted({ at: at(27), title: "Disk full", fingerprint: "disk" }),
    ...Array.from({ length: 25 }, (_, n) =>
      posted({ at: at(20) + n, title: "Link down", fingerprint: `l${n}` }),
    ),
  ]);
  const filter = {
    ...definitionOf(desk).filter,
    conditions: [{ field: "title", operator: "contains", value: "link" }] as const,
  };
  const definition = definitionOf(desk, { filter });
  const period = { from: at(60), until: at(-1) };
  const answer = await preview(desk.database, definition, period, Date.now());
  expect(answer).toMatchObject({ looked: 29, isCut: false, matched: 28, incidents: 26, children: 5 });
  expect(answer.verdicts).toEqual({ opened: 21, openedSilently: 5, appended: 1, resolved: 1 });
  expect(answer.matches.at(-1)).toMatchObject({ verdict: "opened", event: { title: "Link down" } });
  expect(await storiesOf(desk.database)).toEqual([]);
  expect(await desk.database.eventState.count()).toBe(0);
  expect(
    await preview(desk.database, definition, { from: at(29.5), until: at(25) }, Date.now()),
  ).toMatchObject({
    looked: 3,
    incidents: 1,
  });
});

test("pages of events go on where they ended; a preview looks at no more than its bound, the newest", async () => {
  const { id: sourceId } = await addSource(desk.database);
  await desk.database.$executeRaw`
    INSERT INTO monitor_event (source_id, event_id, at, arrived_at, payload, verdict)
    SELECT ${sourceId}::uuid, 'e' || n, now() - (n / 3) * interval '1 second', now(),
      '{"status": "firing", "severity": "info", "fingerprint": null, "asset": null, "title": "t", "text": "", "labels": {}}',
      'unmatched'
    FROM generate_series(1, ${previewEventsMax + 10}::int) AS n`;
  const seen: string[] = [];
  let after: EventPosition | null = null;
  for (let page = 0; page < 4; page += 1) {
    const { events, next } = await readEvents(desk.database, null, after);
    seen.push(...events.map(({ id }) => id));
    after = next;
  }
  expect(new Set(seen).size).toBe(200);
  const answer = await preview(
    desk.database,
    definitionOf(desk),
    { from: 0, until: Date.now() + 1 },
    Date.now(),
  );
  expect(answer).toMatchObject({ looked: previewEventsMax, isCut: true, matched: previewEventsMax });
});

test("maintenance windows are saved, changed and removed, of assets that are there", async () => {
  const { database, admin } = desk;
  const window = { name: "UPS", assetIds: [await createAsset(database)], from: 1_000, until: 2_000 };
  const { id } = await saveWindow(database, admin, null, window);
  await saveWindow(database, admin, id, { ...window, until: 3_000 });
  expect(await listWindows(database)).toEqual([{ id, ...window, until: 3_000 }]);
  await expect(saveWindow(database, admin, null, { ...window, assetIds: [uuid()] })).rejects.toMatchObject({
    code: "subject.unknown",
  });
  await removeWindow(database, admin, id);
  await expect(removeWindow(database, admin, id)).rejects.toMatchObject({ code: "subject.unknown" });
  expect((await history()).slice(-3)).toEqual([
    "maintenance.saved",
    "maintenance.saved",
    "maintenance.removed",
  ]);
});

test("[A9] the events of an incident are read by who may see it, and never by requesters", async () => {
  const { database } = desk;
  await createRule(desk);
  const { id: sourceId } = await addSource(database);
  await ingest(database, sourceId, [posted({ at: Date.now() - minute }), posted({ at: Date.now() })]);
  const [incident] = await storiesOf(database);
  const incidentId = incident?.id ?? uuid();
  const account = (id: AccountId, role: "agent" | "requester" | "admin") => ({
    id,
    role,
    name: "",
    locale: "zh-TW",
  });
  const read = (id: AccountId, role: "agent" | "requester" | "admin", of = incidentId) =>
    readEventsOf(database, account(id, role), of, null);
  expect((await read(desk.engineer, "agent"))?.events.map(({ verdict }) => verdict)).toEqual([
    "appended",
    "opened",
  ]);
  expect(await read(desk.engineer, "agent", uuid())).toBeNull();
  await database.ticket.update({ where: { id: incidentId }, data: { restricted: true } });
  expect((await read(desk.engineer, "agent"))?.events).toHaveLength(2);
  expect(await read(desk.networkEngineer, "agent")).toBeNull();
  expect((await read(desk.admin, "admin"))?.events).toHaveLength(2);
  await database.ticket.update({ where: { id: incidentId }, data: { openerId: desk.requester } });
  expect(await read(desk.requester, "requester")).toBeNull();
});
