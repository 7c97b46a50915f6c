/** The edge of /api/events: who may send what, and how each is refused. Nothing of what is refused is stored. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventBodyMaxBytes, eventsMax } from "../../core/events/event";
import { createKey, createSecret, formerKeyMs, hashKey } from "../auth/bearer-key";
import { eventLimit, wrongKeyLimit } from "../auth/rate";
import { createDesk, type Desk } from "../testing/desk";
import { createSource, posted, type Source } from "../testing/monitor";
import { alertmanagerForm, answerEvents, formOf } from "./handle-events";
import { sign } from "./signature";

let desk: Desk;
let source: Source;
beforeAll(async () => {
  desk = await createDesk();
});
beforeEach(async () => {
  await desk.database.$executeRaw`TRUNCATE monitor_event`;
  source = await createSource(desk.database);
});
afterAll(() => desk.end());

type Sent = {
  readonly key?: string | null;
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Record<string, string>;
  readonly method?: string;
  readonly form?: typeof formOf;
};
const event = () => posted({ at: Date.now() - 1_000 });

async function send(sent: Sent = {}) {
  const {
    key = source.key,
    body = event(),
    type = "application/json",
    form = formOf,
    method = "POST",
  } = sent;
  const headers = {
    "content-type": type,
    ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    ...sent.headers,
  };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const request = new Request("http://desk.example/api/events", {
    method,
    headers,
    ...(method === "POST" ? { body: text } : {}),
  });
  const answer = await answerEvents(request, desk.database, form);
  const said = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, ...said, retryAfter: answer.headers.get("retry-after") };
}
const count = () => desk.database.monitorEvent.count();

test("our own JSON, one event or a list of them", async () => {
  const { at, ...rest } = event();
  expect(await send({ body: { ...rest, at: new Date(at).toISOString() } })).toMatchObject({
    status: 200,
    accepted: 1,
  });
  const list = [event(), event()];
  expect(await send({ body: { events: list }, type: "Application/JSON; charset=utf-8" })).toMatchObject({
    accepted: 2,
  });
  expect(await send({ body: { events: [...list, event()] } })).toMatchObject({ accepted: 1, repeated: 2 });
  expect(
    await send({ body: { id: "least", at, status: "recovered", severity: "info", title: "t" } }),
  ).toMatchObject({
    accepted: 1,
  });
});

test("CloudEvents, structured and in a batch, known by source and id", async () => {
  const cloud = {
    specversion: "1.0",
    id: "7",
    source: "urn:plc:4",
    type: "example.plc.fault",
    subject: "PLC-4",
    time: "2025-11-20T02:14:07Z",
    data: { status: "firing", severity: "major" },
  };
  const [one, many] = ["application/cloudevents+json", "application/cloudevents-batch+json"];
  expect(await send({ body: cloud, type: one as string })).toMatchObject({ status: 200, accepted: 1 });
  const batch = [cloud, { ...cloud, source: "urn:plc:5" }];
  expect(await send({ body: batch, type: many as string })).toMatchObject({ accepted: 1, repeated: 1 });
  const [row] = await desk.database.monitorEvent.findMany({ where: { eventId: "urn:plc:4#7" } });
  expect(row).toMatchObject({ at: new Date(cloud.time), payload: { title: cloud.type, asset: "PLC-4" } });
  const wrong = { ...cloud, data: { status: "firing", severity: "bad" } };
  expect(await send({ body: [cloud, wrong], type: many as string })).toMatchObject({
    status: 400,
    index: 1,
    field: "data.severity",
  });
});

test.each([
  ["no key", { key: null }, 401, "key.none"],
  ["a wrong key", { key: createKey("gev_") }, 401, "key.wrong"],
  ["a key that is none", { key: "gev_short" }, 401, "key.wrong"],
  ["another method", { method: "GET" }, 405, "method.wrong"],
  ["a form that is not read", { type: "text/plain" }, 415, "type.unsupported"],
  ["no JSON", { body: "{" }, 400, "input.malformed"],
  ["too large a body", { body: "x".repeat(eventBodyMaxBytes + 1) }, 413, "body.tooLarge"],
  ["too many events", { body: { events: Array(eventsMax + 1).fill({}) } }, 413, "events.tooMany"],
  [
    "another version of Alertmanager's",
    { form: alertmanagerForm, body: { version: "3", alerts: [] } },
    400,
    "input.malformed",
  ],
] as const)("%s is refused", async (_, sent, status, code) => {
  expect(await send(sent)).toMatchObject({ status, code });
  expect(await count()).toBe(0);
});

test.each([
  ["status", { status: "up" }],
  ["severity", { severity: "bad" }],
  ["at", { at: "yesterday" }],
  ["at", { at: -1e14 }],
  ["id", { id: "" }],
  ["title", { title: "x".repeat(201) }],
  ["title", { title: "a\0" }],
  ["text", { text: "x".repeat(4_001) }],
  ["labels", { labels: Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`l${n}`, ""])) }],
  ["labels.job", { labels: { job: "x".repeat(201) } }],
])("a wrong %s is named with its place, and nothing of the request is stored", async (field, wrong) => {
  const answer = await send({ body: { events: [event(), { ...event(), ...wrong }] } });
  expect(answer).toMatchObject({ status: 400, code: "input.malformed", index: 1, field });
  expect(await count()).toBe(0);
});

test("a source that is inactive, or may not send this form, is refused", async () => {
  const inactive = await createSource(desk.database, { active: false });
  expect(await send({ key: inactive.key })).toMatchObject({ status: 403, code: "source.inactive" });
  const narrow = await createSource(desk.database, { kinds: ["alertmanager"] });
  expect(await send({ key: narrow.key })).toMatchObject({ status: 403, code: "source.scope" });
  expect(await count()).toBe(0);
});

test("after a rotation both keys are good until the former one's end", async () => {
  const key = createKey("gev_");
  const previousKeyUntil = new Date(Date.now() + formerKeyMs);
  const data = { keyHash: hashKey(key), previousKeyHash: hashKey(source.key), previousKeyUntil };
  await desk.database.eventSource.update({ where: { id: source.id }, data });
  expect(await send({ key })).toMatchObject({ status: 200 });
  expect(await send()).toMatchObject({ status: 200 });
  await desk.database.eventSource.update({
    where: { id: source.id },
    data: { previousKeyUntil: new Date(0) },
  });
  expect(await send()).toMatchObject({ status: 401, code: "key.wrong" });
  expect(await send({ key })).toMatchObject({ status: 200 });
});

test("with a secret every request is signed with it, and lately", async () => {
  const secret = createSecret();
  await desk.database.eventSource.update({ where: { id: source.id }, data: { secret } });
  const body = JSON.stringify(event());
  const signed = (seconds: number, by = secret, of = body) => ({
    "webhook-id": "msg_1",
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1a,xxxx v1,${sign(by, "msg_1", String(seconds), Buffer.from(of)).toString("base64")}`,
  });
  const now = Math.floor(Date.now() / 1_000);
  expect(await send({ body })).toMatchObject({ status: 401, code: "signature.wrong" });
  expect(await send({ body, headers: signed(now, createSecret()) })).toMatchObject({
    code: "signature.wrong",
  });
  expect(await send({ body, headers: signed(now, secret, `${body} `) })).toMatchObject({
    code: "signature.wrong",
  });
  expect(await send({ body, headers: signed(now - 301) })).toMatchObject({
    status: 401,
    code: "signature.old",
  });
  expect(await send({ body, headers: signed(now + 310) })).toMatchObject({ code: "signature.old" });
  expect(await count()).toBe(0);
  expect(await send({ body, headers: signed(now) })).toMatchObject({ status: 200 });
});

test("after a rotation both secrets sign until the former one's end, with either key", async () => {
  const [secret, former, key] = [createSecret(), createSecret(), createKey("gev_")];
  const data = {
    keyHash: hashKey(key),
    previousKeyHash: hashKey(source.key),
    previousKeyUntil: new Date(Date.now() + formerKeyMs),
    secret,
    previousSecret: former,
  };
  await desk.database.eventSource.update({ where: { id: source.id }, data });
  const seconds = String(Math.floor(Date.now() / 1_000));
  const signed = (by: string, with_ = key) => {
    const body = JSON.stringify(event());
    const signature = sign(by, "msg_1", seconds, Buffer.from(body)).toString("base64");
    const headers = {
      "webhook-id": "msg_1",
      "webhook-timestamp": seconds,
      "webhook-signature": `v1,${signature}`,
    };
    return send({ key: with_, body, headers });
  };
  for (const by of [secret, former])
    for (const with_ of [key, source.key]) expect(await signed(by, with_)).toMatchObject({ status: 200 });
  expect(await signed(createSecret())).toMatchObject({ status: 401, code: "signature.wrong" });
  await desk.database.eventSource.update({
    where: { id: source.id },
    data: { previousKeyUntil: new Date(0) },
  });
  expect(await signed(former)).toMatchObject({ status: 401, code: "signature.wrong" });
  expect(await signed(secret)).toMatchObject({ status: 200 });
});

test("the signature is that of the Standard Webhooks specification", () => {
  // The example of its reference libraries.
  const body = Buffer.from('{"test": 2432232314}');
  const signature = sign(
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "1614265330",
    body,
  );
  expect(signature.toString("base64")).toBe("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

test("a source that asks too often, and whoever tries keys, is told when to come back", async () => {
  const address = "203.0.113.9";
  while ((await wrongKeyLimit.consume(address)) === 0);
  const headers = { "x-forwarded-for": address };
  expect(await send({ headers })).toMatchObject({ status: 429, code: "rate.limited" });
  expect(await send()).toMatchObject({ status: 200 });
  while ((await eventLimit.consume(source.id)) === 0);
  const answer = await send();
  expect(answer).toMatchObject({ status: 429, code: "rate.limited" });
  expect(Number(answer.retryAfter)).toBeGreaterThan(0);
});
