import { afterAll, beforeEach, expect, test } from "vitest";
import type { AccountId } from "../../core/ids";
import type { Reviewer, Ticket } from "../../core/tickets/ticket";
import { createDesk, type Desk } from "../testing/desk";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { rejudgeLeft } from "./rejudge-left";

let desk: Desk;
const desks: Desk[] = [];
beforeEach(async () => {
  desk = await createDesk();
  desks.push(desk);
});
afterAll(async () => {
  for (const one of desks) await one.end();
});

const approval = { approve: true, reason: "", revision: 1, at: 1 };

function storeReview(reviewers: readonly Reviewer[]) {
  const change = { risk: "low", reviewGroupId: desk.networkGroup, causedIncidentIds: [] } as never;
  const review = { stage: "preLaunchReview", rule: { kind: "all" }, reviewers } as const;
  const given = { flow: "normal", stage: "preLaunchReview", openerId: desk.lead, change, review } as const;
  return storeTicket(desk.database, ticketOf(desk, given));
}
const ticketOfRow = async ({ id }: Ticket) =>
  (await desk.database.ticket.findUniqueOrThrow({ where: { id } })) as unknown as Ticket;
/** Past the server, as a row changed by hand. */
const goAway = (id: AccountId) => desk.database.account.update({ where: { id }, data: { active: false } });

test("a review that waits for somebody who is gone is judged again, once, by however many look", async () => {
  const decided = await storeReview([
    { accountId: desk.networkLead, insteadOf: null, vote: approval },
    { accountId: desk.networkEngineer, insteadOf: null, vote: null },
  ]);
  const open = await storeReview([
    { accountId: desk.networkLead, insteadOf: null, vote: null },
    { accountId: desk.networkEngineer, insteadOf: null, vote: null },
  ]);
  expect(await rejudgeLeft(desk.database)).toEqual({ count: 0, told: false });
  await goAway(desk.networkEngineer);
  const looks = await Promise.all([1, 2, 3].map(() => rejudgeLeft(desk.database)));
  const later = await rejudgeLeft(desk.database);
  const all = [...looks, later];
  expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  expect(all.some(({ told }) => told)).toBe(true);
  expect(await ticketOfRow(decided)).toMatchObject({ stage: "scheduled", review: null });
  const { stage, review } = await ticketOfRow(open);
  expect(stage).toBe("preLaunchReview");
  expect(review?.reviewers).toMatchObject([{ accountId: desk.networkLead }]);
});

test("who has voted may go, and what another has locked is for the next look", async () => {
  await storeReview([
    { accountId: desk.networkEngineer, insteadOf: null, vote: approval },
    { accountId: desk.networkLead, insteadOf: null, vote: null },
  ]);
  await goAway(desk.networkEngineer);
  expect((await rejudgeLeft(desk.database)).count).toBe(0);
  const stuck = await storeReview([{ accountId: desk.networkEngineer, insteadOf: null, vote: null }]);
  await desk.database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT 1 FROM ticket WHERE id = ${stuck.id}::uuid FOR UPDATE`;
    expect((await rejudgeLeft(desk.database)).count).toBe(0);
  });
  expect((await rejudgeLeft(desk.database)).count).toBe(1);
});
