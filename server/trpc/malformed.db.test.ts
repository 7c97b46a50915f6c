import { afterAll, beforeAll, expect, test } from "vitest";
import { requestLimit } from "../auth/rate";
import { createDesk, createPhone, type Desk, openIncident, uuid } from "../testing/desk";
import { type Browser, createBrowser, createTestAuth, givePassword, origin, signIn } from "../testing/http";

/** Hundreds of requests, on a machine that does other things too. */
const patienceMs = 60_000;

let desk: Desk;
let browser: Browser;

beforeAll(async () => {
  desk = await createDesk();
  const auth = createTestAuth(desk.database);
  await givePassword(desk.database, [desk.engineer]);
  const { cookie } = await signIn(auth, "engineer@desk.example");
  browser = createBrowser(desk.database, auth, cookie);
});
afterAll(() => desk.end());

async function countAll() {
  const { database: on } = desk;
  const value = Number((await on.syncCounter.findUniqueOrThrow({ where: { id: 1 } })).value);
  return [value, await on.syncClient.count(), await on.ticket.count(), await on.actionOutcome.count()];
}

const hostile: readonly unknown[] = [
  null,
  0,
  -1,
  1.5,
  1e308,
  9_007_199_254_740_992,
  "",
  "x",
  "\u0000",
  "\ud800",
  "'; DROP TABLE ticket; --",
  "x".repeat(50_000),
  true,
  [],
  [null],
  {},
  { toString: "x", constructor: null },
];

test(
  "[S2] no value in any field of a push is a failure: it is refused or has an outcome",
  async () => {
    const phone = createPhone(desk.engineer);
    const good = openIncident(desk, phone);
    const fields = [...Object.keys(good), "__proto__"];
    for (const field of fields) {
      for (const value of hostile) {
        const clientId = uuid();
        const action = { ...good, clientId, actionId: uuid(), ticketId: uuid(), [field]: value };
        const before = await countAll();
        const answer = await browser.post("sync.push", {
          accountId: desk.engineer,
          clientId,
          actions: [action],
        });
        expect([200, 400]).toContain(answer.status);
        if (answer.status === 400) {
          expect(answer.genba).toBe("input.malformed");
          expect(await countAll()).toEqual(before);
        }
      }
    }
  },
  patienceMs,
);

test(
  "no value in any field of a pull, a page, a report of what was read, a question about files or a setting is a failure",
  async () => {
    const accountId = desk.engineer;
    const clientId = uuid();
    const right = {
      "sync.pull": { accountId, clientId, epoch: uuid(), cursor: 0, scopeHash: "", fromSeq: 0 },
      "sync.page": { accountId, clientId, position: { lane: 1, after: uuid() } },
      "inbox.read": { accountId, ids: [uuid()] },
      "calendar.link.renew": { accountId },
      "calendar.link.remove": { accountId },
      "attachments.states": { accountId, ids: [uuid()] },
      "notify.saveSetting": { accountId, push: true, mail: true, quiet: { from: 1, until: 2, zone: "UTC" } },
    };
    for (const [path, request] of Object.entries(right)) {
      for (const field of Object.keys(request)) {
        for (const value of hostile) {
          const answer = await browser.post(path, { ...request, [field]: value });
          expect([200, 400]).toContain(answer.status);
        }
      }
    }
  },
  patienceMs,
);

test(
  "no value in any field of a question about the plots is a failure",
  async () => {
    const filter = { accountId: desk.engineer, period: { days: 7 }, groupId: null, flow: "all" };
    const right = {
      "plots.open": filter,
      "plots.offline": { ...filter, period: { from: "2026-01-01", until: "2026-01-02" } },
      "plots.tickets": {
        ...filter,
        of: { kind: "open", stage: null, days: 1 },
        after: { at: 1, id: uuid() },
      },
    };
    const wrong = [
      ...hostile,
      { days: 8 },
      { from: "2026-02-30", until: "2026-03-01" },
      { kind: "open", days: -1 },
    ];
    for (const [path, request] of Object.entries(right)) {
      await requestLimit.forget(desk.engineer);
      for (const field of Object.keys(request)) {
        for (const value of wrong) {
          const answer = await browser.get(path, { ...request, [field]: value });
          expect([200, 400, 409]).toContain(answer.status);
        }
      }
    }
  },
  patienceMs,
);

test.each([
  ["not JSON", "{", 400],
  ["nothing", "", 400],
  ["nested beyond any use", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, 400],
  ["too many actions", JSON.stringify({ actions: Array(101).fill({}) }), 400],
  ["more than a megabyte", JSON.stringify({ pad: "x".repeat(1_000_001) }), 413],
])("a body that is %s is refused", async (_name, body, status) => {
  const answer = await browser.post("sync.push", body);
  expect(answer.status).toBe(status);
  expect(answer.genba).toBe(status === 413 ? "body.tooLarge" : "input.malformed");
});

test("a body that hides its length is cut off", async () => {
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(100_000).fill(0x20));
    },
  });
  const request = new Request(`${origin}/api/trpc/sync.push`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: browser.cookie, origin },
    body: endless,
    duplex: "half",
  } as RequestInit);
  expect(await browser.send(request)).toMatchObject({ status: 413, genba: "body.tooLarge" });
});

test("multipart and plain text, which need no preflight, are refused", async () => {
  for (const type of ["multipart/form-data; boundary=x", "text/plain", "application/x-www-form-urlencoded"]) {
    const answer = await browser.post("sync.push", "{}", { "content-type": type });
    expect(answer).toMatchObject({ status: 400, genba: "input.malformed" });
  }
});

test("[C5] an app too old may push, but not read", async () => {
  const old = { "x-genba-protocol": "0" };
  const accountId = desk.engineer;
  const clientId = uuid();
  const page = await browser.post("sync.page", { accountId, clientId, position: null }, old);
  expect(page).toMatchObject({ status: 426, genba: "app.tooOld" });
  expect((await browser.post("sync.push", { accountId, clientId, actions: [] }, old)).status).toBe(200);
});

test("a client of another account is refused at push, pull and page, and its numbering is untouched", async () => {
  const clientId = uuid();
  await desk.database.syncClient.create({ data: { id: clientId, accountId: desk.colleague, lastSeq: 4 } });
  const accountId = desk.engineer;
  const pull = { accountId, clientId, epoch: uuid(), cursor: 0, scopeHash: "", fromSeq: 0 };
  const refused = { status: 403, genba: "client.foreign" };
  expect(await browser.post("sync.push", { accountId, clientId, actions: [] })).toMatchObject(refused);
  expect(await browser.post("sync.pull", pull)).toMatchObject(refused);
  expect(await browser.post("sync.page", { accountId, clientId, position: null })).toMatchObject(refused);
  expect((await desk.database.syncClient.findUniqueOrThrow({ where: { id: clientId } })).lastSeq).toBe(4);
});
