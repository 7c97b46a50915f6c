import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AccountId, ClientId, TicketId } from "../../core/ids";
import type { PageAnswer, PagePosition, PullAnswer } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { createDesk, type Desk, uuid } from "../testing/desk";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { expireTickets } from "../tickets/expire";
import { pinTicket } from "../tickets/pin";
import { readPage } from "./page";
import { pull } from "./pull";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

const day = 86_400_000;

type Changes = Extract<PullAnswer, { kind: "changes" }>;

/** A phone's replica: its cursor, and the ids of the tickets it holds. */
async function fill(accountId: AccountId) {
  const clientId = uuid<ClientId>();
  const tickets = new Map<TicketId, number>();
  const activities = new Set<string>();
  const pages: PageAnswer[] = [];
  let position: PagePosition | null = null;
  do {
    const page: PageAnswer = await readPage(desk.database, { accountId, clientId, position });
    pages.push(page);
    for (const ticket of page.puts.tickets) tickets.set(ticket.id, ticket.version);
    for (const activity of page.puts.activities) activities.add(activity.id);
    position = page.next;
  } while (position);
  const first = pages[0]!;
  const { epoch, scopeHash } = first;
  let cursor = first.cursor;
  const next = async (): Promise<Changes> => {
    const answer = await pull(desk.database, { accountId, clientId, epoch, cursor, scopeHash, fromSeq: 1 });
    if (answer.kind !== "changes") throw new Error(`rebuild: ${answer.reason}`);
    for (const ticket of answer.puts.tickets) tickets.set(ticket.id, ticket.version);
    for (const id of answer.removes.tickets) tickets.delete(id);
    for (const activity of answer.puts.activities) activities.add(activity.id);
    cursor = answer.nextCursor;
    return answer;
  };
  return { accountId, clientId, tickets, activities, pages, next, epoch, scopeHash, cursorOf: () => cursor };
}

async function addLine(ticketId: TicketId): Promise<string> {
  const { id } = await desk.database.activity.create({
    data: {
      id: uuid(),
      ticketId,
      type: "comment",
      actorId: desk.lead,
      text: "noted",
      details: {},
      occurredAt: new Date(),
      arrivedAt: new Date(),
    },
  });
  return id;
}

test("[R9] a ticket that moves to another group enters one phone with its timeline and leaves the other", async () => {
  const ticket = await storeTicket(desk.database, ticketOf(desk, { openerId: desk.lead }));
  const line = await addLine(ticket.id);
  const engineer = await fill(desk.engineer);
  const network = await fill(desk.networkEngineer);
  expect(engineer.tickets.has(ticket.id)).toBe(true);
  expect(network.tickets.has(ticket.id)).toBe(false);

  await desk.database.ticket.update({
    where: { id: ticket.id },
    data: { assignedGroupId: desk.networkGroup, version: 2 },
  });
  const left = await engineer.next();
  expect(left.removes.tickets).toEqual([ticket.id]);
  expect(left.puts.tickets).toEqual([]);
  const entered = await network.next();
  expect(entered.puts.tickets.map(({ id, version }) => ({ id, version }))).toEqual([
    { id: ticket.id, version: 2 },
  ]);
  expect(entered.puts.activities.map(({ id }) => id)).toEqual([line]);
  expect(entered.more).toBe(false);
  expect((await network.next()).puts.tickets).toEqual([]);
});

test("[R2] a row reached by two ways stays until both are gone", async () => {
  const ticket = await storeTicket(desk.database, ticketOf(desk, { holderId: desk.engineer }));
  const engineer = await fill(desk.engineer);
  await desk.database.ticket.update({
    where: { id: ticket.id },
    data: { assignedGroupId: desk.networkGroup },
  });
  expect((await engineer.next()).removes.tickets).toEqual([]);
  await desk.database.ticket.update({ where: { id: ticket.id }, data: { holderId: null } });
  expect((await engineer.next()).removes.tickets).toEqual([ticket.id]);
});

