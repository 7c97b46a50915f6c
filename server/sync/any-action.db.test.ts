/**
 * Random people do random things to random tickets of all flows, legal and not, over HTTP and the database. Judged by
 * the document's own rows (core/workflow/testing/oracle.ts) and a few lines here that read them: nothing of `decide`.
 */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AccountId, ActionId, ClientId, TicketId } from "../../core/ids";
import type { Action, ActionArgs, Outcome, PushAnswer } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { type OracleLine, type OracleWord, oracle } from "../../core/workflow/testing/oracle";
import { type Flow, flows, type WorkflowAction, workflowActions } from "../../core/workflow/vocabulary";
import { createDesk, type Desk } from "../testing/desk";
import { type Browser, createBrowser, createTestAuth, givePassword, signIn } from "../testing/http";

const hourMs = 3_600_000;
let desk: Desk;
let people: readonly AccountId[];
const browsers = new Map<AccountId, Browser>();
let template: string;
let asset: string;

beforeAll(async () => {
  desk = await createDesk();
  const { database } = desk;
  const { lead, engineer, colleague, networkLead, networkEngineer, requester, admin } = desk;
  people = [lead, engineer, colleague, networkLead, networkEngineer, requester, admin];
  await givePassword(database, people);
  const auth = createTestAuth(database);
  for (const id of people) {
    const { email } = await database.account.findUniqueOrThrow({ where: { id } });
    const { cookie } = await signIn(auth, email);
    browsers.set(id, createBrowser(database, auth, cookie));
  }
  const site = await database.site.create({ data: { name: "南港廠" } });
  asset = (await database.asset.create({ data: { tag: "A-1", name: "UPS", siteId: site.id } })).id;
  template = (await database.changeTemplate.create({ data: { name: "generic", approved: true } })).id;
});
afterAll(() => desk.end());

interface Step {
  /** Which of the run's tickets, person and action; taken modulo what there is. */
  readonly ticket: number;
  readonly person: number;
  readonly action: number;
  readonly chosen: number;
  /** Votes of a revision that is not the newest come back. */
  readonly stale: boolean;
  /** Most random actions fit no stage: this one of those that fit is done instead, by anybody. */
  readonly fitting: boolean;
  /** And by one of those who may: tickets must get on to be tried at every stage. */
  readonly lawful: boolean;
}

/** What ends a ticket early is seldom done. */
const early: readonly string[] = ["cancel", "withdraw", "resolveNow"];

const step: fc.Arbitrary<Step> = fc.record({
  ticket: fc.nat(99),
  person: fc.nat(99),
  action: fc.nat(99),
  chosen: fc.nat(99),
  stale: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  fitting: fc.integer({ min: 0, max: 9 }).map((dice) => dice < 8),
  lawful: fc.integer({ min: 0, max: 9 }).map((dice) => dice < 6),
});

const numbering = new Map<AccountId, { clientId: ClientId; seq: number }>();

async function push(actor: AccountId, action: Partial<Action>): Promise<{ id: ActionId; outcome: Outcome }> {
  const client = numbering.get(actor) ?? { clientId: randomUUID() as ClientId, seq: 0 };
  numbering.set(actor, { ...client, seq: client.seq + 1 });
  const id = randomUUID() as ActionId;
  const sent = {
    clientId: client.clientId,
    seq: client.seq + 1,
    actionId: id,
    typeVersion: 1,
    occurredAt: Date.now(),
    clockOffset: 0,
    uncertainTime: false,
    dependsOn: [],
    ...action,
  };
  const input = { accountId: actor, clientId: client.clientId, actions: [sent] };
  const answer = await browsers.get(actor)!.post("sync.push", input);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const { results } = (answer.body as { result: { data: PushAnswer } }).result.data;
  return { id, outcome: results[0]!.outcome };
}

