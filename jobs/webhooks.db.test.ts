import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { TicketId, WebhookId } from "../core/ids";
import type { WebhookDraft } from "../core/interfaces/webhook";
import { push } from "../server/sync/push";
import {
  createDesk,
  createPhone,
  type Desk,
  openIncident,
  type Phone,
  pushOf,
  uuid,
} from "../server/testing/desk";
import { type Call, type Receiver, startReceiver } from "../server/testing/receiver";
import { until } from "../server/testing/until";
import {
  createWebhook,
  listWebhooks,
  rotateWebhook,
  saveWebhook,
  testWebhook,
} from "../server/webhooks/webhooks";
import { startWebhooks, type Webhooks } from "./webhooks";

const hosts = { own: [], loopback: true };
const origin = "https://desk.example";
let desk: Desk;
let receiver: Receiver;
let webhooks: Webhooks | undefined;
let phone: Phone;

beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());
beforeEach(async () => {
  receiver = await startReceiver();
  phone = createPhone(desk.lead);
});
afterEach(async () => {
  await webhooks?.stop();
  webhooks = undefined;
  await receiver.end();
  await desk.database.webhook.deleteMany();
});

const everything = ["ticket.opened", "ticket.moved", "ticket.closed", "ticket.commented"] as const;
const subscribe = (draft: Partial<WebhookDraft> = {}) =>
  createWebhook(
    desk.database,
    desk.admin,
    { name: "chat", url: receiver.url, events: everything, flows: ["incident"], groupId: null, ...draft },
    hosts,
  );
const carry = () => {
  webhooks = startWebhooks({ database: desk.database, hosts, origin, log: () => undefined, pollMs: 20 });
};
const act = (...actions: Parameters<typeof pushOf>[1]) => push(desk.database, pushOf(phone, actions));
const open = async (args: Record<string, unknown> = {}): Promise<TicketId> => {
  const action = openIncident(desk, phone, "UPS alarm");
  await act({ ...action, args: { ...action.args, ...args } });
  return action.ticketId;
};
const heard = (count: number): Promise<readonly Call[]> =>
  until(async () => receiver.calls.length >= count, Boolean).then(() => receiver.calls);
const bodies = () => receiver.calls.map(({ body }) => JSON.parse(body));
const stateOf = async (id: WebhookId) =>
  (await listWebhooks(desk.database, Date.now())).find((one) => one.id === id);
/** As if the time had come. */
const makeDue = () =>
  desk.database.webhookDelivery.updateMany({ where: { state: "pending" }, data: { dueAt: new Date(0) } });

test("it is told thinly what happened, signed as another's implementation checks", async () => {
  const { secret } = await subscribe();
  const id = await open();
  carry();
  const [call] = await heard(1);
  expect(new Webhook(secret).verify(call!.body, { ...call!.headers })).toEqual({
    type: "ticket.opened",
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    version: 1,
    data: {
      ticketId: id,
      number: expect.stringMatching(/^INC-\d{6}$/),
      flow: "incident",
      action: "open",
      fromStage: null,
      stage: "assign",
      outcome: null,
      title: "UPS alarm",
      priority: "P3",
      groupId: desk.fieldGroup,
      actor: { id: desk.lead, name: "lead" },
      occurredAt: expect.any(String),
      url: `https://desk.example/tickets/${id}`,
    },
  });
  expect(call!.headers["content-type"]).toBe("application/json");
  expect(() => new Webhook("whsec_b3RoZXI=").verify(call!.body, { ...call!.headers })).toThrow();
});

test("each line calls once, as the most particular that is wanted; work notes and edits call nobody", async () => {
  await subscribe();
  const ticketId = await open();
  await act(
    phone.act({ type: "assignHandler", ticketId, args: { personId: desk.engineer } }),
    phone.act({ type: "comment", ticketId, args: { text: "On the way" } }),
    phone.act({ type: "workNote", ticketId, args: { text: "Key under the mat" } }),
    phone.act({ type: "edit", ticketId, args: { title: "UPS", from: { title: "UPS alarm" } } }),
    phone.act({
      type: "resolve",
      ticketId,
      args: { closureCode: "fixed", notes: "Rebooted", restoredAt: Date.now() - 2_000 },
    }),
  );
  carry();
  await heard(4);
  const said = bodies().map(({ type, data }) => [
    type,
    data.action,
    data.fromStage,
    data.stage,
    data.outcome,
  ]);
  expect(said.sort()).toEqual([
    ["ticket.closed", "resolve", "handle", "closed", "resolved"],
    ["ticket.commented", "comment", "handle", "handle", null],
    ["ticket.moved", "assignHandler", "assign", "handle", null],
    ["ticket.opened", "open", null, "assign", null],
  ]);
  expect(JSON.stringify(bodies())).not.toContain("On the way");
});

test("who asks for steps only hears of closing as a step; flows and groups leave the others out", async () => {
  await subscribe({ events: ["ticket.moved"] });
  await subscribe({ name: "problems", flows: ["problem"] });
  await subscribe({ name: "others", groupId: desk.networkGroup });
  const ticketId = await open();
  await act(phone.act({ type: "resolveNow", ticketId, args: { closureCode: "fixed", notes: "x" } }));
  const waiting = await desk.database.webhookDelivery.findMany({ include: { webhook: true } });
  expect(waiting.map(({ event, webhook: { name } }) => [name, event])).toEqual([["chat", "ticket.moved"]]);
});

test("of a restricted ticket it says everything but its title", async () => {
  await subscribe();
  await open({ restricted: true });
  carry();
  await heard(1);
  expect(bodies()[0].data).toMatchObject({ title: null, number: expect.any(String) });
  expect(receiver.calls[0]!.body).not.toContain("UPS alarm");
});

