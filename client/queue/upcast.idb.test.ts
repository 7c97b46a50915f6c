/** An app that was updated over a queue of the former version (A2): shown as what it means, sent as it was saved. */
import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Action } from "../../core/sync/protocol";
import { databaseName } from "../replica/database";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer } from "../testing/fake-server";
import { createTestPlatform, type TestPlatform } from "../testing/platform";
import { discard } from "./discard";

type Step = (args: Record<string, unknown>) => Record<string, unknown>;
const steps = vi.hoisted(() => ({ comment: [] as Step[] }));
vi.mock("../../core/workflow/upcasts", () => ({ upcasts: steps }));

let server: FakeServer;
let platform: TestPlatform;
let phone: Phone;
const sent: Action[] = [];
beforeEach(async () => {
  steps.comment = [];
  sent.length = 0;
  platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  await open();
  await phone.sync();
});
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

async function open(): Promise<void> {
  const transport = server.transport(ids.chen);
  const noting: typeof transport = {
    ...transport,
    push: (request) => {
      sent.push(...request.actions);
      return transport.push(request);
    },
  };
  phone = await openPhone(ids.chen, noting, platform);
}

test("[A2] [S3] an entry of the former version replays as today's, and is sent as it was saved", async () => {
  const id = newTicketId();
  await phone.save("open", id, incidentArgs("電梯"));
  await phone.drain();
  sent.length = 0;
  await phone.save("comment", id, { text: "更新前寫的" });
  const before = await phone.replica.db.queue.toArray();
  phone.close();
  // The new app marks what older ones said.
  steps.comment = [({ text, ...rest }) => ({ ...rest, text: `〔舊〕${String(text)}` })];
  await open();
  await phone.save("comment", id, { text: "更新後寫的" });
  // Another's change makes both replay on the new row.
  server.act(ids.lin, { type: "comment", ticketId: id, args: { text: "別人的" } });
  await phone.drain();
  expect(sent.map(({ typeVersion, args }) => [typeVersion, args.text])).toEqual([
    [1, "更新前寫的"],
    [2, "更新後寫的"],
  ]);
  expect(sent[0]).toEqual(before[0]?.action);
  const lines = await phone.replica.db.activities
    .where("[ticketId+occurredAt]")
    .between([id, 0], [id, Infinity])
    .toArray();
  expect(lines.map(({ text }) => text)).toEqual(expect.arrayContaining(["〔舊〕更新前寫的", "更新後寫的"]));
  expect(await phone.replica.db.queue.count()).toBe(0);
});

test("[P5] [A2] what an older version means is what the screen shows while it waits", async () => {
  const id = newTicketId();
  await phone.save("open", id, incidentArgs("電梯"));
  await phone.drain();
  await phone.save("comment", id, { text: "更新前寫的" });
  phone.close();
  steps.comment = [({ text, ...rest }) => ({ ...rest, text: `〔舊〕${String(text)}` })];
  await open();
  await phone.save("claim", id);
  const shown = await phone.replica.db.tickets.get(id);
  expect([shown?.waiting, shown?.ticket.holderId]).toEqual([2, ids.chen]);
  await phone.drain();
  expect((await phone.replica.db.tickets.get(id))?.ticket).toEqual(server.tickets.get(id));
});

test("[A7] what is taken back is a void of today, whatever version its type has by now", async () => {
  steps.comment = [(args) => args];
  const id = newTicketId();
  await phone.save("open", id, incidentArgs("電梯"));
  await phone.drain();
  const saved = await phone.save("comment", id, { text: "不說了" });
  if (saved.kind !== "saved") throw new Error("not saved");
  await discard(phone.replica, saved.actionIds[0]!);
  await phone.drain();
  expect(sent.at(-1)).toMatchObject({ type: "void", typeVersion: 1 });
  expect(await phone.replica.db.queue.toArray()).toEqual([]);
});
