/** The whole way: a notice in the database to a mail at an SMTP server, and every way it may fail. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { AccountId } from "../core/ids";
import type { Ticket } from "../core/tickets/ticket";
import { mailAttemptsMax } from "../server/mail/rest";
import { listUndelivered, retryUndelivered } from "../server/outbox/undelivered";
import { push } from "../server/sync/push";
import { createDesk, createPhone, type Desk, pushOf } from "../server/testing/desk";
import { passMailTime, storeDevice, storeEntry } from "../server/testing/outbox";
import { type SmtpServer, startSmtpServer } from "../server/testing/smtp-server";
import { storeTicket, ticketOf } from "../server/testing/ticket-row";
import { until } from "../server/testing/until";
import { type Mail, startMail } from "./mail";

vi.setConfig({ testTimeout: 30_000 });

const origin = "https://desk.example.org";
let desk: Desk;
let server: SmtpServer;
let running: Mail[] = [];
const lines: string[] = [];

beforeAll(async () => {
  desk = await createDesk();
});
beforeEach(async () => {
  server = await startSmtpServer();
});
afterEach(async () => {
  // First: what still waits for an answer need not be waited for.
  await server.stop();
  await Promise.all(running.map((mail) => mail.stop()));
  running = [];
  lines.length = 0;
  await desk.database.outbox.deleteMany();
  await desk.database.pushSubscription.deleteMany();
});
afterAll(() => desk.end());

interface Start {
  readonly silenceMs?: number;
  readonly login?: { readonly user: string; readonly password: string };
}
function start({ silenceMs = 5_000, login }: Start = {}): Mail {
  const mail = startMail({
    database: desk.database,
    settings: {
      from: { name: "Genba 現場", address: "desk@desk.example" },
      origin,
      smtp: { host: "127.0.0.1", port: server.port, secure: false, login: login ?? null },
      folder: "/nowhere",
    },
    log: (line) => lines.push(line),
    everyMs: 20,
    timeouts: { connectMs: 5_000, greetingMs: 5_000, silenceMs, totalMs: 20_000 },
  });
  running.push(mail);
  return mail;
}

async function assign(given: Partial<Ticket> = {}, to: AccountId = desk.engineer) {
  const ticket = await storeTicket(
    desk.database,
    ticketOf(desk, { stage: "handle", holderId: to, title: "B2 機房漏水", ...given }),
  );
  return { ticket, entry: await storeMail(ticket, to) };
}
async function storeMail(ticket: Ticket, to: AccountId = desk.engineer): Promise<string> {
  const id = await storeEntry(desk.database, ticket, to);
  await desk.database.outbox.update({ where: { id }, data: { mailDueAt: new Date(Date.now() - 1_000) } });
  return id;
}
const readEntry = (id: string) => desk.database.outbox.findUniqueOrThrow({ where: { id } });

type Entry = Awaited<ReturnType<typeof readEntry>>;
const untilEntry = (id: string, isDone: (entry: Entry) => boolean) => until(() => readEntry(id), isDone);

test("[S5] a notice that nobody opened is mailed in the words of its push, with a link to its ticket", async () => {
  const { ticket, entry } = await assign({ priority: "P1" });
  start();
  const [mail] = await server.waitForMails(1);
  expect(mail).toMatchObject({
    to: "engineer@desk.example",
    headers: {
      from: "Genba 現場 <desk@desk.example>",
      to: "engineer <engineer@desk.example>",
      subject: `指派給你處理 · INC-${String(ticket.number).padStart(6, "0")}`,
      "message-id": `<${entry}@desk.example>`,
      references: `<ticket.${ticket.id}@desk.example>`,
      "auto-submitted": "auto-generated",
    },
  });
  expect(mail?.text).toContain("P1 · B2 機房漏水\r\n由 陳柏翰\r\n");
  expect(mail?.text).toContain(`${origin}/tickets/${ticket.id}`);
  expect(mail?.html).toContain(`href="${origin}/tickets/${ticket.id}"`);
  const stored = await untilEntry(entry, ({ mailedAt }) => mailedAt !== null);
  expect(stored).toMatchObject({ mailDueAt: null, mailAttempts: 1, mailError: null });
  expect(server.mails).toHaveLength(1);
});

test("who uses the app in English reads English, by the newest device; a restricted ticket keeps its title", async () => {
  await assign({ restricted: true, title: "secret project" });
  const device = await storeDevice(desk.database, desk.engineer);
  const older = await storeDevice(desk.database, desk.engineer);
  await desk.database.pushSubscription.update({ where: { id: device }, data: { locale: "en" } });
  await desk.database.pushSubscription.update({ where: { id: older }, data: { createdAt: new Date(0) } });
  start();
  const [mail] = await server.waitForMails(1);
  expect(mail?.headers.subject).toContain("Assigned to you");
  expect(mail?.html).toContain('<html lang="en">');
  expect(`${mail?.headers.subject}${mail?.text}${mail?.html}`).not.toContain("secret project");
});

test("everything that is due for a person is one mail, and nobody else's", async () => {
  const first = await assign();
  const second = await assign();
  const other = await assign({}, desk.colleague);
  start();
  const mails = await server.waitForMails(2);
  await untilEntry(first.entry, ({ mailedAt }) => mailedAt !== null);
  await untilEntry(other.entry, ({ mailedAt }) => mailedAt !== null);
  expect(mails).toHaveLength(2);
  const mine = mails.find(({ to }) => to === "engineer@desk.example");
  expect(mine?.headers.subject).toBe("2 則通知");
  expect(mine?.headers.references).toBeUndefined();
  for (const { ticket } of [first, second]) expect(mine?.text).toContain(`${origin}/tickets/${ticket.id}`);
  expect(mine?.text).not.toContain(other.ticket.id);
});

test("several notices about one ticket are one mail in that ticket's conversation", async () => {
  const { ticket } = await assign();
  await storeMail(ticket);
  start();
  const [mail] = await server.waitForMails(1);
  expect(mail?.headers).toMatchObject({
    subject: "2 則通知",
    references: `<ticket.${ticket.id}@desk.example>`,
  });
});

test("read meanwhile, no longer worth saying, or not here any more: nothing is sent", async () => {
  const read = await assign();
  await desk.database.outbox.update({ where: { id: read.entry }, data: { readAt: new Date() } });
  const moved = await assign();
  await desk.database.ticket.update({ where: { id: moved.ticket.id }, data: { holderId: desk.colleague } });
  const gone = await assign({}, desk.networkEngineer);
  await desk.database.account.update({ where: { id: desk.networkEngineer }, data: { active: false } });
  const mail = start();
  for (const { entry } of [read, moved, gone]) {
    const stored = await untilEntry(entry, ({ mailDueAt }) => mailDueAt === null);
    expect(stored).toMatchObject({ mailedAt: null, mailError: null });
  }
  expect(server.commands).toEqual([]);
  expect(mail.takeTally()).toMatchObject({ sent: 0, obsolete: 2 });
  await desk.database.account.update({ where: { id: desk.networkEngineer }, data: { active: true } });
});

test("what is not due yet waits", async () => {
  const { entry } = await assign();
  const dueAt = new Date(Date.now() + 60_000);
  await desk.database.outbox.update({ where: { id: entry }, data: { mailDueAt: dueAt } });
  const { entry: due } = await assign();
  start();
  await untilEntry(due, ({ mailedAt }) => mailedAt !== null);
  expect(await readEntry(entry)).toMatchObject({ mailDueAt: dueAt, mailAttempts: 0 });
  expect(server.mails).toHaveLength(1);
});

test("[S5] several processes send each mail once", async () => {
  const people = [
    desk.engineer,
    desk.colleague,
    desk.lead,
    desk.networkLead,
    desk.networkEngineer,
    desk.admin,
  ];
  const entries = await Promise.all(people.flatMap((person) => [assign({}, person), assign({}, person)]));
  for (const _process of [1, 2, 3, 4]) start();
  await until(
    () => desk.database.outbox.count({ where: { mailedAt: { not: null } } }),
    (count) => count === entries.length,
  );
  const told = server.mails.flatMap(({ text }) => text.match(/tickets\/[0-9a-f-]{36}/g) ?? []);
  expect(told.sort()).toEqual(entries.map(({ ticket }) => `tickets/${ticket.id}`).sort());
});

test("[S5] a process that ends between send and mark: the next one sends the same message, and nothing else in it", async () => {
  const { entry } = await assign();
  const { entry: second } = await assign();
  // Taken by the server, and never heard of here.
  server.setMode({ kind: "hangs", at: "message" });
  start({ silenceMs: 10_000 });
  const [first] = await server.waitForMails(1);
  expect(await readEntry(entry)).toMatchObject({ mailedAt: null, mailAttempts: 1 });
  const later = await assign();
  server.setMode({ kind: "takes" });
  await passMailTime(desk.database);
  start();
  await untilEntry(later.entry, ({ mailedAt }) => mailedAt !== null);
  const stored = await untilEntry(entry, ({ mailedAt }) => mailedAt !== null);
  expect(stored.mailAttempts).toBe(2);
  const [, ...others] = server.mails;
  const again = others.filter(({ headers }) => headers["message-id"] === first?.headers["message-id"]);
  expect(again).toHaveLength(1);
  expect(again[0]).toMatchObject({ text: first?.text, headers: { subject: first?.headers.subject } });
  const other = others.find(({ text }) => text.includes(later.ticket.id));
  expect(other?.headers["message-id"]).toBe(`<${later.entry}@desk.example>`);
  expect([entry, second].map((id) => `<${id}@desk.example>`)).toContain(first?.headers["message-id"]);
});

test("a recipient that there is not is dead with the server's reason, and no other's", async () => {
  const { entry } = await assign();
  const { entry: other } = await assign({}, desk.colleague);
  const reply = "550 5.1.1 no such\tuser";
  server.setMode({ kind: "says", at: "recipient", to: "engineer@desk.example", reply });
  const mail = start();
  const dead = await untilEntry(entry, ({ mailDueAt }) => mailDueAt === null);
  expect(dead).toMatchObject({ mailedAt: null, mailError: "EENVELOPE 550 5.1.1 no such user" });
  await untilEntry(other, ({ mailedAt }) => mailedAt !== null);
  expect(mail.takeTally()).toMatchObject({ sent: 1, dead: 1 });
  // Listed beside what devices did not take; sent again when an administrator says so.
  const page = await listUndelivered(desk.database);
  expect(page).toMatchObject({ count: 1, items: [{ outboxId: entry, subscriptionId: null }] });
  expect(page.items[0]?.error).toContain("no such user");
  server.setMode({ kind: "takes" });
  expect(await retryUndelivered(desk.database, page.items)).toBe(1);
  await untilEntry(entry, ({ mailedAt }) => mailedAt !== null);
  expect(await retryUndelivered(desk.database, page.items)).toBe(0);
});

test("a mail for another time backs off, may join others then, and is dead after its last attempt", async () => {
  const { entry } = await assign();
  server.setMode({ kind: "says", at: "recipient", reply: "450 4.2.1 greylisted" });
  start();
  const waiting = await untilEntry(entry, ({ mailError }) => mailError !== null);
  expect(waiting).toMatchObject({ mailedAt: null, mailAttempts: 1, mailId: null });
  const waitsMs = (waiting.mailDueAt?.getTime() ?? 0) - Date.now();
  expect(waitsMs).toBeGreaterThan(10_000);
  expect(waitsMs).toBeLessThanOrEqual(30_500);
  await desk.database.outbox.update({ where: { id: entry }, data: { mailAttempts: mailAttemptsMax - 1 } });
  await passMailTime(desk.database);
  const dead = await untilEntry(entry, ({ mailDueAt }) => mailDueAt === null);
  expect(dead).toMatchObject({ mailedAt: null, mailAttempts: mailAttemptsMax });
  expect(dead.mailError).toContain("450 4.2.1 greylisted");
});

test("a refused login alarms once, costs nothing an attempt and loses nothing", async () => {
  const entries = [await assign(), await assign({}, desk.colleague)].map(({ entry }) => entry);
  server.setMode({ kind: "says", at: "login", reply: "535 5.7.8 aHVudGVyMg==" });
  const login = { user: "desk", password: "hunter2" };
  const refused = start({ login });
  for (const entry of entries) {
    const stored = await untilEntry(entry, ({ mailError }) => mailError !== null);
    expect(stored).toMatchObject({ mailedAt: null, mailAttempts: 0, mailError: "EAUTH 535" });
    expect(stored.mailDueAt).not.toBeNull();
  }
  const asked = server.commands.length;
  await passMailTime(desk.database);
  await new Promise((resolve) => setTimeout(resolve, 200));
  // It rests: an account that is refused again and again is locked.
  expect(server.commands.length).toBe(asked);
  expect(lines.filter((line) => line.startsWith("ALARM"))).toEqual([
    expect.stringContaining("refuses the login, check GENBA_SMTP_URL"),
  ]);
  expect(lines.join("\n")).not.toMatch(/hunter2|aHVudGVyMg/);
  await refused.stop();
  server.setMode({ kind: "takes" });
  start({ login });
  for (const entry of entries) await untilEntry(entry, ({ mailedAt }) => mailedAt !== null);
});

test("what an action itself wrote is mailed when its quarter of an hour is over", async () => {
  const ticket = await storeTicket(desk.database, ticketOf(desk, { stage: "assign" }));
  const lead = createPhone(desk.lead);
  const assigning = lead.act({
    type: "assignHandler",
    ticketId: ticket.id,
    args: { personId: desk.engineer },
  });
  await push(desk.database, pushOf(lead, [assigning]));
  const { id, mailDueAt, createdAt } = await desk.database.outbox.findFirstOrThrow({
    where: { ticketId: ticket.id },
  });
  const waitsMs = (mailDueAt?.getTime() ?? 0) - createdAt.getTime();
  expect(Math.abs(waitsMs - 15 * 60_000)).toBeLessThan(1_000);
  start();
  await passMailTime(desk.database);
  await untilEntry(id, ({ mailedAt }) => mailedAt !== null);
  expect(server.mails).toMatchObject([{ to: "engineer@desk.example" }]);
});
