/**
 * Random people do random things to random tickets of all flows, several of them at once, legal and not, over HTTP and
 * the database, while administrators change review rules, stand-ins and the notification matrix. Judged afterwards by
 * the document's own rows (server/testing/history-judge.ts) on every state that was ever stored: nothing of `decide`.
 */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reviewStages, ruleToText } from "../../core/directory/parameter-fields";
import type { AccountId, ActionId, ClientId, GroupId, TicketId } from "../../core/ids";
import { type Cell, cells, noChannels } from "../../core/notify/matrix";
import {
  type Action,
  type ActionArgs,
  type EditableField,
  editableFields,
  type Outcome,
  type PushAnswer,
} from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { type Flow, flows, type ReviewRule, workflowActions } from "../../core/workflow/vocabulary";
import { createDelegation, removeDelegation } from "../admin/delegations";
import { saveParameters } from "../admin/parameters";
import { resetRules, saveRules } from "../notify/rules";
import { createDesk, type Desk } from "../testing/desk";
import { DocumentJudge, linesFrom, type Policy } from "../testing/document-judge";
import { mayEdit, openFields, saidIn } from "../testing/edit-judge";
import { checkAction, checkHistory, type Sent } from "../testing/history-judge";
import { type Browser, createBrowser, createTestAuth, givePassword, signIn } from "../testing/http";
import { keepHistory, readHistory } from "../testing/ticket-history";

const hourMs = 3_600_000;
let desk: Desk;
let people: readonly AccountId[];
let reviewGroup: GroupId;
let judge: DocumentJudge;
const browsers = new Map<AccountId, Browser>();
let template: string;
let assets: readonly string[];
let sites: readonly string[];
let categories: readonly string[];

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
  const created = ["南港廠", "汐止廠"].map(
    async (name) => (await database.site.create({ data: { name } })).id,
  );
  sites = await Promise.all(created);
  assets = await Promise.all(
    ["A-1", "A-2", "A-3"].map(async (tag) => {
      const data = { tag, name: "UPS", siteId: sites[0]! };
      return (await database.asset.create({ data })).id;
    }),
  );
  categories = [desk.category, (await database.category.create({ data: { name: "cooling" } })).id];
  template = (await database.changeTemplate.create({ data: { name: "generic", approved: true } })).id;
  // Three reviewers; one of them belongs to the group that does the work, and may open and implement.
  const group = await database.group.create({ data: { name: "review" } });
  reviewGroup = group.id as GroupId;
  const reviewers = [networkLead, networkEngineer, colleague];
  await database.membership.createMany({
    data: reviewers.map((accountId, index) => ({
      groupId: group.id,
      accountId,
      role: index === 0 ? "lead" : "member",
    })),
  });
  await saveParameters(database, admin, {
    default_cha_review_group_id: { from: desk.networkGroup, to: reviewGroup },
  });
  const memberships = await database.membership.findMany();
  judge = new DocumentJudge(memberships as never, admin);
  await keepHistory(database);
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
  /** All of a batch to the same ticket, more often than not. */
  readonly elsewhere: boolean;
  /** A field is put right instead: the one of the batch, or another of its own. */
  readonly edits: boolean;
  readonly value: number;
}
interface Batch {
  readonly change: { readonly kind: ChangeKind; readonly a: number; readonly b: number };
  readonly steps: readonly Step[];
}
const changeKinds = ["rules", "standInBegins", "standInEnds", "silence", "speak", "nothing"] as const;
type ChangeKind = (typeof changeKinds)[number];

/** What ends a ticket early is seldom done. */
const early: readonly string[] = ["cancel", "withdraw", "resolveNow"];

const oneIn = (n: number) => fc.integer({ min: 1, max: n }).map((dice) => dice === 1);
const step: fc.Arbitrary<Step> = fc.record({
  ticket: fc.nat(99),
  person: fc.nat(99),
  action: fc.nat(99),
  chosen: fc.nat(99),
  stale: oneIn(10),
  fitting: oneIn(8).map((no) => !no),
  lawful: oneIn(4).map((no) => !no),
  elsewhere: oneIn(2),
  edits: oneIn(4),
  value: fc.nat(99),
});
const batch: fc.Arbitrary<Batch> = fc.record({
  change: fc.record({ kind: fc.constantFrom(...changeKinds), a: fc.nat(999), b: fc.nat(999) }),
  steps: fc.array(step, { minLength: 3, maxLength: 5 }),
});

const numbering = new Map<string, { clientId: ClientId; seq: number }>();

