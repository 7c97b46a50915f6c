/** Recurrence (WORKFLOWS.md, Problem): what an incident repeats is found when it arrives, and one tap links all of it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AssetId, TicketId } from "../../core/ids";
import { recurrenceMax } from "../../core/tickets/recurrence";
import type { Ticket } from "../../core/tickets/ticket";
import { createDesk, createPhone, type Desk, openIncident, type Phone, pushOf, uuid } from "../testing/desk";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { pinTicket } from "../tickets/pin";
import { readPage } from "./page";
import { pull } from "./pull";
import { push } from "./push";

const dayMs = 86_400_000;
let desk: Desk;
let otherCategory: string;
beforeAll(async () => {
  desk = await createDesk();
  otherCategory = (await desk.database.category.create({ data: { name: "別的" } })).id;
});
afterAll(() => desk.end());

async function createAsset(): Promise<AssetId> {
  const site = await desk.database.site.create({ data: { name: "廠" } });
  const tag = `A-${uuid()}`;
  return (await desk.database.asset.create({ data: { tag, name: "門", siteId: site.id } })).id as AssetId;
}
/** Resolved so many days ago. */
const past = (assetIds: readonly AssetId[], daysAgo: number, more: Partial<Ticket> = {}) =>
  storeTicket(
    desk.database,
    ticketOf(desk, {
      stage: "closed",
      outcome: "resolved",
      assetIds,
      openedAt: Date.now() - daysAgo * dayMs - 1,
      closedAt: Date.now() - daysAgo * dayMs,
      ...more,
    }),
  );
const opening = (phone: Phone, assetIds: readonly AssetId[], more: object = {}) => {
  const action = openIncident(desk, phone);
  return { ...action, args: { ...action.args, assetIds, ...more } };
};
async function open(assetIds: readonly AssetId[], phone = createPhone(desk.engineer), more: object = {}) {
  const action = opening(phone, assetIds, more);
  const { results } = await push(desk.database, pushOf(phone, [action]));
  expect(results[0]?.outcome).toEqual({ kind: "applied" });
  return { id: action.ticketId, recurrence: await recurrenceOf(action.ticketId) };
}
const recurrenceOf = async (id: TicketId) =>
  (await desk.database.ticket.findUniqueOrThrow({ where: { id } })).recurrence;

test("the same asset and category, resolved in the last days, newest first; nothing else", async () => {
  const [door, light] = [await createAsset(), await createAsset()];
  const [old, recent] = [await past([door], 29), await past([light, door], 1)];
  await past([door], 31);
  await past([light], 1);
  await past([], 1);
  await past([door], 1, { restricted: true });
  await past([door], 1, { categoryId: otherCategory as never });
  await past([door], 1, { outcome: "cancelled" });
  await past([door], 1, { flow: "problem" });
  await past([door], 1, { stage: "handle", outcome: null, closedAt: null });
  expect((await open([door])).recurrence).toEqual([recent.id, old.id]);
  expect((await open([])).recurrence).toEqual([]);
  expect((await open([await createAsset()])).recurrence).toEqual([]);
});

test("as often as the parameter says, and no more of them than are of use", async () => {
  const door = await createAsset();
  const setCount = (value: number) =>
    desk.database.parameter.upsert({
      where: { name: "pro_recurrence_count" },
      create: { name: "pro_recurrence_count", value },
      update: { value },
    });
  await setCount(2);
  try {
    await past([door], 2);
    expect((await open([door])).recurrence).toEqual([]);
    await past([door], 1);
    expect((await open([door])).recurrence).toHaveLength(2);
  } finally {
    await setCount(1);
  }
  for (let index = 0; index < recurrenceMax; index += 1) await past([door], 3);
  expect((await open([door])).recurrence).toHaveLength(recurrenceMax);
  // As many may be asked for; the ticket keeps the newest.
  await setCount(recurrenceMax + 2);
  expect((await open([door])).recurrence).toHaveLength(recurrenceMax);
  await setCount(recurrenceMax + 3);
  expect((await open([door])).recurrence).toEqual([]);
  await setCount(1);
});

test("[A9] a requester is told of none of it, however the incident comes to them", async () => {
  const door = await createAsset();
  await past([door], 1);
  const phone = createPhone(desk.requester);
  const { database } = desk;
  const { cursor, epoch, scopeHash } = await readPage(database, {
    accountId: desk.requester,
    clientId: phone.clientId,
    position: null,
  });
  const from = { cursor, epoch, scopeHash, fromSeq: 1 };
  const { id, recurrence } = await open([door], phone);
  expect(recurrence).toHaveLength(1);
  const account = { id: desk.requester, role: "requester" } as never;
  const viewed = [
    await readPage(database, { accountId: desk.requester, clientId: phone.clientId, position: null }),
    await pull(database, { accountId: desk.requester, clientId: phone.clientId, ...from }),
    await pinTicket(database, account, id, Date.now()),
  ];
  for (const answer of viewed) {
    expect(JSON.stringify(answer)).toContain(id);
    expect(JSON.stringify(answer)).not.toContain(String(recurrence[0]));
  }
});

