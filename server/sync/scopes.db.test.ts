import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { directScopes, isInSight, scopesOf } from "../../core/access";
import type { AccountId, GroupId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { createDesk, type Desk, uuid } from "../testing/desk";
import { storeTicket, ticketOf } from "../testing/ticket-row";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

const people = Array.from({ length: 4 }, () => uuid<AccountId>());
const groups = Array.from({ length: 4 }, () => uuid<GroupId>());
const person = fc.constantFrom(...people);
const maybePerson = fc.option(person);
const maybeGroup = fc.option(fc.constantFrom(...groups));

const anyTicket = fc
  .record({
    openerId: person,
    reportedById: maybePerson,
    holderId: maybePerson,
    investigatorId: maybePerson,
    assignedGroupId: maybeGroup,
    ownerGroupIds: fc.array(fc.constantFrom(...groups), { maxLength: 3 }),
    restricted: fc.boolean(),
    reviewGroupId: maybeGroup,
    reviewerIds: fc.option(fc.array(person, { maxLength: 3 })),
  })
  .map(({ reviewGroupId, reviewerIds, ...columns }) => ({
    ...columns,
    change: { reviewGroupId } as unknown as Ticket["change"],
    review:
      reviewerIds &&
      ({ reviewers: reviewerIds.map((accountId) => ({ accountId })) } as unknown as Ticket["review"]),
  }));

test("[R8] the database's scopes and sight are those of core/access", async () => {
  await fc.assert(
    fc.asyncProperty(anyTicket, person, fc.subarray(groups), async (given, viewerId, groupIds) => {
      const ticket = await storeTicket(desk.database, ticketOf(desk, given));
      const stored = await desk.database.ticket.findUniqueOrThrow({ where: { id: ticket.id } });
      expect(stored.directScopes).toEqual(directScopes(ticket));
      expect(stored.scopes).toEqual(directScopes(ticket));
      for (const role of ["requester", "agent", "admin"] as const) {
        const viewer = { id: viewerId, role, groupIds };
        const [row] = await desk.database.$queryRaw<{ seen: boolean }[]>`
          SELECT ticket_in_sight(ticket, ${viewerId}::uuid, ${role}, ${scopesOf(viewer)}::text[]) AS seen
          FROM ticket WHERE id = ${ticket.id}::uuid`;
        expect(row?.seen).toBe(isInSight(ticket, viewer));
      }
    }),
    { numRuns: 60 },
  );
});

test("[R8] a linked ticket is held by the other's people, unless it is restricted", async () => {
  const open = await storeTicket(desk.database, ticketOf(desk));
  const secret = await storeTicket(desk.database, ticketOf(desk, { restricted: true }));
  const problem = ticketOf(desk, {
    flow: "problem",
    assignedGroupId: desk.networkGroup,
    openerId: desk.networkLead,
    links: [
      { kind: "incidentOf", ticketId: open.id },
      { kind: "incidentOf", ticketId: secret.id },
    ],
  });
  await storeTicket(desk.database, problem);
  for (const other of [open, secret]) {
    await desk.database.ticketLink.create({
      data: { ticketId: other.id, kind: "problemOf", linkedId: problem.id },
    });
  }
  const scopes = async (ticket: Ticket) =>
    (await desk.database.ticket.findUniqueOrThrow({ where: { id: ticket.id } })).scopes;
  expect(await scopes(open)).toContain(`g:${desk.networkGroup}`);
  expect(await scopes(secret)).not.toContain(`g:${desk.networkGroup}`);
  expect(await scopes(problem)).toContain(`g:${desk.fieldGroup}`);

  await desk.database.ticket.update({
    where: { id: problem.id },
    data: { assignedGroupId: desk.fieldGroup, openerId: desk.lead },
  });
  expect(await scopes(open)).not.toContain(`g:${desk.networkGroup}`);
});