async function read(id: TicketId): Promise<Ticket> {
  const [row] = await desk.database.$queryRaw<{ json: Ticket }[]>`
    SELECT ticket_json(ticket) AS json FROM ticket WHERE id = ${id}::uuid`;
  return row!.json;
}

function argsOf(flow: Flow, ticket: Ticket | null, chosen: number, linked: TicketId | null): ActionArgs {
  const now = Date.now();
  const groups = [desk.fieldGroup, desk.networkGroup];
  return {
    flow,
    title: "UPS 告警",
    description: "電池",
    categoryId: desk.category,
    impact: "medium",
    urgency: "low",
    assetIds: flow === "incident" ? [] : [asset as never],
    ...(linked === null ? { proactive: true } : { linkedIds: [linked] }),
    ...(ticket === null ? {} : { groupId: groups[chosen % 2] as never }),
    personId: people[chosen % people.length] as never,
    reason: "一個理由",
    notes: "做了這些",
    closureCode: flow === "incident" ? "fixed" : "successful",
    restoredAt: now - 1_000,
    holdReason: chosen % 2 === 0 ? "opener" : "vendor",
    until: now + hourMs,
    analysis: "分析",
    rootCause: "根因",
    workaround: "替代",
    permanentFix: "修復",
    whyNotEradicated: "太貴",
    reviewDate: now + 24 * hourMs,
    resolution: "knownFix",
    ...(linked === null ? {} : { resolutionTicketId: linked }),
    templateId: template as never,
    whyUrgent: "不能等",
    scope: `範圍 ${chosen % 3}`,
    // At the launch review all must agree: so there are votes that do not decide.
    risk: flow === "normal" ? "high" : "low",
    riskAssessment: "小",
    steps: `步驟 ${chosen % 5}`,
    rollbackPlan: "切回",
    window: { from: now + hourMs, until: now + 2 * hourMs },
    implementerId: [desk.lead, desk.engineer, desk.colleague][chosen % 3] as never,
    conflictReason: "同一組",
    actualStart: now - 2_000,
    actualEnd: now - 1_000,
    result: "好",
    evidence: "圖",
    causedIncidentIds: [],
  };
}

const placeOf = (ticket: Ticket): string =>
  ticket.outcome === null ? ticket.stage : `${ticket.stage}/${ticket.outcome}`;
const linesFrom = (ticket: Ticket): readonly OracleLine[] =>
  oracle.filter(
    ({ flow, from }) => flow === ticket.flow && (from === placeOf(ticket) || from === ticket.stage),
  );

const isLead = (id: AccountId, groupId: string | null): boolean =>
  (id === desk.lead && groupId === desk.fieldGroup) ||
  (id === desk.networkLead && groupId === desk.networkGroup);
const membersOf = (groupId: string | null): readonly AccountId[] =>
  groupId === desk.fieldGroup
    ? [desk.lead, desk.engineer, desk.colleague]
    : groupId === desk.networkGroup
      ? [desk.networkLead, desk.networkEngineer]
      : [];

/** Whether the document lets this person do it. */
function may(person: AccountId, line: OracleLine, ticket: Ticket): boolean {
  const group = ticket.assignedGroupId;
  const is = (word: string): boolean => {
    switch (word) {
      case "lead":
        return person === desk.admin || isLead(person, group);
      case "member":
        return membersOf(group).includes(person) && !isLead(person, group);
      case "changeGroup":
        return person === desk.admin || membersOf(group).includes(person);
      case "ownerLead":
        return person === desk.admin || ticket.ownerGroupIds.some((id) => isLead(person, id));
      case "opener":
        return ticket.openerId === person;
      case "handler":
      case "investigator":
      case "implementer":
        return ticket.holderId === person;
      case "reviewers":
        return ticket.review?.reviewers.some(({ accountId }) => accountId === person) ?? false;
    }
    return false;
  };
  const holds = ({ condition }: OracleWord): boolean =>
    condition === null ||
    (condition === "untaken" &&
      ticket.holderId === null &&
      ticket.returnCount === 0 &&
      ticket.closure === null);
  return line.who.some((who) => holds(who) && is(who.word));
}

