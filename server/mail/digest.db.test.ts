/** The daily digest: when it goes out, once, and what it says. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccountId } from "../../core/ids";
import type { DigestTime } from "../../core/notify/digest-time";
import type { Ticket } from "../../core/tickets/ticket";
import { saveSetting } from "../notify/setting";
import { createDesk, type Desk } from "../testing/desk";
import { type ReadMail, readMail } from "../testing/mail-reader";
import { storeDevice, storeEntry } from "../testing/outbox";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { sendDigests } from "./digest";
import type { PostAnswer } from "./post";

let desk: Desk;
let mails: (ReadMail & { readonly to: string })[];
let answer: PostAnswer;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());
beforeEach(async () => {
  const { database } = desk;
  await database.outbox.deleteMany();
  await database.notifySetting.deleteMany();
  await database.pushSubscription.deleteMany();
  await database.ticket.deleteMany();
  mails = [];
  answer = { kind: "taken" };
});

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const eight: DigestTime = { at: 8 * 60, zone: "Asia/Taipei" };
const wall = (text: string) => Date.parse(`${text}+08:00`);
/** The evening before. */
const evening = wall("2026-11-25T20:00");

const want = (digest: DigestTime | null, accountId: AccountId = desk.engineer, now = evening) =>
  saveSetting(desk.database, accountId, { push: true, mail: false, quiet: null, digest }, now);
const said: string[] = [];
/** The answer is how many were sent; the clock stands still meanwhile. */
const send = (now: number) =>
  sendDigests(desk.database, {
    now: () => now,
    log: (line) => void said.push(line),
    post: async ({ to, raw }) => {
      if (answer.kind === "taken") mails.push({ to, ...readMail(raw) });
      return answer;
    },
    settings: { from: { name: "", address: "desk@desk.example" }, origin: "https://desk.example.org" },
    random: () => 0.5,
  });
const hold = (given: Partial<Ticket> = {}) =>
  storeTicket(desk.database, ticketOf(desk, { stage: "handle", holderId: desk.engineer, ...given }));

test("it goes out at the person's time, once, however many look and whenever they start again", async () => {
  await hold();
  await want(eight);
  expect(await send(wall("2026-11-26T07:59:59"))).toBe(0);
  const now = wall("2026-11-26T08:00:05");
  const looks = await Promise.all([1, 2, 3, 4].map(() => send(now)));
  expect(looks.reduce((sum, count) => sum + count, 0)).toBe(1);
  for (const after of [minuteMs, hourMs, 23 * hourMs]) expect(await send(now + after)).toBe(0);
  expect(await send(wall("2026-11-27T08:00:05"))).toBe(1);
  expect(mails.map(({ to, headers }) => [to, headers["message-id"]])).toEqual([
    ["engineer@desk.example", `<digest.${desk.engineer}.2026-11-26@desk.example>`],
    ["engineer@desk.example", `<digest.${desk.engineer}.2026-11-27@desk.example>`],
  ]);
});

test("many of them are each sent once by many processes", async () => {
  const { database } = desk;
  const count = 40;
  const people = Array.from({ length: count }, (_, n) => ({
    name: `p${n}`,
    email: `p${n}@many.example`,
    role: "agent",
  }));
  const accounts = await database.account.createManyAndReturn({ data: people });
  for (const { id } of accounts) {
    await hold({ holderId: id as AccountId });
    await want(eight, id as AccountId);
  }
  const looks = await Promise.all(Array.from({ length: 8 }, () => send(wall("2026-11-26T08:00"))));
  expect(looks.reduce((sum, sent) => sum + sent, 0)).toBe(count);
  expect(mails.map(({ to }) => to).sort()).toEqual(people.map(({ email }) => email).sort());
});

test("across the night in which the clocks are moved it stays at its time on the wall", async () => {
  await hold();
  await want({ at: 8 * 60, zone: "Europe/Berlin" }, desk.engineer, Date.parse("2026-10-23T12:00+02:00"));
  expect(await send(Date.parse("2026-10-24T08:00+02:00"))).toBe(1);
  // Twenty-five hours to the next.
  expect(await send(Date.parse("2026-10-25T07:59+01:00"))).toBe(0);
  expect(await send(Date.parse("2026-10-25T08:00+01:00"))).toBe(1);
});

