import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AssetId, TicketId } from "../../core/ids";
import type { Ticket } from "../../core/tickets/ticket";
import { databaseName, ReplicaDatabase } from "../replica/database";
import { ticketToRow } from "../replica/rows";
import { ids } from "../testing/desk";
import { readAssetTickets } from "./asset";

const asset = "00000000-0000-4000-8000-0000000000a1" as AssetId;
const other = "00000000-0000-4000-8000-0000000000a2" as AssetId;
let db: ReplicaDatabase;
beforeEach(async () => {
  db = new ReplicaDatabase(ids.chen);
  await db.open();
});
afterEach(async () => {
  db.close();
  await Dexie.delete(databaseName(ids.chen));
});

let numbers = 0;
function ticket(assetIds: readonly AssetId[], more: Partial<Ticket> = {}): Ticket {
  const id = `00000000-0000-7000-8000-${(++numbers).toString(16).padStart(12, "0")}` as TicketId;
  const bare = {
    id,
    title: `${numbers}`,
    flow: "incident",
    stage: "handling",
    openerId: ids.lin,
    priority: "P3",
  };
  return {
    ...bare,
    holderId: null,
    assignedGroupId: null,
    review: null,
    stageAt: numbers,
    updatedAt: numbers,
    assetIds,
    ...more,
  } as Ticket;
}
async function hold(tickets: readonly Ticket[]): Promise<void> {
  await db.tickets.bulkPut(tickets.map((one) => ticketToRow(one, { waiting: 0, asOf: 0, generation: 0 })));
}
const titles = (rows: readonly { readonly ticket: Ticket }[]) => rows.map((row) => row.ticket.title);

test("open ones most urgent first, then the last that were closed; others' are not among them", async () => {
  await hold([
    ticket([asset], { title: "later" }),
    ticket([other], { title: "of another" }),
    ticket([other, asset], { title: "urgent", priority: "P1" }),
    ticket([], { title: "of none" }),
    ...Array.from({ length: 7 }, (_, index) =>
      ticket([asset], { title: `closed ${index}`, stage: "closed" }),
    ),
  ]);
  const { open, closed } = await readAssetTickets(db, asset);
  expect(titles(open)).toEqual(["urgent", "later"]);
  expect(titles(closed)).toEqual(["closed 6", "closed 5", "closed 4", "closed 3", "closed 2"]);
});

test("of 10,000 tickets only the asset's own are read, and of many the newest 200", async () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    ticket(index % 40 === 0 ? [asset] : [other], { title: `${index}` }),
  );
  await hold(many);
  let read = 0;
  db.tickets.hook("reading", (row) => {
    read++;
    return row;
  });
  const { open } = await readAssetTickets(db, asset);
  expect(read).toBe(200);
  expect(titles(open)).toContain("9960");
  expect(titles(open)).not.toContain("0");
});
