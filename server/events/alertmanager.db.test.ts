/** What an Alertmanager really sends, posted as it is to the real handler: repeated, out of order, in a storm. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventBodyMaxBytes } from "../../core/events/event";
import { createDesk, type Desk } from "../testing/desk";
import {
  createAsset,
  createRule,
  createSource,
  readFixture,
  type Source,
  storiesOf,
} from "../testing/monitor";
import { alertmanagerForm, answerEvents } from "./handle-events";
import { settleChildren, settleQuiet } from "./settle";

type Hook = { readonly alerts: readonly Record<string, unknown>[] };

let desk: Desk;
let source: Source;
beforeAll(async () => {
  desk = await createDesk();
  source = await createSource(desk.database);
  await createAsset(desk.database, "SW-3F-01");
});
beforeEach(async () => {
  const { database } = desk;
  await database.$executeRaw`TRUNCATE monitor_event, event_rule, outbox CASCADE`;
  await database.$executeRaw`TRUNCATE ticket CASCADE`;
  await createRule(desk, { titleTemplate: "{label.alertname}: {title}" });
});
afterAll(() => desk.end());

async function send(body: unknown) {
  const headers = { "content-type": "application/json", authorization: `Bearer ${source.key}` };
  const request = new Request("http://desk.example/api/events/alertmanager", {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  const answer = await answerEvents(request, desk.database, alertmanagerForm);
  expect(answer.status).toBe(200);
  return (await answer.json()) as { accepted: number; repeated: number };
}
const stories = () => storiesOf(desk.database);
const [firing, repeated, resolved] = ["firing", "repeated", "resolved"].map(
  (name) => readFixture(name) as Hook,
);
const flapping = readFixture("flapping") as readonly Hook[];

test("a group of 1,250 alerts is taken whole, in the order of its alarms, and as a repeat", async () => {
  const [pattern] = firing?.alerts ?? [];
  const startedAt = Date.now() - 60_000;
  const description = "what Kubernetes says of a pod, at length ".repeat(20);
  const alerts = Array.from({ length: 1_250 }, (_, n) => ({
    ...pattern,
    annotations: { summary: `pod ${n}`, description },
    startsAt: new Date(startedAt - n).toISOString(),
    fingerprint: n.toString(16).padStart(16, "0"),
  }));
  const body = { ...firing, alerts };
  expect(JSON.stringify(body).length).toBeGreaterThan(eventBodyMaxBytes);
  expect(await send(body)).toEqual({ accepted: 1_250, repeated: 0 });
  expect(await send(body)).toEqual({ accepted: 0, repeated: 1_250 });
  const all = await stories();
  expect(all).toHaveLength(1_250);
  expect(all.filter(({ parentId }) => parentId === undefined).map(({ title }) => title)).toEqual(
    Array.from({ length: 20 }, (_, n) => `LinkDown: pod ${1_249 - n}`),
  );
});

test("firing, repeated and resolved, each posted twice, are three incidents, of which one recovered", async () => {
  expect(await send(firing)).toEqual({ accepted: 2, repeated: 0 });
  expect(await send(firing)).toEqual({ accepted: 0, repeated: 2 });
  expect(await send(repeated)).toEqual({ accepted: 1, repeated: 2 });
  for (const hook of [resolved, resolved, repeated, firing]) await send(hook);
  expect(await stories()).toMatchObject([
    { title: "LinkDown: SW-3F-01 ge-0/0/7 is down", outcome: "resolved", code: "recovered", priority: "P3" },
    { title: "LinkDown: SW-3F-01 ge-0/0/8 is down", outcome: null },
    { title: "LinkDown: SW-3F-01 ge-0/0/9 is down", outcome: null, priority: "P1" },
  ]);
});

test("a resolved that overtakes its firing leaves no incident behind", async () => {
  await send(resolved);
  const only = { ...firing, alerts: firing?.alerts.slice(0, 1) };
  await send(only);
  expect(await stories()).toEqual([]);
  const late = await desk.database.monitorEvent.findMany({ orderBy: { at: "asc" } });
  expect(late.map(({ verdict }) => verdict)).toEqual(["late", "recovered"]);
});

test("what flaps is one incident, kept open with one alarm, and resolved when it has been quiet", async () => {
  for (const hook of [...flapping, ...flapping]) await send(hook);
  const expected = { outcome: null, stage: "assign" };
  expect(await stories()).toMatchObject([expected]);
  const kinds = await desk.database.outbox.groupBy({ by: ["kind"], _count: true, orderBy: { kind: "asc" } });
  // Three people are in the group; the fourth flip finds it resolved: its reopening is the alarm.
  expect(kinds.map(({ kind, _count }) => [kind, _count])).toEqual([
    ["open", 3],
    ["reopen", 6],
  ]);
  expect(await settleQuiet(desk.database)).toEqual({ count: 1, told: false });
  expect(await stories()).toMatchObject([{ outcome: "resolved", code: "recovered" }]);
  expect(await settleQuiet(desk.database)).toEqual({ count: 0, told: false });
});

test("flapping all in one request is the same", async () => {
  const hook = { ...flapping[0], alerts: flapping.flatMap(({ alerts }) => alerts).reverse() };
  expect(await send(hook)).toEqual({ accepted: 8, repeated: 0 });
  expect(await stories()).toMatchObject([{ outcome: null, stage: "assign" }]);
});

/** A switch fails, and everything behind it: another fingerprint each, within a minute. */
function stormOf(count: number): Hook {
  const [pattern] = flapping[0]?.alerts ?? [];
  const alerts = Array.from({ length: count }, (_, n) => ({
    ...pattern,
    fingerprint: n.toString(16).padStart(16, "0"),
    startsAt: new Date(Date.parse("2025-11-22T03:00:00Z") + n * 100).toISOString(),
  }));
  return { ...flapping[0], alerts };
}

