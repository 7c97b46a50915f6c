import { afterAll, beforeAll, expect, test } from "vitest";
import { createDesk, createPhone, type Desk, openIncident, pushOf } from "../testing/desk";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { push } from "./push";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

test("[R2] [R4] a row of many and a row alone say the same of a ticket and of a line", async () => {
  const { database } = desk;
  const phone = createPhone(desk.engineer);
  const opened = openIncident(desk, phone, 'B2 "漏水" \\ 雨');
  const comment = phone.act({ type: "comment", ticketId: opened.ticketId, args: { text: "好\n了" } });
  await push(database, pushOf(phone, [opened, comment]));
  const closed = { stage: "closed", outcome: "resolved", closedAt: Date.now(), holderId: desk.lead } as const;
  const other = await storeTicket(database, ticketOf(desk, closed));
  await database.ticketLink.createMany({
    data: [
      { ticketId: opened.ticketId, kind: "problem", linkedId: other.id },
      { ticketId: other.id, kind: "incident", linkedId: opened.ticketId },
    ],
  });
  const tickets = await database.$queryRaw<{ same: boolean; links: number }[]>`
    SELECT ticket_json(ticket) = to_jsonb(ticket_wire) AS same, json_array_length(links) AS links
    FROM ticket JOIN ticket_wire USING (id)`;
  expect(tickets.length).toBeGreaterThan(1);
  expect(tickets.filter(({ same }) => !same)).toEqual([]);
  expect(tickets.some(({ links }) => links > 0)).toBe(true);
  const lines = await database.$queryRaw<{ same: boolean }[]>`
    SELECT activity_json(activity) = to_jsonb(activity_wire) AS same FROM activity JOIN activity_wire USING (id)`;
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.filter(({ same }) => !same)).toEqual([]);
});
