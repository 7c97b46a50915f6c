import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { NoticeId, TicketId } from "../../core/ids";
import { type Notice, noticeAgeMaxMs, noticesMax } from "../../core/notify/notice";
import { openGenba } from "../genba";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer, type Fault, type Question } from "../testing/fake-server";
import { createTestPlatform, type TestPlatform } from "../testing/platform";
import { countForBadge, countUnread, countUnreadOf, listNotices } from "../views/inbox";
import { databaseName } from "./database";
import { markAllRead, markRead, markReadOf } from "./notices";

let server: FakeServer;
let platform: TestPlatform;
let faults: ((question: Question) => Fault | null) | null;
let phones: Phone[] = [];
let told = 0;

beforeEach(() => {
  platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  faults = null;
});
afterEach(async () => {
  for (const phone of phones) phone.close();
  phones = [];
  for (const id of [ids.chen, ids.lin]) await Dexie.delete(databaseName(id));
});

async function open(account = ids.chen): Promise<Phone> {
  const transport = server.transport(account, (question) => faults?.(question) ?? null);
  const phone = await openPhone(account, transport, platform);
  phones.push(phone);
  return phone;
}

function notice(given: Partial<Notice> = {}): Notice {
  told += 1;
  return {
    id: `00000000-0000-4000-8000-${told.toString(16).padStart(12, "0")}` as NoticeId,
    ticketId: newTicketId(),
    kind: "assignHandler",
    action: "assignHandler",
    flow: "incident",
    number: 482,
    title: "3 號電梯對講機無聲",
    priority: "P2",
    stage: "handle",
    outcome: null,
    actorId: ids.wang,
    actorName: "王組長",
    restricted: false,
    at: platform.now(),
    readAt: null,
    ...given,
  };
}

const idsOf = async (phone: Phone): Promise<readonly NoticeId[]> =>
  (await listNotices(phone.replica.db)).map(({ id }) => id);

/** The phone as another tab or the next start finds it. */
async function restart(phone: Phone): Promise<Phone> {
  phone.close();
  return open(phone.replica.author.id);
}

test("what was told before comes with the first page, what is told later with a pull, newest first", async () => {
  const first = notice();
  server.tell(ids.chen, first);
  server.tell(ids.lin, notice());
  const phone = await open();
  await phone.sync();
  expect(await idsOf(phone)).toEqual([first.id]);
  const second = notice({ at: platform.now() + 1 });
  server.tell(ids.chen, second);
  await phone.sync();
  expect(await idsOf(phone)).toEqual([second.id, first.id]);
  expect(await countUnread(phone.replica.db)).toBe(2);
});

test("read here is read at once, told to the server before the pull, and pending until that pull says so", async () => {
  const one = notice();
  server.tell(ids.chen, one);
  const phone = await open();
  await phone.sync();
  expect(await markRead(phone.replica.db, [one.id])).toBe(1);
  expect(await countUnread(phone.replica.db)).toBe(0);
  const asked = server.questions.length;
  await phone.sync();
  expect(server.questions.slice(asked)).toEqual(["read", "pull"]);
  expect(server.notices.get(one.id)?.readAt).not.toBeNull();
  expect(await phone.replica.db.reads.count()).toBe(0);
  expect(await phone.replica.db.notices.get(one.id)).toMatchObject({ unread: 0, readAt: platform.now() });
  expect(await markRead(phone.replica.db, [one.id])).toBe(0);
});

test("a notice read without a network stays read through a restart and a stale pull, and is told later", async () => {
  const one = notice();
  server.tell(ids.chen, one);
  let phone = await open();
  await phone.sync();
  faults = () => ({ kind: "lost" });
  await markAllRead(phone.replica.db);
  await phone.sync();
  phone = await restart(phone);
  expect(await countUnread(phone.replica.db)).toBe(0);
  // The server says it is unread, as it does not know yet.
  faults = (question) => (question === "read" ? { kind: "lost" } : null);
  server.tell(ids.chen, one);
  await phone.drain();
  expect(await countUnread(phone.replica.db)).toBe(0);
  expect(server.notices.get(one.id)?.readAt).toBeNull();
  faults = null;
  await phone.sync();
  expect(server.notices.get(one.id)?.readAt).not.toBeNull();
  expect(await phone.replica.db.reads.count()).toBe(0);
});

