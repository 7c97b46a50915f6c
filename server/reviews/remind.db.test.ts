import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Reviewer } from "../../core/tickets/ticket";
import { Prisma } from "../db";
import { createDesk, type Desk } from "../testing/desk";
import { emptyChange, storeTicket, ticketOf } from "../testing/ticket-row";
import { remindReviewers } from "./remind";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());
beforeEach(async () => {
  await desk.database.outbox.deleteMany();
  await desk.database.ticket.deleteMany();
});

const minuteMs = 60_000;
const askedAt = Date.parse("2026-11-25T15:00+08:00");
const change = { ...emptyChange, whyUrgent: "停機中" };

async function storeReview(votes: readonly boolean[] = [false, false]) {
  const people = [desk.networkLead, desk.networkEngineer];
  const given = { approve: true, reason: "", revision: 1, at: askedAt };
  const reviewers = votes.map(
    (voted, index): Reviewer => ({ accountId: people[index]!, insteadOf: null, vote: voted ? given : null }),
  );
  return storeTicket(
    desk.database,
    ticketOf(desk, {
      flow: "emergency",
      stage: "preLaunchReview",
      openerId: desk.lead,
      change: { ...change, reviewGroupId: desk.networkGroup },
      review: { stage: "preLaunchReview", rule: { kind: "any" }, reviewers },
      stageAt: askedAt,
    }),
  );
}

const told = async () => {
  const rows = await desk.database.outbox.findMany({ orderBy: [{ kind: "asc" }, { accountId: "asc" }] });
  return rows.map(({ kind, accountId }) => [kind, accountId]);
};

test("each waiting reviewer is reminded once, however often and by however many it is looked", async () => {
  await storeReview();
  expect(await remindReviewers(desk.database, askedAt + 14 * minuteMs)).toBe(0);
  const looks = [1, 2, 3, 4].map(() => remindReviewers(desk.database, askedAt + 16 * minuteMs));
  const counts = await Promise.all(looks);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
  expect((await told()).map(([kind]) => kind)).toEqual(["reviewReminder", "reviewReminder"]);
  expect(await remindReviewers(desk.database, askedAt + 29 * minuteMs)).toBe(0);
});

test("who begins to stand in for a reviewer is told at once for whom, and once", async () => {
  await storeReview();
  const from = new Date(askedAt + minuteMs);
  const delegation = await desk.database.delegation.create({
    data: {
      principalId: desk.networkEngineer,
      delegateId: desk.colleague,
      from,
      until: new Date(askedAt + 60 * minuteMs),
    },
  });
  expect(await remindReviewers(desk.database, askedAt + 59_000)).toBe(0);
  expect(await remindReviewers(desk.database, askedAt + 2 * minuteMs)).toBe(1);
  expect(await told()).toEqual([["reviewReminder", desk.colleague]]);
  const { payload } = await desk.database.outbox.findFirstOrThrow();
  expect(payload).toMatchObject({ as: ["reviewers"], insteadOf: [desk.networkEngineer] });
  expect(await remindReviewers(desk.database, askedAt + 16 * minuteMs)).toBe(2);
  await desk.database.delegation.delete({ where: { id: delegation.id } });
});

test("what nobody answers climbs to the lead of the review group; who voted is left in peace", async () => {
  await storeReview([false, true]);
  await remindReviewers(desk.database, askedAt + 31 * minuteMs);
  expect(await told()).toEqual([
    ["reviewClimb", desk.networkLead],
    ["reviewReminder", desk.networkLead],
  ]);
});

test("an unanswered review goes from push to mail, then to the lead, by push and mail as well", async () => {
  await storeReview([true, false]);
  await remindReviewers(desk.database, askedAt + 16 * minuteMs);
  await remindReviewers(desk.database, askedAt + 31 * minuteMs);
  const rows = await desk.database.outbox.findMany({ orderBy: { kind: "asc" } });
  expect(
    rows.map(({ kind, accountId, inbox, push, createdAt, mailDueAt }) => [
      kind,
      accountId,
      inbox && push,
      Math.round(((mailDueAt?.getTime() ?? 0) - createdAt.getTime()) / minuteMs),
    ]),
  ).toEqual([
    ["reviewClimb", desk.networkLead, true, 15],
    ["reviewReminder", desk.networkEngineer, true, 15],
  ]);
});

test("a review counts from its arrival: what was asked for offline could not be answered before", async () => {
  const ticket = await storeReview();
  await desk.database.activity.create({
    data: {
      id: crypto.randomUUID(),
      ticketId: ticket.id,
      type: "submitForReview",
      fromStage: "plan",
      toStage: "preLaunchReview",
      text: "",
      details: {},
      occurredAt: new Date(askedAt),
      arrivedAt: new Date(askedAt + 60 * minuteMs),
    },
  });
  expect(await remindReviewers(desk.database, askedAt + 70 * minuteMs)).toBe(0);
  expect(await remindReviewers(desk.database, askedAt + 75 * minuteMs)).toBe(2);
});

test("a review that is decided between the look and the telling reminds nobody; one that moved waits for the next look", async () => {
  const { database } = desk;
  const { id } = await storeReview();
  const isBlocked = async () => {
    const [row] = await database.$queryRaw<{ blocked: boolean }[]>`
      SELECT count(*) > 0 AS blocked FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return row?.blocked === true;
  };
  const lookDuring = async (data: Prisma.TicketUpdateInput): Promise<number> => {
    let count: number | null = null;
    let looking = Promise.resolve();
    await database.$transaction(
      async (transaction) => {
        await transaction.ticket.update({ where: { id }, data: { ...data, version: { increment: 1 } } });
        looking = remindReviewers(database, askedAt + 31 * minuteMs).then((told) => {
          count = told;
        });
        while (count === null && !(await isBlocked()));
      },
      { timeout: 20_000 },
    );
    await looking;
    return count ?? -1;
  };
  expect(await lookDuring({ title: "moved" })).toBe(0);
  expect(await remindReviewers(database, askedAt + 16 * minuteMs)).toBe(2);
  await database.outbox.deleteMany();
  expect(await lookDuring({ stage: "scheduled", review: Prisma.DbNull })).toBe(0);
  expect(await told()).toEqual([]);
});