test("a storm of 500, posted twice and in parts out of order, is 20 incidents and 480 silent children", async () => {
  const storm = stormOf(500);
  for (const [from, until] of [
    [0, 200],
    [350, 500],
    [200, 350],
    [0, 500],
  ] as const)
    await send({ ...storm, alerts: storm.alerts.slice(from, until) });
  const all = await stories();
  expect(all).toHaveLength(500);
  const [first] = all;
  expect(all.filter(({ parentId }) => parentId === undefined)).toHaveLength(20);
  expect(all.filter(({ parentId }) => parentId === first?.id)).toHaveLength(480);
  expect(await desk.database.outbox.count()).toBe(20 * 3);
  // Closing the first closes them, whoever of many job processes looks.
  await desk.database.$executeRaw`
    UPDATE ticket SET stage = 'closed', outcome = 'resolved', closure = '{"code": "fixed"}', closed_at = now()
    WHERE id = ${first?.id}::uuid`;
  let closed = 0;
  for (let look = 0; look < 4; look += 1) {
    const settled = await Promise.all([settleChildren(desk.database), settleChildren(desk.database)]);
    closed += settled.reduce((sum, { count }) => sum + count, 0);
  }
  expect(closed).toBe(480);
  const after = await stories();
  expect(after.filter(({ outcome, code }) => outcome === "resolved" && code === "fixed")).toHaveLength(481);
  expect(after.filter(({ outcome }) => outcome === null)).toHaveLength(19);
  expect(await desk.database.outbox.count()).toBe(20 * 3);
});

test("times come to the nanosecond and in any zone", async () => {
  const [pattern] = firing?.alerts ?? [];
  const startsAt = "2025-11-20T10:14:07.512345678+08:00";
  await send({ ...firing, alerts: [{ ...pattern, startsAt }] });
  const [row] = await desk.database.monitorEvent.findMany();
  expect(row?.at).toEqual(new Date("2025-11-20T02:14:07.512Z"));
});

test("labels beyond the bounds are cut, as Alertmanager gives up what is refused", async () => {
  const [pattern] = firing?.alerts ?? [];
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`l${n}`, "x".repeat(500)]));
  const alert = {
    ...pattern,
    labels: { ...many, instance: "web-1:9100" },
    annotations: { summary: "a\0b\ud800" },
  };
  await send({ ...firing, alerts: [alert] });
  const [row] = await desk.database.monitorEvent.findMany();
  expect(row?.payload).toMatchObject({ title: "ab", asset: "web-1", severity: "warning" });
});