test("[R2] a ticket that was deleted leaves every phone that held it, and no other hears of it", async () => {
  const ticket = ticketOf(desk);
  await storeTicket(desk.database, ticket);
  await addLine(ticket.id);
  const phones = await Promise.all([fill(desk.engineer), fill(desk.admin), fill(desk.requester)]);
  expect(phones.map(({ tickets }) => tickets.has(ticket.id))).toEqual([true, false, true]);
  await desk.database.ticket.delete({ where: { id: ticket.id } });
  const answers = await Promise.all(phones.map(({ next }) => next()));
  const removed = answers.map(({ removes }) => removes.tickets.includes(ticket.id));
  expect(removed).toEqual([true, false, true]);
  expect(answers.flatMap(({ puts }) => puts.tickets)).toEqual([]);
});

test("[R8] a requester holds only their own, also where a ticket of theirs is linked to another", async () => {
  const own = await storeTicket(desk.database, ticketOf(desk, { openerId: desk.requester }));
  const reported = await storeTicket(
    desk.database,
    ticketOf(desk, { openerId: desk.lead, reportedById: desk.requester }),
  );
  const requester = await fill(desk.requester);
  const problem = await storeTicket(
    desk.database,
    ticketOf(desk, {
      flow: "problem",
      openerId: desk.lead,
      links: [{ kind: "incidentOf", ticketId: own.id }],
    }),
  );
  const answer = await requester.next();
  expect(requester.tickets.has(own.id)).toBe(true);
  expect(requester.tickets.has(reported.id)).toBe(true);
  expect(JSON.stringify(answer)).not.toContain(problem.id);
  const all = await desk.database.ticket.findMany({ where: { id: { in: [...requester.tickets.keys()] } } });
  expect(all.every(({ openerId, reportedById }) => [openerId, reportedById].includes(desk.requester))).toBe(
    true,
  );
  const kinds = new Set(requester.pages[0]!.puts.directory.map((row) => row.kind));
  expect(kinds).toContain("person");
  expect(kinds).not.toContain("knownError");
});

test("[R9] restricting a ticket removes it from those who held it by a link or a pin", async () => {
  const incident = await storeTicket(desk.database, ticketOf(desk, { openerId: desk.lead }));
  const problem = ticketOf(desk, {
    flow: "problem",
    openerId: desk.networkLead,
    assignedGroupId: desk.networkGroup,
    links: [{ kind: "incidentOf", ticketId: incident.id }],
  });
  await storeTicket(desk.database, problem);
  await desk.database.ticketLink.create({
    data: { ticketId: incident.id, kind: "problemOf", linkedId: problem.id },
  });
  const network = await fill(desk.networkEngineer);
  expect(network.tickets.has(incident.id)).toBe(true);
  const account = { id: desk.networkEngineer, name: "", role: "agent", locale: "en" } as const;
  expect((await pinTicket(desk.database, account, incident.id, Date.now()))?.ticket.id).toBe(incident.id);
  await desk.database.ticket.update({ where: { id: incident.id }, data: { restricted: true } });
  expect((await network.next()).removes.tickets).toEqual([incident.id]);
  expect(await pinTicket(desk.database, account, incident.id, Date.now())).toBeNull();
});

test("[R8] thirty days after closing a ticket leaves, and a pin keeps it for thirty more", async () => {
  const now = Date.now();
  const closed = { stage: "closed", outcome: "resolved", closedAt: now, openerId: desk.lead } as const;
  const old = await storeTicket(desk.database, ticketOf(desk, closed));
  const engineer = await fill(desk.engineer);
  await expireTickets(desk.database, now + 29 * day);
  expect((await engineer.next()).removes.tickets).toEqual([]);
  expect(await expireTickets(desk.database, now + 31 * day)).toBeGreaterThan(0);
  expect((await engineer.next()).removes.tickets).toContain(old.id);

  const account = { id: desk.engineer, name: "", role: "agent", locale: "en" } as const;
  const line = await addLine(old.id);
  await pinTicket(desk.database, account, old.id, now + 31 * day);
  const pinned = await engineer.next();
  expect(pinned.puts.tickets.map(({ id }) => id)).toEqual([old.id]);
  expect(pinned.puts.activities.map(({ id }) => id)).toEqual([line]);
  await expireTickets(desk.database, now + 62 * day);
  expect((await engineer.next()).removes.tickets).toEqual([old.id]);
});