test("a lost answer is asked again, and another device of the person sees it by its pull", async () => {
  const one = notice();
  server.tell(ids.chen, one);
  const phone = await open();
  await phone.sync();
  await markReadOf(phone.replica.db, one.ticketId);
  faults = (question) => (question === "read" ? { kind: "lostAnswer" } : null);
  await phone.sync();
  faults = null;
  await phone.sync();
  expect(await phone.replica.db.reads.count()).toBe(0);
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
  const other = await open();
  await other.sync();
  expect(await countUnread(other.replica.db)).toBe(0);
  expect(await countUnreadOf(other.replica.db, one.ticketId)).toBe(0);
});

test("[P6] a server that refuses or does not know the question blocks neither push nor pull", async () => {
  const one = notice();
  server.tell(ids.chen, one);
  const phone = await open();
  await phone.sync();
  faults = (question) => (question === "read" ? { kind: "fails", failure: { kind: "server" } } : null);
  await markRead(phone.replica.db, [one.id]);
  const ticketId = newTicketId();
  await phone.save("open", ticketId, incidentArgs("UPS"));
  const next = notice();
  server.tell(ids.chen, next);
  await phone.sync();
  expect(phone.loop.state().tag).toBe("idle");
  expect(server.tickets.has(ticketId)).toBe(true);
  expect(await idsOf(phone)).toContain(next.id);
  expect(await phone.replica.db.reads.count()).toBe(1);
});

test("what the server does not have as this person's is not told for ever", async () => {
  const phone = await open();
  await phone.sync();
  await phone.replica.db.reads.put({ id: notice().id });
  await phone.sync();
  expect(await phone.replica.db.reads.count()).toBe(0);
});

test("[R8] a ticket that goes out of sight takes what was said of it along", async () => {
  const ticketId = newTicketId();
  const phone = await open();
  await phone.save("open", ticketId, incidentArgs("UPS"));
  await phone.sync();
  const [gone, kept] = [notice({ ticketId }), notice()];
  server.tell(ids.chen, gone);
  server.tell(ids.chen, kept);
  await phone.sync();
  server.hide(ticketId);
  await phone.sync();
  expect(await idsOf(phone)).toEqual([kept.id]);
});

test("[R5] a rebuild drops what did not come again, and keeps what was read here", async () => {
  const ticketId = newTicketId();
  const [gone, kept] = [notice({ ticketId }), notice()];
  server.tell(ids.chen, gone);
  server.tell(ids.chen, kept);
  const phone = await open();
  await phone.sync();
  faults = (question) => (question === "read" ? { kind: "lost" } : null);
  await markRead(phone.replica.db, [kept.id]);
  server.hide(ticketId);
  server.newEpoch();
  await phone.sync();
  expect(await idsOf(phone)).toEqual([kept.id]);
  expect(await countUnread(phone.replica.db)).toBe(0);
});

test("no more than the newest, and none older than 30 days, stay on the phone", async () => {
  const phone = await open();
  await phone.sync();
  const old = notice();
  server.tell(ids.chen, old);
  await phone.sync();
  platform.advance(noticeAgeMaxMs + 1);
  const many = Array.from({ length: noticesMax + 5 }, (_, n) => notice({ at: platform.now() + n }));
  for (const one of many) server.tell(ids.chen, one);
  await phone.sync();
  expect(await idsOf(phone)).toEqual(
    many
      .slice(5)
      .map(({ id }) => id)
      .reverse(),
  );
});