/** `lane`: a person's phones, which send at the same time. */
async function push(
  actor: AccountId,
  lane: number,
  action: Pick<Action, "type" | "ticketId" | "baseRevision" | "args">,
): Promise<{ action: Action; outcome: Outcome }> {
  const key = `${actor} ${lane}`;
  const { clientId, seq } = numbering.get(key) ?? { clientId: randomUUID() as ClientId, seq: 0 };
  numbering.set(key, { clientId, seq: seq + 1 });
  const sent: Action = {
    clientId,
    seq: seq + 1,
    actionId: randomUUID() as ActionId,
    typeVersion: 1,
    occurredAt: Date.now(),
    clockOffset: 0,
    uncertainTime: false,
    dependsOn: [],
    ...action,
  };
  for (let tries = 0; tries < 5; tries += 1) {
    const answer = await browsers
      .get(actor)!
      .post("sync.push", { accountId: actor, clientId, actions: [sent] });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    const { results, stop } = (answer.body as { result: { data: PushAnswer } }).result.data;
    // Too many at once is the only reason to be asked to come again.
    if (results[0] !== undefined) return { action: sent, outcome: results[0].outcome };
    expect(stop).toBe("transient");
  }
  throw new Error("The server never decided.");
}

async function readTickets(ids: readonly TicketId[]): Promise<ReadonlyMap<TicketId, Ticket>> {
  const rows = await desk.database.$queryRaw<{ json: Ticket }[]>`
    SELECT ticket_json(ticket) AS json FROM ticket WHERE id = ANY (${ids}::uuid[])`;
  return new Map(rows.map(({ json }) => [json.id, json]));
}

function argsOf(
  flow: Flow,
  ticket: Ticket | null,
  chosen: number,
  linked: TicketId | null,
  problem: TicketId | null,
): ActionArgs {
  const now = Date.now();
  const others = [desk.fieldGroup, desk.networkGroup].filter((id) => id !== ticket?.assignedGroupId);
  const members = judge.membersOf(ticket?.assignedGroupId ?? null);
  const candidates = chosen % 5 === 0 || members.length === 0 ? people : members;
  const waitsForProblem = problem !== null && chosen % 2 === 0;
  return {
    flow,
    title: "UPS 告警",
    description: textOf("電池", chosen),
    categoryId: desk.category,
    impact: "medium",
    urgency: "low",
    assetIds: flow === "incident" ? [] : [assets[0] as never],
    ...(linked === null ? { proactive: true } : { linkedIds: [linked] }),
    ...(ticket === null ? {} : { groupId: others[0]! }),
    personId: candidates[chosen % candidates.length]!,
    reason: "一個理由",
    notes: "做了這些",
    closureCode: flow === "incident" ? "fixed" : "successful",
    restoredAt: now - 1_000,
    holdReason: waitsForProblem ? "problem" : chosen % 3 === 0 ? "opener" : "vendor",
    ...(waitsForProblem ? { holdTicketId: problem } : {}),
    until: now + hourMs,
    problemId: randomUUID() as TicketId,
    analysis: textOf("分析", chosen),
    rootCause: textOf("根因", chosen),
    workaround: textOf("替代", chosen),
    permanentFix: "修復",
    whyNotEradicated: "太貴",
    reviewDate: now + 24 * hourMs,
    resolution: "knownFix",
    ...(linked === null ? {} : { resolutionTicketId: linked }),
    templateId: template as never,
    whyUrgent: textOf("不能等", chosen),
    scope: textOf("範圍", chosen),
    // At the launch review of one of them all must agree, whatever the administrators chose.
    risk: chosen % 2 === 0 ? "high" : "low",
    riskAssessment: textOf("小", chosen),
    steps: textOf("步驟", chosen),
    rollbackPlan: textOf("切回", chosen),
    window: { from: now + hourMs, until: now + 2 * hourMs },
    implementerId: candidates[chosen % candidates.length]!,
    conflictReason: "同一組",
    actualStart: now - 2_000,
    actualEnd: now - 1_000,
    result: "好",
    evidence: "圖",
    causedIncidentIds: [],
  };
}

const linesOfText = 6;

/** Texts of several lines, no two alike: what is written in one place is told from what is written in another. */
function textOf(word: string, chosen: number): string {
  return Array.from({ length: linesOfText }, (_, at) =>
    `${at} ${word} ${at === 0 ? chosen % 3 : ""}`.trim(),
  ).join("\n");
}

