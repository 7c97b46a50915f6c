/** The private link (docs/decisions/0044-change-calendar.md): who has it reads what its owner may see now, and nobody else does. */
import ICAL from "ical.js";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { AccountId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { feedAddressLimit, feedLimit, wrongFeedLimit } from "../auth/rate";
import type { Database } from "../db";
import { createDesk, type Desk } from "../testing/desk";
import { emptyChange, storeTicket, ticketOf } from "../testing/ticket-row";
import { readLink, removeLink, renewLink } from "./feed-links";
import { answerFeed } from "./handle-feed";
import { aheadDays, pastDays } from "./read-feed";

const dayMs = 86_400_000;
const now = Date.now();
const origin = "https://desk.example";
const address = "203.0.113.7";
let desk: Desk;
const desks: Desk[] = [];
beforeEach(async () => {
  desk = await createDesk();
  desks.push(desk);
  for (const limit of [feedAddressLimit, wrongFeedLimit]) await limit.forget(address);
});
afterAll(async () => {
  for (const one of desks) await one.end();
});

const change = (from: number, more: Partial<Ticket> = {}) =>
  storeTicket(
    desk.database,
    ticketOf(desk, {
      flow: "normal",
      stage: "scheduled",
      openerId: desk.lead,
      change: { ...emptyChange, window: { from, until: from + 3_600_000 } },
      ...more,
    }),
  );
const linkOf = async (id: AccountId) => (await renewLink(desk.database, id, now)).path;
const fetchFeed = (path: string, headers: Record<string, string> = {}, on: Database = desk.database) =>
  answerFeed(
    new Request(`http://localhost:3000${path}`, { headers: { "x-forwarded-for": address, ...headers } }),
    on,
    origin,
    now,
  );
async function uidsOf(path: string): Promise<readonly string[]> {
  const answer = await fetchFeed(path);
  expect(answer.status).toBe(200);
  const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
  return calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event).uid);
}
const uid = ({ id }: Ticket) => `change-${id}@genba`;

test("what its owner may see now, from a month ago to a year ahead, and blackouts", async () => {
  const path = await linkOf(desk.engineer);
  const soon = await change(now + dayMs);
  const mine = await change(now - (pastDays - 1) * dayMs);
  await change(now - (pastDays + 1) * dayMs);
  await change(now + (aheadDays + 1) * dayMs);
  const restricted = { restricted: true, assignedGroupId: desk.networkGroup, openerId: desk.networkLead };
  const hidden = await change(now + 2 * dayMs, restricted);
  const span = { from: new Date(now + 3 * dayMs), until: new Date(now + 4 * dayMs) };
  const { id } = await desk.database.blackout.create({ data: { name: "結帳", ...span } });
  expect(await uidsOf(path)).toEqual([uid(mine), uid(soon), `blackout-${id}@genba`]);
  expect(await uidsOf(await linkOf(desk.networkEngineer))).toContain(uid(hidden));
  await desk.database.membership.create({
    data: { groupId: desk.networkGroup, accountId: desk.engineer, role: "member" },
  });
  // Rights of this moment, whatever they were when the link was made.
  expect(await uidsOf(path)).toContain(uid(hidden));
});

test("the text is a calendar's, for its owner alone, and is not sent twice", async () => {
  await change(now + dayMs);
  const path = await linkOf(desk.engineer);
  const answer = await fetchFeed(path);
  expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
  expect(answer.headers.get("cache-control")).toMatch(/^private, max-age=\d{1,3}$/);
  const etag = answer.headers.get("etag") ?? "";
  const again = await fetchFeed(path, { "if-none-match": `W/${etag}, "x"` });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  await change(now + 2 * dayMs);
  expect((await fetchFeed(path, { "if-none-match": etag })).status).toBe(200);
});

test("renewed, taken back, deactivated, mistyped and never made are one answer", async () => {
  const old = await linkOf(desk.engineer);
  const path = await linkOf(desk.engineer);
  const leaving = await linkOf(desk.colleague);
  const takenBack = await linkOf(desk.lead);
  await removeLink(desk.database, desk.lead);
  expect(await readLink(desk.database, desk.lead)).toEqual({ createdAt: null });
  expect(await readLink(desk.database, desk.engineer)).toEqual({ createdAt: now });
  expect((await fetchFeed(leaving)).status).toBe(200);
  await desk.database.account.update({ where: { id: desk.colleague }, data: { active: false } });
  const wrong = [
    old,
    leaving,
    takenBack,
    `/api/calendar/${"x".repeat(43)}.ics`,
    "/api/calendar/x.ics",
    `/api/calendar/${"%".repeat(43)}.ics`,
    path.replace(".ics", ""),
    path.replace("/calendar/", "/calendar//"),
  ];
  const answers = await Promise.all(
    wrong.map(async (one) => {
      const answer = await fetchFeed(one);
      return JSON.stringify([answer.status, [...answer.headers], await answer.text()]);
    }),
  );
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain("[404,");
  expect((await fetchFeed(path)).status).toBe(200);
});

test("only a hash of it is kept", async () => {
  const path = await linkOf(desk.engineer);
  const [, secret = ""] = /([\w-]{43})\.ics$/.exec(path) ?? [];
  expect(secret).toHaveLength(43);
  const rows = await desk.database.$queryRawUnsafe<{ readonly text: string }[]>(
    "SELECT calendar_feed::text AS text FROM calendar_feed",
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.text).not.toContain(secret);
});

test("who tries links is slowed down by their address, and so is one link", async () => {
  const path = await linkOf(desk.engineer);
  const ask = async (count: number, one: string) => {
    const answers: number[] = [];
    for (let index = 0; index < count; index += 1) answers.push((await fetchFeed(one)).status);
    return answers;
  };
  const tried = await ask(61, "/api/calendar/x.ics");
  expect([tried[59], tried[60]]).toEqual([404, 429]);
  expect((await fetchFeed(path)).headers.get("retry-after")).toMatch(/^\d+$/);
  await wrongFeedLimit.forget(address);
  await feedLimit.forget(desk.engineer);
  const asked = await ask(121, path);
  expect([asked[119], asked[120]]).toEqual([200, 429]);
  await feedLimit.forget(desk.engineer);
});

test("a failure says nothing of the link", async () => {
  const path = await linkOf(desk.engineer);
  const said: unknown[] = [];
  const log = vi.spyOn(console, "error").mockImplementation((...words) => {
    said.push(...words);
  });
  const broken = {
    calendarFeed: { findUnique: () => Promise.reject(new Error(`lost at ${path}`)) },
  } as unknown as Database;
  const answer = await fetchFeed(path, {}, broken);
  log.mockRestore();
  expect([answer.status, await answer.text()]).toEqual([503, "unavailable\n"]);
  expect(said.join(" ")).toMatch(/calendar feed failed/);
  expect(said.join(" ")).not.toContain(path.slice(14, 40));
});