test("[R3] another group or role asks the phone to fill its replica anew", async () => {
  const person = await desk.database.account.create({
    data: { name: "new", email: "new@desk.example", role: "agent" },
  });
  const accountId = person.id as AccountId;
  const phone = await fill(accountId);
  await desk.database.membership.create({ data: { accountId, groupId: desk.fieldGroup } });
  const { clientId, epoch, scopeHash } = phone;
  const request = { accountId, clientId, epoch, scopeHash, cursor: phone.cursorOf(), fromSeq: 1 };
  expect(await pull(desk.database, request)).toEqual({ kind: "rebuild", reason: "scopes" });
  const filled = await fill(accountId);
  expect(filled.tickets.size).toBeGreaterThan(0);
});

test("[R5] another epoch, a cursor from the future and one below the floor rebuild", async () => {
  const phone = await fill(desk.engineer);
  const { accountId, clientId, epoch, scopeHash } = phone;
  const request = { accountId, clientId, epoch, scopeHash, cursor: phone.cursorOf(), fromSeq: 1 };
  const rebuild = (reason: string) => ({ kind: "rebuild", reason });
  expect(await pull(desk.database, { ...request, epoch: uuid() })).toEqual(rebuild("epoch"));
  expect(await pull(desk.database, { ...request, cursor: request.cursor + 1_000 })).toEqual(rebuild("epoch"));
  await desk.database.syncCounter.update({ where: { id: 1 }, data: { floor: 3 } });
  expect(await pull(desk.database, { ...request, cursor: 2 })).toEqual(rebuild("floor"));
  await desk.database.syncCounter.update({ where: { id: 1 }, data: { floor: 0 } });
});

test("[R1a] an answer holds whole numbers only and says when there is more", async () => {
  const engineer = await fill(desk.engineer);
  const tickets: Ticket[] = [];
  for (let batch = 0; batch < 4; batch += 1) {
    await desk.database.$transaction(
      async (transaction) => {
        for (let index = 0; index < 200; index += 1) {
          tickets.push(
            await storeTicket(transaction as typeof desk.database, ticketOf(desk, { openerId: desk.lead })),
          );
        }
      },
      { timeout: 60_000 },
    );
  }
  const sizes: number[] = [];
  for (;;) {
    const answer = await engineer.next();
    sizes.push(answer.puts.tickets.length);
    if (!answer.more) break;
  }
  expect(sizes).toEqual([600, 200]);
  expect(tickets.every((ticket) => engineer.tickets.has(ticket.id))).toBe(true);
});

test("[R4] pages bring my open work first and then everything once, whatever changes meanwhile", async () => {
  const mine = await storeTicket(desk.database, ticketOf(desk, { openerId: desk.colleague }));
  const phone = await fill(desk.colleague);
  const [first, ...rest] = phone.pages;
  expect(first!.puts.tickets.map(({ id }) => id)).toEqual([mine.id]);
  expect(first!.puts.directory.length).toBeGreaterThan(0);
  expect(rest.every((page) => page.puts.directory.length === 0)).toBe(true);
  expect(phone.tickets.size).toBe(first!.total);
  const held = await desk.database.ticket.count({
    where: { scopes: { hasSome: [`g:${desk.fieldGroup}`, `p:${desk.colleague}`] } },
  });
  expect(phone.tickets.size).toBe(held);
});

test("[R4] what one page counted the next need not count, and is the same page", async () => {
  const clientId = uuid<ClientId>();
  const ask = (position: PagePosition | null, total?: number) =>
    readPage(desk.database, {
      accountId: desk.engineer,
      clientId,
      position,
      ...(total === undefined ? {} : { total }),
    });
  const { total, puts } = await ask(null);
  const after = puts.tickets[0]?.id ?? null;
  for (const position of [
    { lane: 1, after: null },
    { lane: 1, after },
  ] as const) {
    const { puts: counted, next } = await ask(position);
    expect(await ask(position, total)).toMatchObject({ total, puts: counted, next });
  }
  expect((await ask({ lane: 1, after: null }, 4_711)).total).toBe(4_711);
});