/** One field put right, from what the ticket says, or seldom from what it never said. */
function editOf(
  { action, value, fitting, lawful, stale, elsewhere }: Step,
  common: Step,
  ticket: Ticket,
  policy: Policy,
) {
  const open = fitting ? openFields(ticket) : editableFields;
  const fields = open.length > 0 ? open : editableFields;
  const field = fields[(elsewhere ? action : common.action) % fields.length]!;
  const seen = saidIn(ticket, field);
  const to = editedTo(field, seen, value, ticket);
  const from = stale ? editedTo(field, seen, value + 1, ticket) : seen;
  const args = { [field]: to, ...(from === undefined ? {} : { from: { [field]: from } }) } as ActionArgs;
  const who = lawful ? people.filter((one) => mayEdit(one, field, ticket, policy, judge)) : [];
  return { args, who };
}

/** Few values, so that several people come to the same; of a text one line; what must be said is seldom taken away. */
function editedTo(field: EditableField, seen: unknown, value: number, { flow }: Ticket): unknown {
  const oneOf = <Value>(values: readonly Value[]): Value => values[value % values.length]!;
  switch (field) {
    case "title":
      return value % 11 === 0 ? "" : oneOf(["UPS 告警", "UPS 故障", "電池告警"]);
    case "categoryId":
      return oneOf(categories);
    case "impact":
    case "urgency":
    case "risk":
      return oneOf(["high", "medium", "low"]);
    case "siteId":
      return value % 11 === 0 ? randomUUID() : oneOf(sites);
    case "assetIds": {
      const toggled = oneOf(assets);
      const before = (seen ?? []) as readonly string[];
      return before.includes(toggled) ? before.filter((id) => id !== toggled) : [...before, toggled];
    }
    default: {
      if (value % 11 === 0 && flow !== "incident") return "";
      const before = String(seen ?? "") || textOf(field, 0);
      const at = value % linesOfText;
      return before
        .split("\n")
        .map((line, index) => (index === at ? `${index} ${field} ${value % 2}` : line))
        .join("\n");
    }
  }
}

const chosenRules: readonly ReviewRule[] = [{ kind: "any" }, { kind: "all" }, { kind: "atLeast", count: 2 }];

/** An administrator changes something; what stands from then on. */
async function change(policy: Policy, { kind, a, b }: Batch["change"]): Promise<Policy> {
  const { database, admin } = desk;
  switch (kind) {
    case "rules": {
      const rules = Object.fromEntries(
        reviewStages.map((stage, index) => [stage, chosenRules[Math.floor(a / 3 ** index) % 3]!]),
      );
      const edits = reviewStages.map((stage) => [
        stage,
        { from: ruleToText(policy.rules[stage] ?? { kind: "any" }), to: ruleToText(rules[stage]!) },
      ]);
      await saveParameters(database, admin, Object.fromEntries(edits));
      return { ...policy, rules };
    }
    case "standInBegins": {
      const principal = people[a % people.length]!;
      const delegate = people[b % people.length]!;
      const isFree = !policy.standIns.some((one) => one.principal === principal);
      if (!isFree || delegate === principal || delegate === desk.requester) return policy;
      const now = Date.now();
      const draft = { principalId: principal, delegateId: delegate, from: now - hourMs, until: now + hourMs };
      const { id } = await createDelegation(database, principal, draft);
      return { ...policy, standIns: [...policy.standIns, { id, principal, delegate }] };
    }
    case "standInEnds": {
      const ended = policy.standIns[a % Math.max(1, policy.standIns.length)];
      if (ended === undefined) return policy;
      await removeDelegation(database, admin, ended.id);
      return { ...policy, standIns: policy.standIns.filter((one) => one !== ended) };
    }
    case "silence":
      return { ...policy, silent: await silence(policy.silent, a) };
    case "speak":
      await resetRules(database, admin);
      return { ...policy, silent: [] };
    case "nothing":
      return policy;
  }
}

/** Switches every seventh cell of the matrix off, from one on; whatever a cell is made of. */
async function silence(silent: readonly Cell[], from: number): Promise<readonly Cell[]> {
  const chosen = cells.filter((cell, index) => index % 7 === from % 7 && !silent.includes(cell));
  await saveRules(
    desk.database,
    desk.admin,
    chosen.map((cell) => ({ ...cell, channels: noChannels })),
  );
  return [...silent, ...chosen];
}

