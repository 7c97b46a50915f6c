import { afterAll, beforeAll, expect, test } from "vitest";
import { createUuidV7, type TicketId } from "../../core/ids";
import { revokeApiKey, rotateApiKey } from "../api-keys/api-keys";
import { formerKeyMs } from "../auth/bearer-key";
import { apiLimit, wrongKeyLimit } from "../auth/rate";
import { push } from "../sync/push";
import { argShape } from "../sync/request";
import { createProgram, type Program, programOf } from "../testing/api-keys";
import { createDesk, createPhone, type Desk, openIncident, pushOf, uuid } from "../testing/desk";
import { storeTicket, ticketOf } from "../testing/ticket-row";

let desk: Desk;
let program: Program;
beforeAll(async () => {
  desk = await createDesk();
  program = await createProgram(desk, { name: "監控整合" });
  const data = { groupId: desk.fieldGroup, accountId: program.accountId, role: "member" };
  await desk.database.membership.create({ data });
});
afterAll(() => desk.end());

const incident = (title = "UPS alarm") => ({
  flow: "incident",
  args: { title, description: "", categoryId: desk.category, impact: "medium", urgency: "medium" },
});

test("a ticket is opened, read by id and number, and acted on, as the key's own account", async () => {
  const opened = await program.post("/tickets", incident("Row 7 is warm"), uuid());
  expect(opened).toMatchObject({ status: 201, body: { outcome: { kind: "applied" } } });
  const { ticketId, number } = opened.body;
  expect(number).toMatch(/^INC-\d{6}$/);
  const read = await program.get(`/tickets/${number.toLowerCase()}`);
  expect(read.status).toBe(200);
  expect(read.body.ticket).toMatchObject({
    id: ticketId,
    number,
    title: "Row 7 is warm",
    stage: "assign",
    openerId: program.accountId,
    assignedGroupId: desk.fieldGroup,
  });
  expect((await program.get(`/tickets/${ticketId}`)).body).toEqual(read.body);
  const claimed = await program.post(`/tickets/${number}/actions`, { type: "claim" }, uuid());
  expect(claimed).toMatchObject({ status: 200, body: { outcome: { kind: "applied" }, ticketId } });
  const lines = (await program.get(`/tickets/${ticketId}`)).body.activities;
  expect(lines.map(({ type, actorId }) => [type, actorId])).toEqual([
    ["open", program.accountId],
    ["claim", program.accountId],
  ]);
});

test("what came back is told as `decide` says it: code, who may, choices", async () => {
  const { body } = await program.post("/tickets", incident(), uuid());
  const { engineer, database } = desk;
  const phone = createPhone(engineer);
  await push(database, pushOf(phone, [phone.act({ type: "claim", ticketId: body.ticketId as TicketId })]));
  const late = await program.post(`/tickets/${body.ticketId}/actions`, { type: "claim" }, uuid());
  expect(late).toMatchObject({
    status: 409,
    body: { outcome: { kind: "returned", code: "stage.moved" }, number: null },
  });
  const wrong = await program.post(
    `/tickets/${body.ticketId}/actions`,
    { type: "resolve", args: { closureCode: "unheard of" } },
    uuid(),
  );
  expect(wrong).toMatchObject({
    status: 409,
    body: { outcome: { kind: "returned", code: "needs.invalid", fields: ["closureCode"] } },
  });
  const right = await program.post(
    `/tickets/${body.ticketId}/actions`,
    { type: "resolve", args: { closureCode: "fixed", notes: "Rebooted" } },
    uuid(),
  );
  expect(right).toMatchObject({
    status: 409,
    body: { outcome: { code: "right.missing", whoMay: ["holder", "lead", "system"] } },
  });
  expect(right.body.outcome.noteKept).toBe(true);
});

test("[P1, S3] sent again with its key it is done once and answered the same; with something else it is refused", async () => {
  const key = uuid();
  const first = await program.post("/tickets", incident("Once"), key);
  const again = await program.post("/tickets", incident("Once"), key);
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(await desk.database.ticket.count({ where: { title: "Once" } })).toBe(1);
  const other = await program.post("/tickets", incident("Another"), key);
  expect(other).toMatchObject({ status: 422, body: { code: "idempotency.reused", status: 422 } });
  expect(await desk.database.ticket.count({ where: { title: "Another" } })).toBe(0);
});