test("a group that changes and one that is deleted reach the phones", async () => {
  const requester = await fill(desk.requester);
  const site = await desk.database.site.create({ data: { name: "here" } });
  await desk.database.membership.create({ data: { groupId: desk.networkGroup, accountId: desk.lead } });
  const changed = await requester.next();
  expect(changed.puts.directory.map(({ kind, id }) => `${kind}:${id}`).sort()).toEqual(
    [`group:${desk.networkGroup}`, `site:${site.id}`].sort(),
  );
  await desk.database.site.delete({ where: { id: site.id } });
  expect((await requester.next()).removes.directory).toEqual([{ kind: "site", id: site.id }]);
});

test("[R5] under the epoch of a restored database a phone fills its replica anew", async () => {
  const phone = await fill(desk.engineer);
  await phone.next();
  // What `npm run restore-epoch` runs.
  await desk.database.$executeRaw`UPDATE sync_counter SET epoch = gen_random_uuid()`;
  await expect(phone.next()).rejects.toThrow("rebuild: epoch");
  const filled = await fill(desk.engineer);
  expect(filled.tickets).toEqual(phone.tickets);
  expect((await filled.next()).more).toBe(false);
});

test("[R8] who stands in for somebody holds their tickets while it lasts, but none that is restricted to them", async () => {
  const open = ticketOf(desk, { openerId: desk.networkLead, assignedGroupId: desk.networkGroup });
  const held = await storeTicket(desk.database, { ...open, ownerGroupIds: [] });
  const restricted = await storeTicket(desk.database, {
    ...ticketOf(desk, { openerId: desk.networkLead, assignedGroupId: desk.networkGroup }),
    ownerGroupIds: [],
    restricted: true,
  });
  const phone = await fill(desk.colleague);
  expect(phone.tickets.has(held.id)).toBe(false);
  const { id } = await desk.database.delegation.create({
    data: {
      principalId: desk.networkLead,
      delegateId: desk.colleague,
      from: new Date(Date.now() - 1000),
      until: new Date(Date.now() + day),
    },
  });
  await expect(phone.next()).rejects.toThrow("rebuild: scopes");
  const standingIn = await fill(desk.colleague);
  expect(standingIn.tickets.has(held.id)).toBe(true);
  expect(standingIn.tickets.has(restricted.id)).toBe(false);
  await desk.database.ticket.update({ where: { id: restricted.id }, data: { title: "changed" } });
  await standingIn.next();
  expect(standingIn.tickets.has(restricted.id)).toBe(false);

  await desk.database.delegation.update({ where: { id }, data: { until: new Date(Date.now() - 1) } });
  await expect(standingIn.next()).rejects.toThrow("rebuild: scopes");
  expect((await fill(desk.colleague)).tickets.has(held.id)).toBe(false);
});

test("[R6] the digest is of what the viewer holds, asked for with a pull and given with its last part", async () => {
  const phone = await fill(desk.engineer);
  await storeTicket(desk.database, ticketOf(desk, { openerId: desk.engineer }));
  const { accountId, clientId, epoch, scopeHash } = phone;
  const cursor = phone.cursorOf();
  const request = { accountId, clientId, epoch, cursor, scopeHash, fromSeq: 1 } as const;
  const answer = await pull(desk.database, { ...request, digest: true });
  const bare = await pull(desk.database, request);
  expect(bare).not.toHaveProperty("digest");
  await phone.next();
  const versions = [...phone.tickets].map(([id, version]) => `${id} ${version}`).sort();
  expect(answer).toMatchObject({
    digest: {
      tickets: phone.tickets.size,
      lines: phone.activities.size,
      hash: createHash("sha256").update(versions.join(",")).digest("hex"),
    },
  });
});
