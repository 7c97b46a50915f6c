/**
 * 介接: an administrator makes a key on a phone; another program opens a ticket with it, which a dispatcher sees and works on;
 * and a receiver of webhooks hears of it, falters, and at last wants no more.
 */
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "playwright/test";
import { Webhook } from "standardwebhooks";
import { findFaults } from "./fixtures/audit";
import { hands } from "./fixtures/hands";
import { useTeam } from "./fixtures/team";

const demo = useTeam();

interface Call {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
const calls: Call[] = [];
/** The statuses of the next answers, then 200. */
let answers: number[] = [];
let receiver: Server;

test.beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      calls.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
});
test.afterAll(() => {
  receiver.close();
  receiver.closeAllConnections();
});

test("another program opens a ticket with a key, and is called when it changes", async () => {
  test.setTimeout(180_000);
  const { server, team } = demo;
  const admin = await team.person("何思妤");
  const { page } = admin;
  const sheet = page.getByRole("dialog");

  await page.goto("/admin/webhooks");
  await hands.press(page.getByRole("button", { name: "新增 Webhook" }));
  const { port } = receiver.address() as AddressInfo;
  await admin.say([
    ["名稱", "聊天室"],
    ["網址", `http://127.0.0.1:${port}/hook`],
  ]);
  await hands.check(sheet.getByLabel("每個動作"));
  expect(await findFaults(page)).toEqual([]);
  await hands.press(sheet.getByRole("button", { name: "新增 Webhook" }));
  const secret = await sheet.getByText(/^whsec_/).innerText();
  await hands.press(sheet.getByRole("button", { name: "關閉" }));

  await page.goto("/admin/keys");
  await expect(page.getByText("還沒有金鑰")).toBeVisible();
  await hands.press(page.getByRole("button", { name: "新增金鑰" }));
  await hands.press(sheet.getByRole("button", { name: "新增金鑰" }));
  await expect(sheet.getByText("至少選一項")).toBeVisible();
  await admin.say([["名稱", "門禁系統"]]);
  for (const scope of ["讀工單", "開單", "做動作、留言"])
    await hands.check(sheet.getByLabel(scope, { exact: true }));
  expect(await findFaults(page)).toEqual([]);
  await hands.press(sheet.getByRole("button", { name: "新增金鑰" }));
  const key = await sheet.getByText(/^gak_[\w-]{43}$/).innerText();
  await hands.press(sheet.getByRole("button", { name: "關閉" }));
  await expect(page.getByRole("button", { name: /門禁系統/ })).toContainText("可用");

  const send = async (path: string, body: unknown, idempotencyKey = randomUUID()) => {
    const answer = await fetch(`${server.origin}/api/v1${path}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "idempotency-key": idempotencyKey,
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const read = async (path: string) =>
    (await fetch(`${server.origin}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })).json();
  const document = await (await fetch(`${server.origin}/api/v1/openapi.json`)).json();
  expect(document.openapi).toBe("3.1.0");
  const sample = (await read("/tickets?flow=incident&limit=1")).tickets[0];
  const { categoryId, assignedGroupId: groupId } = sample;
  const title = "三號門讀卡機沒有反應";
  answers = [500];
  const open = {
    flow: "incident",
    args: { title, description: "", categoryId, groupId, impact: "low", urgency: "medium" },
  };
  const once = randomUUID();
  const opened = await send("/tickets", open, once);
  expect(opened).toMatchObject({ status: 201, body: { outcome: { kind: "applied" } } });
  expect(await send("/tickets", open, once)).toEqual(opened);
  const { ticketId, number } = opened.body;

  const dispatcher = await team.person("周俊宏");
  await dispatcher.page.goto(`/tickets/${ticketId}`);
  await expect(dispatcher.heading(title)).toBeVisible();
  await expect(dispatcher.page.getByRole("article")).toContainText(number);
  await expect(dispatcher.page.getByRole("article")).toContainText("門禁系統");

  // It was answered 500, and comes again under the same id.
  await expect.poll(() => calls.length, { timeout: 30_000 }).toBe(2);
  const [first, second] = calls;
  const heard = new Webhook(secret).verify(second!.body, { ...second!.headers });
  expect(heard).toMatchObject({
    type: "ticket.opened",
    data: {
      ticketId,
      number,
      title,
      actor: { name: "門禁系統" },
      url: `${server.origin}/tickets/${ticketId}`,
    },
  });
  expect(second!.headers["webhook-id"]).toBe(first!.headers["webhook-id"]);
  expect(second!.body).toBe(first!.body);

  const refused = await send(`/tickets/${number}/actions`, {
    type: "reassign",
    args: { groupId, reason: "Not ours" },
  });
  expect(refused).toMatchObject({ status: 409, body: { outcome: { kind: "returned" } } });
  answers = [410];
  const cancelled = await send(`/tickets/${number}/actions`, {
    type: "cancel",
    args: { reason: "讀卡機自己好了" },
  });
  expect(cancelled).toMatchObject({ status: 200, body: { outcome: { kind: "applied" } } });
  await dispatcher.seesStage("已取消");
  await expect.poll(() => calls.length, { timeout: 30_000 }).toBe(3);
  expect(new Webhook(secret).verify(calls[2]!.body, { ...calls[2]!.headers })).toMatchObject({
    type: "ticket.closed",
    data: { stage: "closed", outcome: "cancelled", action: "cancel" },
  });

  await page.goto("/admin/webhooks");
  const row = page.getByRole("button", { name: /聊天室/ });
  await expect(row).toContainText("對方已停止");
  await hands.press(row);
  await expect(sheet.getByText("對方回了 410")).toBeVisible();
  expect(await findFaults(page)).toEqual([]);
  await hands.check(sheet.getByLabel("使用中"));
  await hands.press(sheet.getByRole("button", { name: "儲存" }));
  await expect(row).toContainText("使用中");
  await hands.press(row);
  await hands.press(sheet.getByRole("button", { name: "送一則測試" }));
  await expect.poll(() => calls.length, { timeout: 30_000 }).toBe(4);
  await expect(sheet.getByText("等待送出")).toHaveCount(0);
  await hands.press(sheet.getByRole("button", { name: "關閉" }));

  await page.goto("/admin/keys");
  await hands.press(page.getByRole("button", { name: /門禁系統/ }));
  await hands.press(sheet.getByRole("button", { name: "換一把金鑰" }));
  const another = await sheet.getByText(/^gak_[\w-]{43}$/).innerText();
  expect(another).not.toBe(key);
  await hands.press(sheet.getByRole("button", { name: "關閉" }));
  expect((await read("/tickets?limit=1")).tickets).toHaveLength(1);
  await hands.press(page.getByRole("button", { name: /門禁系統/ }));
  await hands.press(sheet.getByRole("button", { name: "撤銷這把金鑰" }));
  await hands.press(sheet.getByRole("button", { name: "確定撤銷" }));
  await expect(page.getByRole("button", { name: /門禁系統/ })).toContainText("已撤銷");
  expect(await read("/tickets")).toMatchObject({ status: 401, code: "key.revoked" });

  await page.goto("/admin/history");
  await expect(page.getByText("撤銷 API 金鑰")).toBeVisible();
  await expect(page.getByText("新增 Webhook").first()).toBeVisible();
  const history = await page.getByRole("main").innerText();
  for (const hidden of [key, another, secret]) {
    expect(history).not.toContain(hidden);
    expect(server.logs()).not.toContain(hidden);
  }
});