test("what was resolved after it was opened on a phone is no past of it, nor what is an open problem's", async () => {
  const door = await createAsset();
  const old = await past([door], 20);
  await past([door], 0);
  const phone = createPhone(desk.engineer);
  const action = opening(phone, [door]);
  await push(desk.database, pushOf(phone, [{ ...action, occurredAt: Date.now() - dayMs / 2 }]));
  expect(await recurrenceOf(action.ticketId)).toEqual([old.id]);

  const lead = createPhone(desk.lead);
  const problemId = uuid<TicketId>();
  const args = { problemId, linkedIds: [old.id] };
  await push(
    desk.database,
    pushOf(lead, [lead.act({ type: "raiseProblem", ticketId: action.ticketId, args })]),
  );
  const next = await open([door]);
  expect(next.recurrence).not.toContain(old.id);
  await desk.database.ticket.update({
    where: { id: problemId },
    data: { stage: "closed", outcome: "knownError" },
  });
  expect((await open([door])).recurrence).toContain(old.id);
});

test("[R8] a restricted incident's problem is not told of by the others that it is linked with", async () => {
  const door = await createAsset();
  const before = await past([door], 1);
  const { id, recurrence } = await open([door], createPhone(desk.engineer), { restricted: true });
  const phone = createPhone(desk.lead);
  const problemId = uuid<TicketId>();
  const linkedIds = recurrence as TicketId[];
  const raise = phone.act({ type: "raiseProblem", ticketId: id, args: { problemId, linkedIds } });
  const { results } = await push(desk.database, pushOf(phone, [raise]));
  expect(results[0]?.outcome).toEqual({ kind: "applied" });
  const links = await desk.database.ticketLink.findMany({
    where: { ticketId: { in: [before.id, id, problemId] } },
  });
  expect(links.map(({ ticketId, linkedId }) => `${ticketId} ${linkedId}`).sort()).toEqual(
    [`${problemId} ${id}`, `${problemId} ${before.id}`, `${id} ${problemId}`].sort(),
  );
});

test("[S4] what the same batch resolved, or opened again, counts as if each had come alone", async () => {
  const door = await createAsset();
  const phone = createPhone(desk.engineer);
  const first = opening(phone, [door]);
  const { ticketId } = first;
  const args = { closureCode: "fixed", notes: "done", restoredAt: Date.now() - 5_000 } as const;
  const resolve = phone.act({ type: "resolveNow", ticketId, args });
  const second = opening(phone, [door]);
  await push(desk.database, pushOf(phone, [first, resolve, second]));
  expect(await recurrenceOf(second.ticketId)).toEqual([ticketId]);
  const lead = createPhone(desk.admin);
  const reopen = lead.act({ type: "reopen", ticketId, args: { reason: "again" } });
  const third = opening(lead, [door]);
  await push(desk.database, pushOf(lead, [reopen, third]));
  expect(await recurrenceOf(third.ticketId)).toEqual([]);
});

test("one tap: the problem is linked with all of them, from both sides, and is asked for once", async () => {
  const door = await createAsset();
  const before = [await past([door], 1), await past([door], 2)];
  const { id, recurrence } = await open([door]);
  expect(recurrence).toHaveLength(2);
  const phone = createPhone(desk.lead);
  const problemId = uuid<TicketId>();
  const raise = phone.act({
    type: "raiseProblem",
    ticketId: id,
    args: { problemId, linkedIds: recurrence as TicketId[] },
  });
  const again = phone.act({
    type: "raiseProblem",
    ticketId: id,
    args: { problemId: uuid<TicketId>(), linkedIds: [] },
  });
  const answer = await push(desk.database, pushOf(phone, [raise, again]));
  expect(answer.results.map(({ outcome }) => outcome.kind)).toEqual(["applied", "superseded"]);
  const links = await desk.database.ticketLink.findMany({
    where: { OR: [{ ticketId: problemId }, { linkedId: problemId }] },
  });
  const incidents = [id, ...before.map((one) => one.id)];
  const sides = links.map(({ ticketId, kind, linkedId }) => `${ticketId} ${kind} ${linkedId}`);
  expect(sides.sort()).toEqual(
    incidents.flatMap((one) => [`${problemId} incidentOf ${one}`, `${one} problemOf ${problemId}`]).sort(),
  );
});

test("what is linked must be an incident in sight, and not the incident itself", async () => {
  const { id } = await open([]);
  const change = await storeTicket(desk.database, ticketOf(desk, { flow: "problem" }));
  const phone = createPhone(desk.lead);
  const raise = (linkedIds: readonly TicketId[]) =>
    phone.act({ type: "raiseProblem", ticketId: id, args: { problemId: uuid<TicketId>(), linkedIds } });
  const answer = await push(desk.database, pushOf(phone, [raise([change.id]), raise([uuid()]), raise([id])]));
  expect(answer.results.map(({ outcome }) => ("code" in outcome ? outcome.code : outcome.kind))).toEqual([
    "needs.invalid",
    "link.unknown",
    "needs.invalid",
  ]);
});
