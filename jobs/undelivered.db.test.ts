/** What was given up: listed, sent again, dismissed. */
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { dismissUndelivered, listUndelivered, retryUndelivered } from "../server/outbox/undelivered";
import { until } from "../server/testing/until";
import { createPushDesk } from "./testing/push-desk";

vi.setConfig({ testTimeout: 30_000 });

const pushDesk = await createPushDesk();
const { desk, service, start, assign, wake, readEntry } = pushDesk;

afterEach(pushDesk.clean);
afterAll(pushDesk.end);

test("what was given up is listed for administrators, and sent when they say so; what is no longer worth saying is not", async () => {
  const { device, entry, ticket } = await assign();
  const { entry: stale, ticket: moved } = await assign();
  service.answer({ kind: "status", status: 413 });
  start();
  for (const id of [entry, stale]) {
    await until(
      () => readEntry(id),
      (row) => row.state === "dead",
    );
  }
  const page = await listUndelivered(desk.database);
  expect(page).toMatchObject({ waiting: 0, overdueMs: 0 });
  expect(page.items.map(({ ticketId, error, attempts }) => [ticketId, error, attempts])).toEqual(
    expect.arrayContaining([
      [ticket.id, "413", 1],
      [moved.id, "413", 1],
    ]),
  );
  // Two devices by then, so the second entry was given up on both.
  expect(page.count).toBe(page.items.length);
  expect(page.items[0]).toMatchObject({
    personName: "engineer",
    action: "assignHandler",
    kind: "assignHandler",
  });
  expect(JSON.stringify(page)).not.toContain(device.auth);
  await desk.database.ticket.update({ where: { id: moved.id }, data: { holderId: desk.colleague } });
  service.answer({ kind: "status", status: 201 });
  const first = page.items.find((item) => item.outboxId === entry)!;
  expect(await retryUndelivered(desk.database, [first])).toBe(1);
  await wake();
  await until(
    () => readEntry(entry),
    (row) => row.state === "sent",
  );
  expect((await readEntry(stale)).state).toBe("dead");
  expect(await retryUndelivered(desk.database, null)).toBe(page.count - 1);
  await wake();
  await until(
    () => readEntry(stale),
    (row) => row.state === "obsolete",
  );
  const after = await until(
    () => listUndelivered(desk.database),
    ({ waiting }) => waiting === 0,
  );
  expect(after).toEqual({ items: [], count: 0, waiting: 0, overdueMs: 0 });
  expect(await retryUndelivered(desk.database, null)).toBe(0);
});

test("what no trying again would mend can be dismissed: it is listed no more, and never sent", async () => {
  const { entry } = await assign();
  service.answer({ kind: "status", status: 413 });
  start();
  await until(
    () => readEntry(entry),
    (row) => row.state === "dead",
  );
  const { items } = await listUndelivered(desk.database);
  expect(await dismissUndelivered(desk.database, items)).toBe(1);
  expect(await listUndelivered(desk.database)).toMatchObject({ items: [], count: 0 });
  expect(await retryUndelivered(desk.database, null)).toBe(0);
});
