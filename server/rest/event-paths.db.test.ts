/** What the document says of posted events, held against what the server really takes, answers and refuses. */
import Ajv from "ajv/dist/2020";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { eventBodyMaxBytes, eventsMax } from "../../core/events/event";
import { createKey, createSecret } from "../auth/bearer-key";
import { eventLimit } from "../auth/rate";
import { createDatabase, type Database } from "../db";
import { alertmanagerForm, answerEvents, formOf } from "../events/handle-events";
import { sign } from "../events/signature";
import { createDesk, type Desk } from "../testing/desk";
import { createSource, posted, readFixture, type Source } from "../testing/monitor";
import { restDocument } from "./document";

const origin = "https://desk.example";
const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema(restDocument(origin), "document", undefined, false);

/** Whether a value is what the document says at the end of these steps. */
function isAsDocumented(value: unknown, ...steps: readonly string[]): boolean {
  const pointer = steps.map((step) => encodeURIComponent(step.replaceAll("/", "~1"))).join("/");
  return ajv.validate({ $ref: `document#/${pointer}` }, value);
}
const [own, cloud, batch] = [
  "application/json",
  "application/cloudevents+json",
  "application/cloudevents-batch+json",
];
const [eventsPath, alertmanagerPath] = ["/api/events", "/api/events/alertmanager"];
const isDocumentedBody = (path: string, type: string, body: unknown) =>
  isAsDocumented(body, "paths", path, "post", "requestBody", "content", type, "schema");
const isDocumentedAnswer = (name: "EventsTaken" | "EventRefusal", body: unknown) =>
  isAsDocumented(body, "components", "responses", name, "content", own, "schema");

let desk: Desk;
let source: Source;
beforeAll(async () => {
  desk = await createDesk();
});
beforeEach(async () => {
  source = await createSource(desk.database);
});
afterAll(() => desk.end());

type Sent = {
  readonly key?: string | null;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly on?: Database;
};

/** As app/api/events and app/api/events/alertmanager hand it over. */
async function post(path: string, type: string, body: unknown, sent: Sent = {}) {
  const { key = source.key, method = "POST", on = desk.database } = sent;
  const authorization = key === null ? {} : { authorization: `Bearer ${key}` };
  const request = new Request(`${origin}${path}`, {
    method,
    headers: { "content-type": type, ...authorization, ...sent.headers },
    ...(method === "POST" ? { body: typeof body === "string" ? body : JSON.stringify(body) } : {}),
  });
  const answer = await answerEvents(request, on, path === alertmanagerPath ? alertmanagerForm : formOf);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const least = { id: "1", at: 1_764_000_000_000, status: "firing", severity: "info", title: "t" };
const whole = posted({ at: least.at, labels: { job: "plc", room: "" }, asset: "A-1", text: "so it is" });
const leastCloud = {
  specversion: "1.0",
  id: "7",
  source: "urn:plc:4",
  type: "example.plc.fault",
  data: { status: "firing", severity: "major" },
};
const wholeCloud = {
  ...leastCloud,
  id: "8",
  subject: "PLC-4",
  time: "2025-11-20T02:14:07.123+08:00",
  datacontenttype: "application/json",
  data: { ...leastCloud.data, title: "Fault", text: "…", labels: {}, asset: null, fingerprint: "f" },
};
const hook = readFixture("firing") as { readonly alerts: readonly object[] };

test.each([
  ["one event", eventsPath, own, least],
  ["one with everything", eventsPath, own, whole],
  ["a time in words", eventsPath, own, { ...least, id: "2", at: "2025-11-20T02:14:07Z", asset: null }],
  ["a list", eventsPath, own, { events: [least, { ...whole, id: "3" }] }],
  ["an empty list", eventsPath, own, { events: [] }],
  ["a CloudEvent", eventsPath, cloud, leastCloud],
  ["a CloudEvent with everything", eventsPath, cloud, wholeCloud],
  ["a batch of them", eventsPath, batch, [leastCloud, wholeCloud]],
  ["what Alertmanager sends", alertmanagerPath, own, hook],
  ["what it sends of the end", alertmanagerPath, own, readFixture("resolved")],
  ["what it sends again", alertmanagerPath, own, readFixture("repeated")],
  ["a sequence of it", alertmanagerPath, own, (readFixture("flapping") as readonly unknown[])[0]],
  [
    "an alert of few words",
    alertmanagerPath,
    own,
    {
      version: "4",
      alerts: [
        { status: "firing", fingerprint: "a", startsAt: wholeCloud.time, endsAt: "0001-01-01T00:00:00Z" },
      ],
    },
  ],
])("%s is taken, and is what the document says", async (_, path, type, body) => {
  const answer = await post(path, type, body);
  expect(answer).toMatchObject({ status: 200 });
  expect(isDocumentedBody(path, type, body), ajv.errorsText()).toBe(true);
  expect(isDocumentedAnswer("EventsTaken", answer.body), ajv.errorsText()).toBe(true);
});

const tooManyLabels = Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`l${n}`, ""]));
test.each([
  [eventsPath, own, { ...least, status: "up" }],
  [eventsPath, own, { ...least, severity: undefined }],
  [eventsPath, own, { ...least, at: "yesterday" }],
  [eventsPath, own, { ...least, at: 1.5 }],
  [eventsPath, own, { ...least, at: -1e14 }],
  [eventsPath, own, { ...least, id: "" }],
  [eventsPath, own, { ...least, title: "x".repeat(201) }],
  [eventsPath, own, { ...least, text: null }],
  [eventsPath, own, { ...least, labels: tooManyLabels }],
  [eventsPath, own, { events: [least, { ...least, labels: { job: "x".repeat(201) } }] }],
  [eventsPath, own, { events: Array(eventsMax + 1).fill(least) }],
  [eventsPath, own, [least]],
  [eventsPath, cloud, { ...leastCloud, specversion: "0.3" }],
  [eventsPath, cloud, { ...leastCloud, data: undefined }],
  [eventsPath, cloud, { ...leastCloud, data: { status: "firing" } }],
  [eventsPath, cloud, [leastCloud]],
  [eventsPath, batch, leastCloud],
  [eventsPath, batch, [leastCloud, { ...wholeCloud, time: "soon" }]],
  [eventsPath, batch, Array(eventsMax + 1).fill(leastCloud)],
  [alertmanagerPath, own, { ...hook, version: "3" }],
  [alertmanagerPath, own, { ...hook, alerts: undefined }],
  [alertmanagerPath, own, { ...hook, alerts: [{ ...hook.alerts[0], status: "suppressed" }] }],
  [alertmanagerPath, own, { ...hook, alerts: [{ ...hook.alerts[0], fingerprint: "" }] }],
])("what %s as %s cannot read is not what the document says: %#", async (path, type, body) => {
  const sent = JSON.parse(JSON.stringify(body)) as unknown;
  const answer = await post(path, type, sent);
  expect([400, 413]).toContain(answer.status);
  expect(isDocumentedBody(path, type, sent)).toBe(false);
  expect(isDocumentedAnswer("EventRefusal", answer.body), ajv.errorsText()).toBe(true);
});