test("[P1] what comes back to its author, and what is sent again, calls nobody", async () => {
  await subscribe();
  const ticketId = await open();
  const assign = { type: "assignHandler", ticketId, args: { personId: desk.engineer } } as const;
  const late = phone.act(assign);
  const again = phone.act(assign);
  await act(late);
  await act(late);
  await act(again);
  expect(await desk.database.webhookDelivery.count({ where: { event: "ticket.moved" } })).toBe(1);
});

test("nobody is called of a change that was undone: it is written with it", async () => {
  await subscribe();
  const before = await desk.database.webhookDelivery.count();
  await desk.database
    .$transaction(async (transaction) => {
      const ticket = await desk.database.ticket.findFirstOrThrow();
      await transaction.activity.create({
        data: { ...lineOf(ticket.id), id: uuid() },
      });
      throw new Error("undone");
    })
    .catch(() => undefined);
  expect(await desk.database.webhookDelivery.count()).toBe(before);
});

test("not taken, it is sent again under the same id, until it is taken", async () => {
  const { id } = await subscribe();
  receiver.answer(500, 302);
  await open();
  carry();
  await heard(1);
  await until(async () => (await stateOf(id))?.lastError === "500 because", Boolean);
  await makeDue();
  await heard(2);
  await until(async () => (await stateOf(id))?.lastError === "302 because", Boolean);
  await makeDue();
  await heard(3);
  await until(async () => (await stateOf(id))?.waiting === 0, Boolean);
  expect(new Set(receiver.calls.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(new Set(receiver.calls.map(({ body }) => body)).size).toBe(1);
  // A redirect is not followed.
  expect(receiver.calls.map(({ path }) => path)).toEqual(["/hook", "/hook", "/hook"]);
  const { state, lastSuccessAt, lastFailureAt } = (await stateOf(id))!;
  expect([state, lastSuccessAt! >= lastFailureAt!]).toEqual(["on", true]);
});

test("after the last try it is given up, and the next message is tried as ever", async () => {
  const { id } = await subscribe();
  receiver.answer(503);
  await open();
  await desk.database.webhookDelivery.updateMany({ data: { attempts: 9 } });
  carry();
  await until(async () => (await stateOf(id))?.waiting === 0 && receiver.calls.length === 1, Boolean);
  expect(await desk.database.webhookDelivery.findFirst()).toMatchObject({ state: "dead", attempts: 10 });
  expect((await stateOf(id))?.state).toBe("on");
});

test("410 stops it and all that waits for it; started again it is called again", async () => {
  const { id } = await subscribe();
  receiver.answer(410);
  await open();
  await desk.database.webhookDelivery.create({
    data: { webhookId: id, event: "webhook.test", facts: {}, dueAt: new Date(Date.now() + 60_000) },
  });
  carry();
  await until(async () => (await stateOf(id))?.state === "gone", Boolean);
  expect(await stateOf(id)).toMatchObject({ waiting: 0, lastError: "410 because" });
  await open();
  expect(await desk.database.webhookDelivery.count({ where: { state: "pending" } })).toBe(0);
  const { name, url, events, flows, groupId } = (await stateOf(id))!;
  await saveWebhook(
    desk.database,
    desk.admin,
    id,
    { name, url, events, flows, groupId, active: true },
    hosts,
  );
  await testWebhook(desk.database, desk.admin, id);
  await heard(2);
  await until(async () => (await stateOf(id))?.lastSuccessAt !== null, Boolean);
  expect(bodies()[1]).toMatchObject({ type: "webhook.test", version: 1 });
  expect((await stateOf(id))?.state).toBe("on");
});

test("while one secret replaces another, both verify", async () => {
  const { id, secret: former } = await subscribe();
  const { secret } = await rotateWebhook(desk.database, desk.admin, id);
  await testWebhook(desk.database, desk.admin, id);
  carry();
  const [call] = await heard(1);
  for (const one of [former, secret]) {
    expect(new Webhook(one).verify(call!.body, { ...call!.headers })).toMatchObject({ type: "webhook.test" });
  }
  await desk.database.webhook.update({ where: { id }, data: { previousSecretUntil: new Date(0) } });
  await testWebhook(desk.database, desk.admin, id);
  const later = (await heard(2))[1]!;
  expect(() => new Webhook(former).verify(later.body, { ...later.headers })).toThrow();
});

test("an address that may not be called is refused when it is given, and not called should it stand there", async () => {
  await expect(subscribe({ url: "https://10.0.0.1/hook" })).rejects.toMatchObject({
    code: "webhook.address",
  });
  const { id } = await subscribe();
  await desk.database.webhook.update({ where: { id }, data: { url: "http://10.0.0.1/hook" } });
  await testWebhook(desk.database, desk.admin, id);
  carry();
  await until(async () => (await stateOf(id))?.lastError === "address.forbidden", Boolean);
  expect(receiver.calls).toEqual([]);
});

test("no secret stands in the history, nor what of an address may be one", async () => {
  const { id, secret } = await subscribe({ url: `${receiver.url}?token=t0ken` });
  await rotateWebhook(desk.database, desk.admin, id);
  const lines = JSON.stringify(await desk.database.adminChange.findMany({ where: { subjectId: id } }));
  expect(lines).toContain("webhook.created");
  expect(lines).toContain("webhook.rotated");
  expect(lines).not.toContain(secret);
  expect(lines).not.toContain("t0ken");
});

function lineOf(ticketId: string) {
  return {
    ticketId,
    type: "claim",
    actorId: desk.lead,
    text: "",
    details: {},
    occurredAt: new Date(),
    arrivedAt: new Date(),
  };
}