/** Everybody whom the document says is told, the one who acts left out: `id S` or `id X`. */
function toldBy(line: OracleLine, actor: AccountId, before: Ticket, after: Ticket): readonly string[] {
  const bold = new Map<AccountId, boolean>();
  for (const told of line.told) {
    for (const id of peopleOf(told, before, after)) {
      if (id !== actor) bold.set(id, (bold.get(id) ?? false) || told.bold);
    }
  }
  return [...bold].map(([id, isBold]) => `${id} ${isBold ? "S" : "X"}`).sort();
}

function peopleOf({ word, condition }: OracleWord, before: Ticket, after: Ticket): readonly AccountId[] {
  const one = (id: string | null): readonly AccountId[] => (id === null ? [] : [id as AccountId]);
  switch (condition) {
    case "thirdReturn":
      if (after.returnCount !== 3) return [];
      break;
    case "waitedFor":
      if ((after.hold ?? before.hold)?.reason !== "opener") return [];
      break;
    case "bySystem":
    case "waitingIncidents":
      return [];
    case "noInvestigator":
      if (before.investigatorId !== null) return [];
      break;
    case "problem":
      // The raised problem's own group; what it is told of is another ticket.
      return [];
  }
  switch (word) {
    case "ownerGroups":
      return after.ownerGroupIds.flatMap(membersOf);
    case "assignedGroup":
    case "newGroup":
    case "changeGroup":
      return membersOf(after.assignedGroupId);
    case "leads":
      return membersOf(after.assignedGroupId).filter((id) => isLead(id, after.assignedGroupId));
    case "opener":
      return one(after.openerId);
    case "investigator":
      return one(after.investigatorId);
    case "holder":
      return one(condition === "previous" ? before.holderId : after.holderId);
    case "handler":
    case "implementer":
      return one(after.holderId);
    case "reviewers":
      return after.review?.reviewers.map(({ accountId }) => accountId) ?? [];
  }
  throw new Error(`The document tells ${word}, and this test does not know who that is.`);
}

async function toldOf(action: ActionId, ticketId: TicketId): Promise<readonly string[]> {
  const rows = await desk.database.outbox.findMany({ where: { ticketId } });
  return rows
    .filter(({ payload }) => (payload as { actionId: string; kind: string }).actionId === action)
    .filter(({ kind }) => kind !== "returned")
    .map(({ accountId, payload }) => `${accountId} ${(payload as { source: string }).source}`)
    .sort();
}

const isVote = (type: string): boolean => type === "approve" || type === "reject";