test("every refusal there is has its code, status and fields in the document", async () => {
  const { components } = restDocument(origin) as {
    components: {
      schemas: {
        EventRefusal: { properties: Record<string, { readonly enum?: readonly string[] }> };
      };
      responses: { EventRefusal: { readonly description: string } };
    };
  };
  const { properties } = components.schemas.EventRefusal;
  const inactive = await createSource(desk.database, { active: false });
  const narrow = await createSource(desk.database, { kinds: ["alertmanager"] });
  const secret = createSecret();
  const signing = await createSource(desk.database, { secret });
  const busy = await createSource(desk.database);
  while ((await eventLimit.consume(busy.id)) === 0);
  const signed = (seconds: number) => ({
    "webhook-id": "msg_1",
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1,${sign(secret, "msg_1", String(seconds), Buffer.from("{}")).toString("base64")}`,
  });
  const nowhere = createDatabase("postgresql://genba@127.0.0.1:1/nowhere", 1);
  const failed = vi.spyOn(console, "error").mockReturnValue();
  const refusals = [
    await post(eventsPath, own, least, { key: null }),
    await post(eventsPath, own, least, { key: createKey("gev_") }),
    await post(eventsPath, own, least, { key: inactive.key }),
    await post(eventsPath, own, least, { key: narrow.key }),
    await post(eventsPath, own, least, { key: signing.key }),
    await post(eventsPath, own, "{}", { key: signing.key, headers: signed(1) }),
    await post(eventsPath, own, least, { method: "GET" }),
    await post(eventsPath, "text/plain", least),
    await post(eventsPath, own, "x".repeat(eventBodyMaxBytes + 1)),
    await post(eventsPath, own, { events: Array(eventsMax + 1).fill({}) }),
    await post(eventsPath, own, "{"),
    await post(eventsPath, own, { events: [least, { ...least, labels: { job: 1 } }] }),
    await post(eventsPath, own, least, { key: busy.key }),
    await post(eventsPath, own, least, { on: nowhere }),
  ];
  failed.mockRestore();
  await nowhere.$disconnect();
  for (const { status, body } of refusals) {
    expect(isDocumentedAnswer("EventRefusal", body), ajv.errorsText()).toBe(true);
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(body)));
    expect(components.responses.EventRefusal.description).toContain(`${status} \`${body.code}\``);
  }
  expect(new Set(refusals.map(({ body }) => body.code))).toEqual(new Set(properties.code?.enum));
  // Nothing stands there that no refusal says.
  const said = new Set(refusals.flatMap(({ body }) => Object.keys(body)));
  expect(said).toEqual(new Set(Object.keys(properties)));
});
