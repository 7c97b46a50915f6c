import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ticket } from "../../core/tickets/ticket";
import type { SessionAccount } from "../auth/account";
import { createDesk, type Desk } from "../testing/desk";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { searchTickets } from "./search";

let desk: Desk;
const stored: Ticket[] = [];
beforeAll(async () => {
  desk = await createDesk();
  const words = [
    ["東側貨梯門打不開", "按鈕 沒有反應"],
    ["機房變壓器異音", "B1 電氣室"],
    ["UPS alarm in rack 7", "100% load, C_3"],
    ["ups ALARM again", "see rack 7"],
    ["印表機卡紙", "三樓　影印室"],
  ] as const;
  for (const [index, [title, description]] of words.entries()) {
    const updatedAt = Date.now() - index * 60_000;
    stored.push(
      await storeTicket(
        desk.database,
        ticketOf(desk, { title, description, updatedAt, number: 900 + index }),
      ),
    );
  }
  stored.push(
    await storeTicket(
      desk.database,
      ticketOf(desk, { title: "變壓器的機密", restricted: true, assignedGroupId: desk.networkGroup }),
    ),
  );
});
afterAll(() => desk.end());

const as = (id: string, role: string) => ({ id, role }) as SessionAccount;
const titles = async (text: string, who = as(desk.engineer, "agent"), max?: number) =>
  (await searchTickets(desk.database, who, text, max)).map(({ title }) => title);

test("a Chinese word of two characters is found in the middle of others", async () => {
  expect(await titles("貨梯")).toEqual(["東側貨梯門打不開"]);
  expect(await titles("電氣")).toEqual(["機房變壓器異音"]);
});

test("whatever its case, and also one character or a blank between words", async () => {
  expect(await titles("ups alarm")).toEqual(["UPS alarm in rack 7", "ups ALARM again"]);
  expect(await titles("k 7")).toEqual(["UPS alarm in rack 7", "ups ALARM again"]);
  expect(await titles("紙")).toEqual(["印表機卡紙"]);
  expect(await titles("樓　影")).toEqual(["印表機卡紙"]);
});

test("signs of a pattern stand for themselves", async () => {
  expect(await titles("0% l")).toEqual(["UPS alarm in rack 7"]);
  expect(await titles("C_3")).toEqual(["UPS alarm in rack 7"]);
  expect(await titles("U%S")).toEqual([]);
});

test("pairs that stand apart are no word", async () => {
  expect(await titles("貨梯打不開")).toEqual([]);
});

test("what is out of sight is not found, by whichever way", async () => {
  expect(await titles("變壓器", as(desk.engineer, "agent"))).toEqual(["機房變壓器異音"]);
  expect(await titles("變壓器", as(desk.engineer, "agent"), 0)).toEqual(["機房變壓器異音"]);
  expect(await titles("變壓器", as(desk.admin, "admin"))).toHaveLength(2);
  expect(await titles("貨梯", as(desk.colleague, "requester"))).toEqual([]);
});

test("a number finds its ticket, and an edit is found by its new words only", async () => {
  expect(await titles("INC-000901")).toEqual(["機房變壓器異音"]);
  const printer = stored[4];
  await desk.database.ticket.update({ where: { id: printer?.id ?? "" }, data: { title: "掃描器故障" } });
  expect(await titles("掃描")).toEqual(["掃描器故障"]);
  expect(await titles("卡紙")).toEqual([]);
});

test("as a look at every row would find, of any words, with few or many hits", async () => {
  const rows = await desk.database.ticket.findMany({ select: { id: true, title: true, description: true } });
  const part = fc
    .constantFrom(...rows.map(({ title, description }) => `${title} ${description}`))
    .chain((text) => fc.tuple(fc.constant(text), fc.nat(text.length), fc.integer({ min: 1, max: 6 })))
    .map(([text, from, length]) => text.slice(from, from + length))
    .filter((text) => text.trim() !== "");
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(part, fc.string({ minLength: 1, maxLength: 3 })),
      fc.constantFrom(0, 1, 4_000),
      async (text, max) => {
        fc.pre(text.trim() !== "" && !text.includes("\u0000"));
        const wanted = text.trim().toLowerCase();
        const expected = rows
          .filter((row) => [row.title, row.description].some((words) => words.toLowerCase().includes(wanted)))
          .map(({ id }) => id);
        const found = await searchTickets(desk.database, as(desk.admin, "admin"), text, max);
        expect(found.map(({ id }) => id as string).sort()).toEqual(expected.sort());
      },
    ),
    { numRuns: 150 },
  );
});
