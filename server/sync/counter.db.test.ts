import { afterAll, beforeAll, expect, test } from "vitest";
import type { TicketId } from "../../core/ids";
import { createDesk, type Desk } from "../testing/desk";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { classifyFailure } from "./failure";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

const counterOf = async () =>
  Number((await desk.database.syncCounter.findUniqueOrThrow({ where: { id: 1 } })).value);

test("[R1a] a transaction of many rows takes one number, one that is rolled back none", async () => {
  const before = await counterOf();
  const ids: TicketId[] = [];
  await desk.database.$transaction(async (transaction) => {
    for (let index = 0; index < 4; index += 1) {
      ids.push((await storeTicket(transaction as typeof desk.database, ticketOf(desk))).id);
    }
  });
  const rolledBack = desk.database.$transaction(async (transaction) => {
    await storeTicket(transaction as typeof desk.database, ticketOf(desk));
    throw new Error("changed my mind");
  });
  await expect(rolledBack).rejects.toThrow("changed my mind");
  expect(await counterOf()).toBe(before + 1);
  const changes = await desk.database.syncChange.findMany({
    where: { counter: before + 1, scope: `g:${desk.fieldGroup}` },
  });
  expect(changes.map((change) => change.entityId).sort()).toEqual([...ids].sort());
  expect(changes.every((change) => change.entered)).toBe(true);
});

test("[R1] numbers are dense, and a reader beside eight writers misses nothing", async () => {
  const start = await counterOf();
  const perWriter = 40;
  const scope = `p:${desk.engineer}`;
  const written = new Set<string>();
  const writer = async () => {
    for (let index = 0; index < perWriter; index += 1) {
      const ticket = await storeTicket(desk.database, ticketOf(desk, { holderId: desk.engineer }));
      written.add(ticket.id);
    }
  };
  const seen = new Set<string>();
  let cursor = start;
  let writing = true;
  const read = () =>
    desk.database.$transaction(
      async (transaction) => {
        const { value } = await transaction.syncCounter.findUniqueOrThrow({ where: { id: 1 } });
        const rows = await transaction.syncChange.findMany({ where: { scope, counter: { gt: cursor } } });
        for (const row of rows) if (row.entity === "ticket") seen.add(row.entityId);
        cursor = Number(value);
      },
      { isolationLevel: "RepeatableRead" },
    );
  const reader = (async () => {
    while (writing) await read();
  })();
  await Promise.all(Array.from({ length: 8 }, writer));
  writing = false;
  await reader;
  await read();
  expect(seen).toEqual(written);
  const [row] = await desk.database.$queryRaw<{ count: number; top: number }[]>`
    SELECT count(DISTINCT counter)::int AS count, max(counter)::int AS top
    FROM sync_change WHERE counter > ${start}`;
  expect(row).toEqual({ count: 8 * perWriter, top: start + 8 * perWriter });
});

test("[S1a] a COMMIT that raises is seen as failed, and nothing of it is stored", async () => {
  await desk.database.$executeRawUnsafe(`CREATE FUNCTION refuse_commit() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'not today'; END $$`);
  await desk.database.$executeRawUnsafe(`CREATE CONSTRAINT TRIGGER refuse_commit AFTER INSERT ON site
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_commit()`);
  const before = await counterOf();
  let reached = false;
  const failed = desk.database.$transaction(async (transaction) => {
    await transaction.site.create({ data: { name: "nowhere" } });
    reached = true;
  });
  const error = await failed.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(reached).toBe(true);
  expect(error).not.toBeNull();
  expect(classifyFailure(error)).toBe("transient");
  expect(await desk.database.site.count()).toBe(0);
  expect(await counterOf()).toBe(before);
});

test("[S1a] a deadlock is transient, a value that does not fit is not", async () => {
  const tickets = [
    await storeTicket(desk.database, ticketOf(desk)),
    await storeTicket(desk.database, ticketOf(desk)),
  ];
  const touch = async (ids: readonly string[]) =>
    desk.database.$transaction(async (transaction) => {
      for (const id of ids) {
        await transaction.ticket.update({ where: { id }, data: { title: "x" } });
        await transaction.$queryRaw`SELECT 1 FROM pg_sleep(0.2)`;
      }
    });
  const ids = tickets.map((ticket) => ticket.id);
  const ends = await Promise.allSettled([touch(ids), touch([...ids].reverse())]);
  const [deadlock] = ends.filter((end) => end.status === "rejected");
  expect(classifyFailure(deadlock?.reason)).toBe("transient");

  const unfit = await desk.database.$queryRaw`SELECT 'x'::uuid`.catch((error: unknown) => error);
  expect(classifyFailure(unfit)).toBe("content");
  const foreign = await desk.database.ticketLink
    .create({ data: { ticketId: ids[0]!, kind: "fixes", linkedId: desk.lead } })
    .catch((error: unknown) => error);
  expect(classifyFailure(foreign)).toBe("content");
  expect(classifyFailure(new TypeError("ours"))).toBe("bug");
});
