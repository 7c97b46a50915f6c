/** A7 while a request is on its way: a phone from a backup, whose numbers the server already knows of another life. */
import "fake-indexeddb/auto";
import Dexie from "dexie";
import { afterEach, expect, test } from "vitest";
import type { ActionId } from "../../core/ids";
import { databaseName } from "../replica/database";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer } from "../testing/fake-server";
import { createTestPlatform } from "../testing/platform";

let phone: Phone;
afterEach(async () => {
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
});

test.each([false, true])(
  "[A7] [P1] what is saved under a used number while a push is on its way leaves in the same round (S6: %o)",
  async (answersPull) => {
    const platform = createTestPlatform();
    const server = createFakeServer(desk, platform.now);
    let onPush: (() => void) | null = null;
    const transport = server.transport(ids.chen, (question) => {
      if (question === "push") {
        const work = onPush;
        onPush = null;
        work?.();
      }
      return null;
    });
    phone = await openPhone(ids.chen, transport, platform);
    await phone.sync();
    const id = newTicketId();
    await phone.save("open", id, incidentArgs("電梯"));
    await phone.drain();
    server.answersPull = answersPull;
    await phone.save("comment", id, { text: "one" });
    const [one] = await phone.replica.db.queue.toArray();
    if (one === undefined) throw new Error("nothing was saved");
    // The life that the backup knows nothing of: this was sent, and another action under the next number.
    const other = {
      ...one.action,
      seq: one.seq + 1,
      actionId: "00000000-0000-7000-8000-0000000000ff" as ActionId,
      args: { text: "of the other life" },
    };
    const { clientId } = one.action;
    await server.transport(ids.chen).push({ accountId: ids.chen, clientId, actions: [one.action, other] });
    onPush = () => void phone.save("comment", id, { text: "two" });
    await phone.sync();
    expect([...server.activities.values()].map(({ text }) => text)).toContain("two");
  },
);
