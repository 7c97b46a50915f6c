/** Older and newer apps at one server (A2, S2a): through push and pull as they are, with a table of steps that grows. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { TicketId } from "../../core/ids";
import type { Action, ActionArgs } from "../../core/sync/protocol";
import { createDesk, createPhone, type Desk, openIncident, type Phone, pushOf } from "../testing/desk";
import { readPage } from "./page";
import { pull } from "./pull";
import { push } from "./push";

type Step = (args: Record<string, unknown>) => Record<string, unknown>;
const steps = vi.hoisted(() => ({ comment: [] as Step[] }));
vi.mock("../../core/workflow/upcasts", () => ({ upcasts: steps }));
/** Version 1 called a comment's text `note`. */
const noteToText: Step = ({ note, ...rest }) => ({ ...rest, text: note });
const same: Step = (args) => args;

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

const send = (phone: Phone, ...actions: Action[]) => push(desk.database, pushOf(phone, actions));
const comment = (phone: Phone, ticketId: TicketId, typeVersion: number, args: object): Action =>
  phone.act({ type: "comment", ticketId, typeVersion, args: args as ActionArgs });
const applied = { kind: "applied" };
const held = { kind: "held", code: "type.unknown" };

async function openTicket(phone: Phone): Promise<TicketId> {
  const action = openIncident(desk, phone);
  await send(phone, action);
  return action.ticketId;
}

async function textsOf(ticketId: TicketId): Promise<readonly string[]> {
  const where = { ticketId, type: "comment" };
  const lines = await desk.database.activity.findMany({ where, orderBy: { occurredAt: "asc" } });
  return lines.map(({ text }) => text);
}

test("[A2] [C5] what an older app says is decided as what it means, and its repeat is one", async () => {
  steps.comment = [noteToText];
  const phone = createPhone(desk.engineer);
  const ticketId = await openTicket(phone);
  const old = comment(phone, ticketId, 1, { note: "舊版 App 寫的" });
  const today = comment(phone, ticketId, 2, { text: "新版 App 寫的" });
  const answer = await send(phone, old, today);
  expect(answer.results.map(({ outcome }) => outcome)).toEqual([applied, applied]);
  expect(await textsOf(ticketId)).toEqual(["舊版 App 寫的", "新版 App 寫的"]);
  expect((await send(phone, old, today)).results).toEqual(answer.results);
  // S3: by what was sent, not by what it means.
  const changed = await send(phone, { ...old, typeVersion: 2, args: { text: "舊版 App 寫的" } });
  expect(changed).toMatchObject({ results: [], stop: "changed" });
  expect(await textsOf(ticketId)).toHaveLength(2);
});

test("[S2a] a newer version is held and decided at a pull once the server learnt it, each by its own version", async () => {
  steps.comment = [noteToText];
  const phone = createPhone(desk.engineer);
  const { accountId, clientId } = phone;
  const ticketId = await openTicket(phone);
  const third = comment(phone, ticketId, 3, { text: "第三版" });
  const fourth = comment(phone, ticketId, 4, { text: "第四版" });
  const first = comment(phone, ticketId, 1, { note: "第一版" });
  expect((await send(phone, third, fourth, first)).results.map(({ outcome }) => outcome)).toEqual([
    held,
    held,
    applied,
  ]);
  const page = await readPage(desk.database, { accountId, clientId, position: null });
  const outcomesNow = async () => {
    const answer = await pull(desk.database, { ...page, accountId, clientId, fromSeq: third.seq });
    return answer.kind === "changes" ? answer.outcomes.map(({ outcome }) => outcome) : answer;
  };
  expect(await outcomesNow()).toEqual([held, held, applied]);
  steps.comment.push(same);
  expect(await outcomesNow()).toEqual([applied, held, applied]);
  // An update may skip a version: what was held for the third would now be an older one.
  steps.comment.push(same);
  expect(await outcomesNow()).toEqual([applied, applied, applied]);
  expect([...(await textsOf(ticketId))].sort()).toEqual(["第一版", "第三版", "第四版"]);
});

test("[S2a] what was held is read as an older version when the server is two versions ahead", async () => {
  steps.comment = [];
  const phone = createPhone(desk.engineer);
  const { accountId, clientId } = phone;
  const ticketId = await openTicket(phone);
  const second = comment(phone, ticketId, 2, { note: "第二版" });
  expect((await send(phone, second)).results[0]?.outcome).toEqual(held);
  steps.comment = [same, noteToText];
  const page = await readPage(desk.database, { accountId, clientId, position: null });
  const answer = await pull(desk.database, { ...page, accountId, clientId, fromSeq: second.seq });
  expect(answer).toMatchObject({ outcomes: [{ outcome: applied }] });
  expect(await textsOf(ticketId)).toEqual(["第二版"]);
});

test("[P6] a step that throws, and an old version without arguments, come back and block nobody", async () => {
  steps.comment = [
    () => {
      throw new Error("a bug of ours");
    },
  ];
  const silence = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const phone = createPhone(desk.engineer);
  const ticketId = await openTicket(phone);
  const broken = comment(phone, ticketId, 1, { note: "x" });
  const empty = { ...comment(phone, ticketId, 1, {}), args: null as unknown as ActionArgs };
  const good = comment(phone, ticketId, 2, { text: "後面的" });
  const { results } = await send(phone, broken, empty, good);
  const malformed = expect.objectContaining({ kind: "returned", code: "needs.invalid" });
  expect(results.map(({ outcome }) => outcome)).toEqual([malformed, malformed, applied]);
  silence.mockRestore();
});
