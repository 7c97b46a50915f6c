/** Somebody is deactivated while a phone's action names them: one of the two sees the other, whichever comes first. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AccountId, TicketId } from "../../core/ids";
import type { Action } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, type Phone, pushOf } from "../testing/desk";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { deactivatePerson, editPerson, reactivatePerson } from "./people";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

const outcomeOf = async (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error as { readonly code?: string }).code,
  );
const ticketAt = async (id: TicketId) =>
  (await desk.database.ticket.findUniqueOrThrow({ where: { id } })) as unknown as Ticket;

/** How an action comes to need somebody: the ticket before, the action, and who. */
type Way = {
  readonly ticket: () => Ticket;
  readonly action: (phone: Phone, ticketId: TicketId) => Action;
  readonly person: () => AccountId;
};
const incident: Way = {
  ticket: () => ticketOf(desk),
  action: (phone, ticketId) =>
    phone.act({ type: "assignHandler", ticketId, baseRevision: 1, args: { personId: desk.engineer } }),
  person: () => desk.engineer,
};
const change: Way = {
  ticket: () =>
    ticketOf(desk, {
      flow: "normal",
      stage: "new",
      openerId: desk.lead,
      change: { risk: "low", reviewGroupId: desk.networkGroup, causedIncidentIds: [] } as never,
    }),
  action: (phone, ticketId) =>
    phone.act({
      type: "submitForReview",
      ticketId,
      baseRevision: 1,
      args: { scope: "third floor", riskAssessment: "none" },
    }),
  person: () => desk.networkEngineer,
};
const ways = [
  ["a holder", incident],
  ["a reviewer", change],
] as const;

/** Those whom open work or an open review waits for although they are inactive. */
async function strays(): Promise<readonly unknown[]> {
  return desk.database.$queryRaw<unknown[]>`
    SELECT ticket.id FROM ticket JOIN account ON account.id = holder_id
    WHERE stage IN ('handle', 'investigate', 'plan', 'scheduled') AND NOT account.active
    UNION ALL
    SELECT ticket.id FROM ticket, jsonb_array_elements(review -> 'reviewers') AS reviewer
    JOIN account ON account.id = (reviewer ->> 'accountId')::uuid
    WHERE stage LIKE '%Review' AND reviewer -> 'vote' = 'null' AND NOT account.active`;
}

async function untilBlocked(count: number): Promise<void> {
  const patience = Date.now() + 10_000;
  while (Date.now() < patience) {
    const [row] = await desk.database.$queryRaw<{ blocked: number }[]>`
      SELECT count(*)::int AS blocked FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    if (row && row.blocked >= count) return;
  }
  throw new Error(`fewer than ${count} wait`);
}

/** Begins both, the second when the first has come to its COMMIT, and lets them go on when both wait. */
async function meet<First, Second>(
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<readonly [First, Second]> {
  let begun: Promise<readonly [First, Second]> | undefined;
  await desk.database.$transaction(
    async (transaction) => {
      // Whoever commits takes the counter.
      await transaction.$queryRaw`SELECT 1 FROM sync_counter FOR UPDATE`;
      const one = first();
      await untilBlocked(1);
      begun = Promise.all([one, second()]);
      await untilBlocked(2);
    },
    { timeout: 20_000 },
  );
  if (!begun) throw new Error("nothing was begun");
  return begun;
}

async function arrange(way: Way) {
  const id = (await storeTicket(desk.database, way.ticket())).id;
  const person = way.person();
  const phone = createPhone(desk.lead);
  const action = way.action(phone, id);
  return {
    id,
    person,
    act: async () => (await push(desk.database, pushOf(phone, [action]))).results[0]?.outcome.kind,
    leave: () => outcomeOf(deactivatePerson(desk.database, desk.admin, person)),
    async end() {
      await desk.database.ticket.delete({ where: { id } });
      await reactivatePerson(desk.database, desk.admin, person);
    },
  };
}

test("who is given work while being deactivated keeps their account, and the answer says why", async () => {
  const { id, person, act, leave, end } = await arrange(incident);
  expect(await meet(act, leave)).toEqual(["applied", "person.holdsWork"]);
  expect((await ticketAt(id)).holderId).toBe(person);
  expect(await strays()).toEqual([]);
  await end();
});

test("a review that asks somebody who is being deactivated is judged again with the deactivation", async () => {
  const { id, act, leave, end } = await arrange(change);
  expect(await meet(act, leave)).toEqual(["applied", "done"]);
  const after = await ticketAt(id);
  expect(after.stage).toBe("preDevReview");
  expect(after.review?.reviewers).toMatchObject([{ accountId: desk.networkLead }]);
  expect(await strays()).toEqual([]);
  await end();
});

test("who was deactivated first is given no work: it comes back", async () => {
  const { id, leave, act, end } = await arrange(incident);
  expect(await meet(leave, act)).toEqual(["done", "returned"]);
  expect(await ticketAt(id)).toMatchObject({ stage: "assign", holderId: null });
  await end();
});

test("a review that begins after a deactivation asks only those who are left", async () => {
  const { id, leave, act, end } = await arrange(change);
  expect(await meet(leave, act)).toEqual(["done", "applied"]);
  expect((await ticketAt(id)).review?.reviewers).toMatchObject([{ accountId: desk.networkLead }]);
  expect(await strays()).toEqual([]);
  await end();
});

test("who becomes a requester meanwhile is no different", async () => {
  const role = { from: "agent", to: "requester" } as const;
  const demote = () => outcomeOf(editPerson(desk.database, desk.admin, desk.engineer, { role }));
  const { act, end } = await arrange(incident);
  expect(await meet(act, demote)).toEqual(["applied", "person.holdsWork"]);
  await end();
});

test.each(ways)("however they meet, %s is never left behind", async (_name, way) => {
  for (let round = 0; round < 12; round += 1) {
    const { act, leave, end } = await arrange(way);
    const both = round % 2 === 0 ? [act(), leave()] : [leave(), act()];
    const results = await Promise.all(both);
    expect(results).not.toContain(undefined);
    expect(await strays()).toEqual([]);
    await end();
  }
});