test("an answer of a server before the inbox leaves the inbox as it is", async () => {
  const one = notice();
  server.tell(ids.chen, one);
  const transport = server.transport(ids.chen);
  const phone = await openPhone(
    ids.chen,
    {
      ...transport,
      pull: async (request) => {
        const answer = await transport.pull(request);
        if (answer.kind !== "changes") return answer;
        const { notices: _, ...puts } = answer.puts;
        const { noticesOf: __, ...removes } = answer.removes;
        return { ...answer, puts, removes };
      },
    },
    platform,
  );
  phones.push(phone);
  await phone.sync();
  server.tell(ids.chen, notice());
  await phone.sync();
  expect(phone.loop.state().tag).toBe("idle");
  expect(await idsOf(phone)).toEqual([one.id]);
});

test("a replica of the version before is filled once more, and has the inbox then", async () => {
  const first = await open();
  await first.save("open", newTicketId(), incidentArgs("UPS"));
  await first.sync();
  first.close();
  phones = [];
  const before = new Dexie(databaseName(ids.chen));
  await before.open();
  const rows = Object.fromEntries(
    await Promise.all(before.tables.map(async (table) => [table.name, await table.toArray()] as const)),
  );
  before.close();
  await Dexie.delete(databaseName(ids.chen));
  const old = new Dexie(databaseName(ids.chen));
  old.version(1).stores({
    tickets:
      "id, *awaits, [unassignedGroup+rank], [openerId+open+recent], [holderId+open+recent], [groupId+open+recent], [flow+open+recent], [open+recent]",
    base: "id",
    activities: "id, [ticketId+occurredAt], pendingFor",
    directory: "[kind+id]",
    queue: "actionId, seq, *touches",
    returned: "actionId, [open+at], ticketId",
    drafts: "id, ticketId",
    search: "++doc, &id, *terms",
    meta: "key",
  });
  await old.open();
  for (const table of old.tables) await table.bulkPut(rows[table.name] ?? []);
  old.close();
  // Told while the app did not know notices: behind the cursor.
  const one = notice();
  server.tell(ids.chen, one);
  await server.transport(ids.chen).pull({
    accountId: ids.chen,
    clientId: "x" as never,
    epoch: "x" as never,
    cursor: 0,
    scopeHash: "",
    fromSeq: 0,
  });

  const phone = await open();
  const asked = server.questions.length;
  expect(await phone.replica.db.tickets.count()).toBe(1);
  await phone.sync();
  expect(server.questions.slice(asked)[0]).toBe("page");
  expect(await idsOf(phone)).toEqual([one.id]);
  expect(await phone.replica.db.tickets.count()).toBe(1);
});

test("the app marks by ticket, by notice and all, and counts for its icon", async () => {
  const ticketId = newTicketId() as TicketId;
  const [one, two, three] = [notice({ ticketId }), notice(), notice()];
  for (const said of [one, two, three]) server.tell(ids.chen, said);
  const genba = await openGenba(
    { id: ids.chen, role: "agent" },
    {
      platform,
      transport: server.transport(ids.chen),
      triggers: { start: () => () => undefined, saved: () => Promise.resolve() },
    },
  );
  const settle = async (): Promise<void> => {
    genba.sync.kick("user");
    await new Promise<void>((resolve) => {
      const stop = genba.sync.subscribe((state) => {
        if (state.tag !== "idle") return;
        stop();
        resolve();
      });
    });
  };
  await settle();
  expect(await countForBadge(genba.db)).toBe(3);
  await genba.readNoticesOf(ticketId);
  expect(await countForBadge(genba.db)).toBe(2);
  await genba.readNotices([two.id]);
  expect(await countForBadge(genba.db)).toBe(1);
  await genba.readAllNotices();
  expect(await countForBadge(genba.db)).toBe(0);
  while ((await genba.db.reads.count()) > 0) await settle();
  expect([...server.notices.values()].every(({ readAt }) => readAt !== null)).toBe(true);
  genba.close();
});
