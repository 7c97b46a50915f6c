import { afterAll, beforeAll, expect, test } from "vitest";
import type { AccountId } from "../../core/ids";
import { editPerson, renewPassword } from "../admin/people";
import { push } from "../sync/push";
import { createProgram } from "../testing/api-keys";
import { createDesk, createPhone, type Desk, openIncident, pushOf } from "../testing/desk";
import { refusalOf } from "../testing/refusal";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

test("what somebody does while a webhook is being removed is done, and waits for nobody", async () => {
  const hook = await desk.database.webhook.create({
    data: {
      name: "going",
      url: "https://gone.example/",
      events: ["ticket.opened"],
      flows: ["incident"],
      secret: "c2VjcmV0",
    },
  });
  const phone = createPhone(desk.engineer);
  const opened = await desk.database.$transaction(async (removing) => {
    await removing.webhook.delete({ where: { id: hook.id } });
    return push(desk.database, pushOf(phone, [openIncident(desk, phone)]));
  });
  expect(opened.results).toMatchObject([{ outcome: { kind: "applied" } }]);
  expect(await desk.database.webhookDelivery.count()).toBe(0);
});

test("nobody signs in as a program, and no program is an administrator", async () => {
  const accountId = (await createProgram(desk)).accountId as AccountId;
  expect((await refusalOf(renewPassword(desk.database, desk.admin, accountId))).code).toBe("person.program");
  const edits = { role: { from: "agent", to: "admin" } } as const;
  expect((await refusalOf(editPerson(desk.database, desk.admin, accountId, edits))).code).toBe(
    "person.program",
  );
});