test("a time that the clocks pass twice sends one", async () => {
  await hold();
  await want({ at: 2 * 60 + 30, zone: "Europe/Berlin" }, desk.engineer, Date.parse("2026-10-24T12:00+02:00"));
  expect(await send(Date.parse("2026-10-25T02:30+02:00"))).toBe(1);
  expect(await send(Date.parse("2026-10-25T02:30+01:00"))).toBe(0);
  expect(await send(Date.parse("2026-10-26T02:30+01:00"))).toBe(1);
});

test("missed while the desk was down, it is late by a few hours or left out, and the next day has its own", async () => {
  await hold();
  await want(eight);
  expect(await send(wall("2026-11-26T10:30"))).toBe(1);
  expect(await send(wall("2026-11-27T11:30"))).toBe(0);
  expect(await send(wall("2026-11-27T23:00"))).toBe(0);
  expect(await send(wall("2026-11-28T08:01"))).toBe(1);
});

test("moved to a later hour of a day that has had its own, it begins with the next day", async () => {
  await hold();
  await want(eight);
  await send(wall("2026-11-26T08:01"));
  await want({ ...eight, at: 9 * 60 }, desk.engineer, wall("2026-11-26T08:30"));
  expect(await send(wall("2026-11-26T09:01"))).toBe(0);
  expect(await send(wall("2026-11-27T09:01"))).toBe(1);
});

test("another choice that is saved while it is due does not lose it; none wanted, none sent", async () => {
  await hold();
  await want(eight);
  await want(eight, desk.engineer, wall("2026-11-26T08:00:02"));
  expect(await send(wall("2026-11-26T08:00:05"))).toBe(1);
  await want(null, desk.engineer, wall("2026-11-26T12:00"));
  expect(await send(wall("2026-11-27T08:01"))).toBe(0);
});

test("a process that ends while it sends: another takes it up after the lease, as the same message", async () => {
  await hold();
  await want(eight);
  const now = wall("2026-11-26T08:00");
  void sendDigests(desk.database, {
    now: () => now,
    log: () => {},
    // Never heard of again.
    post: () => new Promise(() => {}),
    settings: { from: { name: "", address: "desk@desk.example" }, origin: "https://desk.example.org" },
    random: () => 0.5,
  });
  while ((await desk.database.notifySetting.count({ where: { digestLeaseUntil: { not: null } } })) === 0);
  expect(await send(now + minuteMs)).toBe(0);
  expect(await send(now + 3 * minuteMs)).toBe(1);
  expect(mails[0]?.headers["message-id"]).toContain("2026-11-26");
});

test("with the mail server away it is tried again for a few hours, then left out", async () => {
  await hold();
  await want(eight);
  answer = { kind: "away", error: "ESOCKET", alarm: null };
  const due = wall("2026-11-26T08:00");
  expect(await send(due)).toBe(0);
  expect(await send(due + hourMs)).toBe(0);
  answer = { kind: "taken" };
  expect(await send(due + hourMs + 5_000)).toBe(0);
  expect(await send(due + 2 * hourMs)).toBe(1);
  answer = { kind: "away", error: "ESOCKET", alarm: null };
  await send(wall("2026-11-27T08:00"));
  answer = { kind: "taken" };
  expect(await send(wall("2026-11-27T12:00"))).toBe(0);
});

test("nothing to say is no mail, and so is a person who is gone", async () => {
  await want(eight);
  await want(eight, desk.lead);
  await hold({ holderId: desk.lead });
  await desk.database.account.update({ where: { id: desk.lead }, data: { active: false } });
  expect(await send(wall("2026-11-26T08:00"))).toBe(0);
  await desk.database.account.update({ where: { id: desk.lead }, data: { active: true } });
});