test("[P1, A7] many at once, each sent three times: each is done once, under numbers without a hole", async () => {
  const keys = Array.from({ length: 12 }, () => uuid<string>());
  const answers = await Promise.all(
    [...keys, ...keys, ...keys].map((key) => program.post("/tickets", incident(`At once ${key}`), key)),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  expect(await desk.database.ticket.count({ where: { title: { startsWith: "At once" } } })).toBe(keys.length);
  const { clientId } = await desk.database.apiKey.findUniqueOrThrow({ where: { id: program.keyId } });
  const { lastSeq } = await desk.database.syncClient.findUniqueOrThrow({ where: { id: clientId } });
  const decided = await desk.database.actionOutcome.findMany({ where: { clientId }, select: { seq: true } });
  const repeats = await desk.database.actionRepeat.findMany({ where: { clientId }, select: { seq: true } });
  const seqs = [...decided, ...repeats].map(({ seq }) => seq).sort((a, b) => a - b);
  expect(seqs).toEqual(Array.from({ length: lastSeq }, (_, index) => index + 1));
});

test("done at a time that it says, or else at its arrival", async () => {
  const at = Date.now() - 3_600_000;
  const before = Date.now();
  // The first of a client may lie anywhere after its account was made.
  const other = await createProgram(desk, { name: "another" });
  await desk.database.account.update({ where: { id: other.accountId }, data: { createdAt: new Date(0) } });
  const told = await other.post(
    "/tickets",
    { ...incident(), occurredAt: at },
    createUuidV7(at, new Uint8Array(10)),
  );
  const now = await other.post("/tickets", incident(), uuid());
  const times = async (id: string) =>
    (await desk.database.activity.findFirstOrThrow({ where: { ticketId: id } })).occurredAt.getTime();
  expect(await times(told.body.ticketId)).toBe(at);
  expect(await times(now.body.ticketId)).toBeGreaterThanOrEqual(before - 1_000);
});

test("lists go page by page, newest change first, by flow, stage, group and time, within sight", async () => {
  const other = await createProgram(desk, { name: "a requester", role: "requester" });
  const base = Date.now() + 1_000_000;
  for (let index = 0; index < 5; index += 1) {
    await storeTicket(
      desk.database,
      ticketOf(desk, { title: `page ${index}`, updatedAt: base + (index >> 1) }),
    );
  }
  const titles: string[] = [];
  let after: string | null = "";
  while (after !== null) {
    const query: string = after === "" ? "" : `&after=${after}`;
    const { status, body } = await program.get(`/tickets?flow=incident&updatedSince=${base}&limit=2${query}`);
    expect(status).toBe(200);
    titles.push(...body.tickets.map(({ title }) => title));
    after = body.next;
  }
  expect(new Set(titles).size).toBe(5);
  expect(titles).toHaveLength(5);
  expect(titles[0]).toBe("page 4");
  const none = await program.get(`/tickets?stage=handle&updatedSince=${base}`);
  expect(none.body).toEqual({ tickets: [], next: null });
  expect((await program.get(`/tickets?groupId=${uuid()}`)).body.tickets).toEqual([]);
  expect((await other.get("/tickets")).body.tickets).toEqual([]);
});

test("[A9] out of sight is unknown", async () => {
  const other = await createProgram(desk, { name: "stranger", role: "requester" });
  const { body } = await program.post("/tickets", incident(), uuid());
  for (const key of [body.ticketId, body.number, uuid(), "INC-999999", "INC-99999999999", "nonsense"]) {
    expect(await other.get(`/tickets/${key}`)).toMatchObject({
      status: 404,
      body: { code: "ticket.unknown" },
    });
  }
  expect(
    await other.post(`/tickets/${body.ticketId}/actions`, { type: "comment", args: { text: "hi" } }, uuid()),
  ).toMatchObject({
    status: 409,
    body: { outcome: { code: "ticket.unknown" } },
  });
});

test("a key does only what its scopes say", async () => {
  const reader = await createProgram(desk, { name: "reader", scopes: ["tickets:read"] });
  expect((await reader.get("/tickets")).status).toBe(200);
  const missing = (scope: string) => ({ status: 403, body: { code: "scope.missing", scope } });
  expect(await reader.post("/tickets", incident(), uuid())).toMatchObject(missing("tickets:write"));
  expect(await reader.post(`/tickets/${uuid()}/actions`, { type: "claim" }, uuid())).toMatchObject(
    missing("actions:write"),
  );
  expect(await reader.get("/events")).toMatchObject(missing("events:read"));
  expect((await program.get("/events")).body).toEqual({ events: [], next: null });
  const opener = await createProgram(desk, { name: "opener", scopes: ["actions:write"] });
  expect(await opener.get("/tickets")).toMatchObject(missing("tickets:read"));
  // Opening is a right of its own, by no back door.
  expect(
    await opener.post(`/tickets/${uuid()}/actions`, { type: "open", ...incident() }, uuid()),
  ).toMatchObject({
    status: 400,
    body: { code: "input.malformed", fields: ["type"] },
  });
});

test("no key, a wrong, an expired, a revoked one, and one whose account is gone are told apart", async () => {
  const none = await programOf(desk, "").get("/tickets");
  expect(none).toMatchObject({ status: 401, body: { code: "key.none" } });
  expect(none.headers.get("www-authenticate")).toBe("Bearer");
  expect(none.headers.get("content-type")).toBe("application/problem+json");
  expect(await programOf(desk, `gak_${"x".repeat(43)}`).get("/tickets")).toMatchObject({
    status: 401,
    body: { code: "key.wrong" },
  });
  const brief = await createProgram(desk, { name: "brief", expiresAt: Date.now() + 60_000 });
  expect((await brief.get("/tickets")).status).toBe(200);
  await desk.database.apiKey.update({
    where: { id: brief.keyId },
    data: { expiresAt: new Date(Date.now() - 1) },
  });
  expect(await brief.get("/tickets")).toMatchObject({ status: 401, body: { code: "key.expired" } });
  const gone = await createProgram(desk, { name: "gone" });
  await revokeApiKey(desk.database, desk.admin, gone.keyId as never);
  expect(await gone.get("/tickets")).toMatchObject({ status: 401, body: { code: "key.revoked" } });
  const left = await createProgram(desk, { name: "left" });
  await desk.database.account.update({ where: { id: left.accountId }, data: { active: false } });
  expect(await left.get("/tickets")).toMatchObject({ status: 403, body: { code: "key.inactive" } });
});

test("a replaced key is good for another day, and the one before it no more", async () => {
  const one = await createProgram(desk, { name: "rotated" });
  const two = await rotateApiKey(desk.database, desk.admin, one.keyId as never);
  expect((await one.get("/tickets")).status).toBe(200);
  expect((await programOf(desk, two.key).get("/tickets")).status).toBe(200);
  const { previousKeyUntil } = await desk.database.apiKey.findUniqueOrThrow({ where: { id: one.keyId } });
  expect(Math.abs(previousKeyUntil!.getTime() - Date.now() - formerKeyMs)).toBeLessThan(60_000);
  await desk.database.apiKey.update({ where: { id: one.keyId }, data: { previousKeyUntil: new Date(0) } });
  expect((await one.get("/tickets")).body.code).toBe("key.wrong");
  await rotateApiKey(desk.database, desk.admin, one.keyId as never);
  expect((await programOf(desk, two.key).get("/tickets")).status).toBe(200);
  expect((await one.get("/tickets")).body.code).toBe("key.wrong");
});

test("no cookie counts, no other page may read an answer", async () => {
  const answer = await program.get("/tickets", {
    cookie: "genba.session_token=whatever",
    origin: "https://evil.example",
  });
  expect(answer.status).toBe(200);
  expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("what cannot be read is refused with its fields, never a failure", async () => {
  const url = "/tickets";
  expect(await program.post(url, incident(), null)).toMatchObject({
    status: 400,
    body: { code: "idempotency.missing" },
  });
  expect(await program.post(url, incident(), "not-a-uuid")).toMatchObject({
    body: { code: "idempotency.missing" },
  });
  expect(await program.post(url, "{", uuid())).toMatchObject({
    status: 400,
    body: { code: "input.malformed" },
  });
  expect(await program.post(url, `"${"x".repeat(100_001)}"`, uuid())).toMatchObject({
    status: 413,
    body: { code: "body.tooLarge" },
  });
  expect(await program.get("/nowhere")).toMatchObject({ status: 404, body: { code: "route.unknown" } });
  for (const body of [
    null,
    [],
    1,
    "x",
    { flow: "incident", args: null },
    { flow: 1 },
    { flow: "incident", occurredAt: 1e300 },
  ]) {
    expect(await program.post(url, JSON.stringify(body), uuid())).toMatchObject({
      status: 400,
      body: { code: "input.malformed" },
    });
  }
  for (const args of [
    { title: "\u0000" },
    { title: "\ud800" },
    { title: 5 },
    { categoryId: "x" },
    { __proto__: null, constructor: 1 },
  ]) {
    const { status, body } = await program.post(url, { flow: "incident", args }, uuid());
    expect(status).toBe(409);
    expect(body.outcome.kind).toBe("returned");
  }
  for (const query of [
    "flow=x",
    "limit=0",
    "limit=201",
    "updatedSince=x",
    "updatedSince=9e99",
    "after=x",
    "after=WzEsMl0",
    "groupId=1",
    "stage=a&stage=b",
  ]) {
    const { status, body } = await program.get(`${url}?${query}`);
    expect([query, status, body.code]).toEqual([query, 400, "input.malformed"]);
  }
  expect(await program.get("/events?after=WzEsMl0")).toMatchObject({
    status: 400,
    body: { fields: ["after"] },
  });
});

test("who asks too often, or tries keys, is told when to ask again", async () => {
  const busy = await createProgram(desk, { name: "busy" });
  while ((await apiLimit.consume(busy.keyId)) === 0);
  const answer = await busy.get("/tickets");
  expect(answer).toMatchObject({ status: 429, body: { code: "rate.limited" } });
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  while ((await wrongKeyLimit.consume("unknown")) === 0);
  expect(await program.get("/tickets")).toMatchObject({ status: 429 });
  await wrongKeyLimit.forget("unknown");
  expect((await program.get("/tickets")).status).toBe(200);
});

test("phones still number their own: what a key sends changes nothing for them", async () => {
  const phone = createPhone(desk.lead);
  const { results } = await push(
    desk.database,
    pushOf(phone, [openIncident(desk, phone), openIncident(desk, phone)]),
  );
  expect(results.map(({ seq }) => seq)).toEqual([1, 2]);
});

test("what phones send is judged as before: the library, which switches coercion on, has schemas of its own", () => {
  expect(argShape.until.safeParse("5").success).toBe(false);
  expect(argShape.restricted.safeParse("false").success).toBe(false);
});