async function play({ ticket: which, ...said }: Step, tickets: readonly TicketId[]): Promise<string> {
  const id = tickets[which % tickets.length]!;
  const before = await read(id);
  const fitting = linesFrom(before)
    .map(({ action }) => action as WorkflowAction)
    .filter((action) => said.chosen % 8 === 0 || !early.includes(action));
  const choices = said.fitting && fitting.length > 0 ? fitting : workflowActions;
  const type = choices[said.action % choices.length]!;
  const line = linesFrom(before).find(({ action }) => action === type) ?? null;
  const lawful = line === null || !said.lawful ? [] : people.filter((id) => may(id, line, before));
  const actors = lawful.length > 0 ? lawful : people;
  const actor = actors[said.person % actors.length]!;
  const { id: actionId, outcome } = await push(actor, {
    type,
    ticketId: id,
    baseRevision: said.stale ? Math.max(0, before.revision - 1) : before.revision,
    args: argsOf(before.flow, before, said.chosen, tickets[0] === id ? null : tickets[0]!),
  });
  const after = await read(id);
  const told = await toldOf(actionId, id);
  const at = `${before.flow} ${placeOf(before)} ${type} by ${actor}: ${JSON.stringify(outcome)}`;

  if (outcome.kind !== "applied") {
    // Its words may be kept as a note; nothing else of the ticket moves, and nobody is told of what did not happen.
    expect({ ...after, version: 0, updatedAt: 0 }, at).toEqual({ ...before, version: 0, updatedAt: 0 });
    expect(told, at).toEqual([]);
    if (outcome.kind === "returned" && line !== null && may(actor, line, before)) {
      expect(outcome.code, at).not.toBe("right.missing");
      expect(outcome.code, at).not.toBe("stage.moved");
    }
    return outcome.kind;
  }
  expect(line, at).not.toBeNull();
  expect(may(actor, line!, before), at).toBe(true);
  if (isVote(type)) expect(said.stale && before.revision > 0, at).toBe(false);
  if (isVote(type) && after.stage === before.stage) {
    expect(told, at).toEqual([]);
    return "vote";
  }
  // A vote that decides may decide the other way: all must agree, and one has refused.
  const deciding = isVote(type) ? linesFrom(before).filter(({ action }) => isVote(action)) : [line!];
  const taken = deciding.find(({ to, toWithoutInvestigator }) => {
    const wanted = before.investigatorId === null && toWithoutInvestigator ? toWithoutInvestigator : to;
    return wanted === placeOf(after) || (wanted === "closed" && after.stage === "closed");
  });
  expect(taken, `${at} leads to ${placeOf(after)}`).toBeDefined();
  expect(told, at).toEqual(toldBy(taken!, actor, before, after));
  return "applied";
}

/** Each stored line begins where the one before it ended, and is one of the document's rows; no review ends twice. */
async function checkHistory(id: TicketId): Promise<void> {
  const { flow } = await read(id);
  const lines = await desk.database.activity.findMany({
    where: { ticketId: id, type: { notIn: ["comment", "workNote"] } },
    orderBy: { arrivedAt: "asc" },
  });
  let stage: string | null = null;
  for (const { type, fromStage, toStage } of lines) {
    expect(fromStage, `${flow} ${type}`).toBe(stage);
    const rows = oracle.filter((row) => row.flow === flow && stageOf(row.from) === (stage ?? "-"));
    const isOpenVote = isVote(type) && fromStage === toStage;
    const fits = rows.some(
      (row) =>
        (row.action === type || (isVote(type) && isVote(row.action))) &&
        [row.to, row.toWithoutInvestigator].some((to) => to !== null && stageOf(to) === toStage),
    );
    expect(fits || isOpenVote, `${flow}: ${type} from ${fromStage} to ${toStage}`).toBe(true);
    stage = toStage;
  }
}
const stageOf = (place: string): string => place.split("/")[0] ?? "";

test("[P3] nothing but the document's transitions is ever stored, and exactly the document's people are told", async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 80, maxLength: 100 }), async (steps) => {
      const tickets: TicketId[] = [];
      for (const flow of [...flows, "normal", "normal"] as const) {
        const id = randomUUID() as TicketId;
        const args = argsOf(flow, null, steps[0]!.chosen, tickets[0] ?? null);
        // Nobody of the review group, so that both of its members review.
        const opener = flow === "incident" ? desk.requester : desk.lead;
        const { outcome } = await push(opener, { type: "open", ticketId: id, baseRevision: 0, args });
        expect(outcome, flow).toEqual({ kind: "applied" });
        tickets.push(id);
      }
      for (const one of steps) {
        const became = await play(one, tickets);
        seen.set(became, (seen.get(became) ?? 0) + 1);
      }
      for (const id of tickets) await checkHistory(id);
    }),
    { numRuns: 6, endOnFailure: true },
  );
  // Not vacuous: every kind of answer occurred.
  expect([...seen.keys()].sort()).toEqual(["applied", "returned", "superseded", "vote"]);
}, 240_000);