/** Everybody of a batch chooses by what the tickets are like before it, and all send at once. */
async function play({ steps }: Batch, tickets: TicketId[], policy: Policy): Promise<Sent[]> {
  const found = await readTickets(tickets);
  const common = steps[0]!.ticket;
  return Promise.all(
    steps.map(async (said, lane) => {
      const id = tickets[(said.elsewhere ? said.ticket : common) % tickets.length]!;
      const before = found.get(id)!;
      const fitting = linesFrom(before)
        .map(({ action }) => action)
        .filter((action) => said.chosen % 8 === 0 || !early.includes(action));
      const choices: readonly string[] = said.fitting && fitting.length > 0 ? fitting : workflowActions;
      const edit = said.edits ? editOf(said, steps[0]!, before, policy) : null;
      const type = edit ? "edit" : (choices[said.action % choices.length]! as Action["type"]);
      const line = linesFrom(before).find(({ action }) => action === type);
      const able = line && said.lawful ? people.filter((one) => judge.may(one, line, before, policy)) : [];
      const lawful = edit?.who ?? able;
      const actors = lawful.length > 0 ? lawful : people;
      const actor = actors[said.person % actors.length]!;
      const problems = tickets.filter((one) => one !== id && found.get(one)?.flow === "problem");
      const { action, outcome } = await push(actor, lane, {
        type,
        ticketId: id,
        baseRevision: said.stale ? Math.max(0, before.revision - 1) : before.revision,
        args:
          edit?.args ??
          argsOf(
            before.flow,
            before,
            said.chosen,
            tickets.find((one) => one !== id) ?? null,
            problems.at(-1) ?? null,
          ),
      });
      return { actor, action, outcome, policy, from: before.version, until: before.version };
    }),
  );
}

/** Runs, and more of them while something has not occurred yet: no test of what did not happen. */
const runsMin = 4;
const runsMax = 16;
const kinds = [
  "applied",
  "returned",
  "superseded",
  "a vote that decides nothing",
  "rule any",
  "rule all",
  "rule atLeast",
  "lost a race",
  "for somebody else",
  "silenced",
  "told of a raised problem",
  "edit applied",
  "edit superseded",
  "edit returned",
  "edit merged",
  "edit edit.conflict",
  "edit right.missing",
  "edit needs.missing",
];

test("[P3] whatever people do at once and administrators change: only the document's transitions are stored, and exactly its people told", async () => {
  const seen = new Map<string, number>();
  let runs = 0;
  const saw = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 28, maxLength: 30 }), async (batches) => {
      runs += 1;
      if (runs > runsMin && kinds.every((what) => seen.has(what))) return;
      let policy = await startOver(batches[0]!.change.b);
      const tickets: TicketId[] = [];
      const sent: Sent[] = [];
      for (const [index, flow] of [...flows, "normal", "incident"].entries()) {
        const id = randomUUID() as TicketId;
        // The first incident has no problem yet: it can be raised to one.
        const linked = flow === "problem" ? null : (tickets[0] ?? null);
        const args = argsOf(flow as Flow, null, batches[0]!.change.a + index, linked, null);
        // One of the changes is a reviewer's own.
        const opener = flow === "incident" ? desk.requester : index === 5 ? desk.networkLead : desk.lead;
        const request = { type: "open", ticketId: id, baseRevision: 0, args } as const;
        const { action, outcome } = await push(opener, 0, request);
        expect(outcome, flow).toEqual({ kind: "applied" });
        sent.push({ actor: opener, action, outcome, policy, from: 0, until: 1 });
        tickets.push(id);
      }
      for (const one of batches) {
        policy = await change(policy, one.change);
        const played = await play(one, tickets, policy);
        for (const { action, outcome } of played) {
          if (action.type === "raiseProblem" && outcome.kind === "applied")
            tickets.push(action.args.problemId!);
        }
        const after = await readTickets(tickets);
        for (const each of played) each.until = after.get(each.action.ticketId)!.version;
        sent.push(...played);
      }
      const history = await readHistory(desk.database, tickets);
      for (const one of sent)
        checkAction(one, history, { judge, reviewGroup, requester: desk.requester, sites, saw });
      const known = new Map(sent.map((one) => [one.action.actionId, one]));
      for (const id of tickets) checkHistory(id, history, known);
    }),
    { numRuns: runsMax, endOnFailure: true },
  );
  // Not vacuous: every kind of answer, of rule and of interference occurred.
  for (const what of kinds) {
    expect(seen.get(what) ?? 0, what).toBeGreaterThan(0);
  }
}, 240_000);

/** Each run begins with nobody's stand-ins, the default matrix, and some rules. */
async function startOver(rules: number): Promise<Policy> {
  await desk.database.delegation.deleteMany();
  await desk.database.parameter.deleteMany({ where: { name: "review_rules" } });
  await resetRules(desk.database, desk.admin);
  return change({ rules: {}, standIns: [], silent: [] }, { kind: "rules", a: rules, b: 0 });
}
