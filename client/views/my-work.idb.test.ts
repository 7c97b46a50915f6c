import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, expect, test } from "vitest";
import type { GroupId, TicketId } from "../../core/ids";
import { newClock } from "../../core/sla/clock-after";
import { makeTicket } from "../../core/workflow/testing/world";
import { databaseName, ReplicaDatabase } from "../replica/database";
import { type TicketRow, ticketToRow } from "../replica/rows";
import { ids } from "../testing/desk";
import { myWork } from "./my-work";

const led = ids.network as GroupId;
const unanswered = "00000000-0000-7000-8000-0000000000ff" as TicketId;
let db: ReplicaDatabase | undefined;
afterEach(async () => {
  db?.close();
  await Dexie.delete(databaseName(ids.wang));
});

function rowOf(id: TicketId, openedAt: number, respondedAt: number | null, more: object = {}): TicketRow {
  const clock = { ...newClock, respondedAt };
  const given = { id, openedAt, stageAt: openedAt, priority: "P4", assignedGroupId: led, clock, ...more };
  const ticket = makeTicket("incident", respondedAt === null ? "assign" : "handle", null, given as never);
  return ticketToRow({ ...ticket, holderId: null }, { waiting: 2, asOf: 7, generation: 3 });
}

/** Twenty that were answered at once, and one after them that nobody answered. */
function rows(): readonly TicketRow[] {
  const idOf = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}` as TicketId;
  return [
    ...Array.from({ length: 20 }, (_, n) => rowOf(idOf(n), 1_000 + n, 1_000 + n)),
    rowOf(unanswered, 2_000, null),
  ];
}

async function clocked(on: ReplicaDatabase): Promise<readonly TicketId[]> {
  const lead = { accountId: ids.wang, role: "lead" } as const;
  const context = {
    actor: { id: ids.wang, role: "agent" },
    delegations: () => [],
    groups: () => [{ id: led, active: true, members: [lead] }],
  } as never;
  return (await myWork(on, context)).clocked.map(({ id }) => id);
}

test("an unanswered incident is found behind twenty older ones that were answered", async () => {
  db = new ReplicaDatabase(ids.wang);
  await db.tickets.bulkPut(rows());
  const found = await clocked(db);
  expect(found).toHaveLength(21);
  expect(found).toContain(unanswered);
});

test("a replica from before clocks were told apart is brought up to date as it is opened, without a network", async () => {
  const old = new Dexie(databaseName(ids.wang));
  old.version(5).stores(fifthSchema);
  // As they were: `clock <group> <priority> <opened>`.
  const before = rows().map((row) => ({
    ...row,
    awaits: row.awaits.map((key) => key.replace(/ (response|resolution) /, " ")),
  }));
  const other = { ...rowOf(unanswered, 0, 0, { clock: null }), id: "other" as TicketId, awaits: ["kept 1"] };
  await old.table("tickets").bulkPut([...before, other]);
  old.close();

  db = new ReplicaDatabase(ids.wang);
  expect(await clocked(db)).toHaveLength(21);
  expect(await db.tickets.bulkGet(rows().map(({ id }) => id))).toEqual(rows());
  expect(await db.tickets.get("other" as TicketId)).toEqual(other);
});

const fifthSchema = {
  tickets:
    "id, *awaits, [unassignedGroup+rank], [openerId+open+recent], [holderId+open+recent], [groupId+open+recent], [flow+open+recent], [open+recent], *ticket.assetIds",
  base: "id",
  activities: "id, [ticketId+occurredAt], pendingFor",
  packed: "++id, last",
  directory: "[kind+id]",
  queue: "actionId, seq, *touches",
  returned: "actionId, [open+at], ticketId",
  notices: "id, at, ticketId, [unread+at]",
  reads: "id",
  drafts: "id, ticketId",
  attachments: "id, actionId, trouble, form.draftId",
  bytes: "id",
  previews: "id, usedAt, ticketId",
  search: "++doc, &id, *terms",
  meta: "key",
};