test("it says what waits for one's vote, what one holds by priority, what is unassigned and what is unread", async () => {
  const review: Ticket["review"] = {
    stage: "preLaunchReview",
    rule: { kind: "any" },
    reviewers: [{ accountId: desk.lead, insteadOf: null, vote: null }],
  };
  const change = { reviewGroupId: desk.networkGroup } as never;
  const asked = await storeTicket(
    desk.database,
    ticketOf(desk, {
      flow: "normal",
      stage: "preLaunchReview",
      review,
      change,
      priority: null,
      title: "換電源",
    }),
  );
  const low = await hold({ holderId: desk.lead, priority: "P4", title: "螢幕閃爍" });
  const high = await hold({ holderId: desk.lead, priority: "P1", title: "<b>漏水</b>" });
  const secret = await hold({
    holderId: desk.lead,
    priority: "P2",
    title: "secret project",
    restricted: true,
  });
  const free = await storeTicket(desk.database, ticketOf(desk, { stage: "assign", title: "沒人接" }));
  const elsewhere = { stage: "assign", assignedGroupId: desk.networkGroup, title: "別組" } as const;
  await storeTicket(desk.database, ticketOf(desk, elsewhere));
  await hold({ holderId: desk.lead, stage: "closed", outcome: "resolved", title: "關了" });
  await storeEntry(desk.database, free, desk.lead);
  const seen = await storeEntry(desk.database, free, desk.lead);
  await desk.database.outbox.update({ where: { id: seen }, data: { readAt: new Date() } });
  await want(eight, desk.lead);
  await send(wall("2026-11-26T08:00"));
  const [mail] = mails;
  expect(mail?.headers.subject).toBe("今日摘要 2026-11-26");
  const titles = mail?.text.split(/\r?\n/).filter((line) => /\d (件|則)$/.test(line));
  expect(titles).toEqual(["等你審核 1 件", "你承辦的 3 件", "你的組還沒有指派的 1 件", "還沒看的通知 1 則"]);
  const links = [...(mail?.text.matchAll(/\/tickets\/([0-9a-f-]{36})/g) ?? [])].map(([, id]) => id);
  expect(links).toEqual([asked.id, high.id, secret.id, low.id, free.id]);
  expect(mail?.text).toContain("P1 · <b>漏水</b> · 處理關卡");
  expect(mail?.html).toContain("&lt;b&gt;漏水&lt;/b&gt;");
  expect(mail?.text).toContain("https://desk.example.org/inbox");
  for (const other of ["secret project", "別組", "關了"])
    expect(`${mail?.text}${mail?.html}`).not.toContain(other);
});

test("a member is not told what is unassigned, and a long list says how much more there is", async () => {
  await storeTicket(desk.database, ticketOf(desk, { stage: "assign" }));
  for (let count = 0; count < 23; count += 1) await hold();
  const device = await storeDevice(desk.database, desk.engineer);
  await desk.database.pushSubscription.update({ where: { id: device }, data: { locale: "en" } });
  await want(eight);
  await send(wall("2026-11-26T08:00"));
  const [mail] = mails;
  expect(mail?.text).toContain("23 in your hands");
  expect(mail?.text).toContain("and 3 more");
  expect(mail?.text.match(/\/tickets\//g)).toHaveLength(20);
  expect(mail?.text).not.toContain("unassigned");
});

test("a round that lasts longer than a lease sends each once, though another process looks meanwhile", async () => {
  const people = [desk.engineer, desk.colleague, desk.lead, desk.networkEngineer];
  for (const person of people) {
    await hold({ holderId: person });
    await want(eight, person);
  }
  let now = wall("2026-11-26T08:00");
  const taken: string[] = [];
  const round = (): Promise<number> =>
    sendDigests(desk.database, {
      now: () => now,
      log: () => {},
      random: () => 0.5,
      settings: { from: { name: "", address: "desk@desk.example" }, origin: "https://desk.example.org" },
      post: async ({ to }) => {
        // Slow, and in the middle of it another process looks.
        now += 40_000;
        taken.push(to);
        if (taken.length === 3) await round();
        return { kind: "taken" };
      },
    });
  await round();
  expect(taken).toHaveLength(people.length);
  expect(new Set(taken).size).toBe(people.length);
});
