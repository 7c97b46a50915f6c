import { afterAll, beforeAll, expect, test } from "vitest";
import type { Membership } from "../../core/directory/directory";
import type { AccountId, ClientId, TicketId } from "../../core/ids";
import type { PageAnswer, PagePosition } from "../../core/sync/protocol";
import { readPage } from "../sync/page";
import { pull } from "../sync/pull";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, pushOf } from "../testing/desk";
import { replaceMembers } from "../testing/members";
import { storeTicket, ticketOf } from "../testing/ticket-row";
import { editPerson } from "./people";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

/** Fills a device; what it holds, and how it pulls from there. */
async function fill(accountId: AccountId, clientId: ClientId) {
  const held = new Set<TicketId>();
  let first: PageAnswer | null = null;
  for (let position: PagePosition | null = null; ; ) {
    const page: PageAnswer = await readPage(desk.database, { accountId, clientId, position });
    first ??= page;
    for (const ticket of page.puts.tickets) held.add(ticket.id);
    position = page.next;
    if (position === null) break;
  }
  const { epoch, cursor, scopeHash } = first;
  const ask = () => pull(desk.database, { accountId, clientId, epoch, cursor, scopeHash, fromSeq: 1 });
  return { held, ask };
}

const members = (list: readonly Membership[]) => replaceMembers(desk, desk.fieldGroup, list);
const whole = (): readonly Membership[] => [
  { accountId: desk.lead, role: "lead" },
  { accountId: desk.engineer, role: "member" },
  { accountId: desk.colleague, role: "member" },
];
const rebuild = { kind: "rebuild", reason: "scopes" };

test("[R3] who is taken out of a group fills every device anew; what waited there is decided, and the group's tickets leave", async () => {
  const ours = await storeTicket(desk.database, ticketOf(desk));
  const mine = await storeTicket(desk.database, ticketOf(desk, { openerId: desk.engineer }));
  const phone = createPhone(desk.engineer);
  const tablet = createPhone(desk.engineer);
  const before = [
    await fill(desk.engineer, phone.clientId),
    await fill(desk.engineer, tablet.clientId),
  ] as const;
  const colleague = await fill(desk.colleague, createPhone(desk.colleague).clientId);
  for (const device of before) expect(device.held).toContain(ours.id);
  const comment = phone.act({ type: "comment", ticketId: ours.id, args: { text: "on site" } });
  const claim = phone.act({ type: "claim", ticketId: ours.id, baseRevision: 1 });

  await members(whole().filter(({ accountId }) => accountId !== desk.engineer));
  for (const device of before) expect(await device.ask()).toEqual(rebuild);
  // Whose groups did not change goes on where they were.
  expect(await colleague.ask()).toMatchObject({ kind: "changes" });

  const { results } = await push(desk.database, pushOf(phone, [comment, claim]));
  expect(results.map(({ outcome }) => outcome.kind)).toEqual(["applied", "returned"]);
  for (const { clientId } of [phone, tablet]) {
    const after = await fill(desk.engineer, clientId);
    expect(after.held).not.toContain(ours.id);
    expect(after.held).toContain(mine.id);
    expect(await after.ask()).toMatchObject({ kind: "changes", removes: { tickets: [] } });
  }

  await members(whole());
  expect((await fill(desk.engineer, tablet.clientId)).held).toContain(ours.id);
});

test("[R3] another role fills every device anew", async () => {
  const devices = [
    await fill(desk.colleague, createPhone(desk.colleague).clientId),
    await fill(desk.colleague, createPhone(desk.colleague).clientId),
  ];
  const role = { from: "agent", to: "requester" } as const;
  await editPerson(desk.database, desk.admin, desk.colleague, { role });
  for (const device of devices) expect(await device.ask()).toEqual(rebuild);
  expect((await fill(desk.colleague, createPhone(desk.colleague).clientId)).held.size).toBe(0);
});

test("a change of a group's name reaches devices as a row, without filling anew", async () => {
  const device = await fill(desk.engineer, createPhone(desk.engineer).clientId);
  await members([
    { accountId: desk.lead, role: "lead" },
    { accountId: desk.engineer, role: "lead" },
  ]);
  const answer = await device.ask();
  expect(answer).toMatchObject({ kind: "changes" });
  const kinds = answer.kind === "changes" ? answer.puts.directory.map((row) => row.kind) : [];
  expect(kinds).toContain("group");
});
