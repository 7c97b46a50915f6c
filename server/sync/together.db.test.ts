/** S4: actions that share a transaction are decided, stored and told as if each had one of its own. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { AccountId, AssetId, TemplateId, TicketId } from "../../core/ids";
import type { Action, ActionArgs, PushAnswer } from "../../core/sync/protocol";
import { type Flow, workflowActions } from "../../core/workflow/vocabulary";
import { createDesk, createPhone, type Desk, openIncident, type Phone, pushOf, uuid } from "../testing/desk";
import { push } from "./push";
import { runMax } from "./run";

let desk: Desk;
let asset: AssetId;
let template: TemplateId;
beforeAll(async () => {
  desk = await createDesk();
  const site = await desk.database.site.create({ data: { name: "site" } });
  const thing = await desk.database.asset.create({ data: { tag: "A-1", name: "UPS", siteId: site.id } });
  asset = thing.id as AssetId;
  const generic = await desk.database.changeTemplate.create({ data: { name: "generic", approved: true } });
  template = generic.id as TemplateId;
});
afterAll(() => desk.end());

const send = (phone: Phone, ...actions: Action[]): Promise<PushAnswer> =>
  push(desk.database, pushOf(phone, actions));
const kindsOf = (answer: PushAnswer) => answer.results.map(({ outcome }) => outcome.kind);
const say = (phone: Phone, ticketId: TicketId, text: string) =>
  phone.act({ type: "comment", ticketId, args: { text } });

async function countAll() {
  const { database: on } = desk;
  const { value } = await on.syncCounter.findUniqueOrThrow({ where: { id: 1 } });
  const tables = [on.ticket, on.activity, on.actionOutcome, on.outbox, on.syncClient, on.syncChange] as const;
  const counts = tables.map((table) => (table as typeof on.ticket).count());
  return [Number(value), ...(await Promise.all(counts))];
}

async function openedBy(phone: Phone): Promise<TicketId> {
  const action = openIncident(desk, phone);
  expect(kindsOf(await send(phone, action))).toEqual(["applied"]);
  return action.ticketId;
}

test("[S4] a batch takes one transaction a run, and one number", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const claim = phone.act({ type: "claim", ticketId: open.ticketId });
  const comments = Array.from({ length: runMax }, (_, index) => say(phone, open.ticketId, `line ${index}`));
  const [before = 0] = await countAll();
  const answer = await send(phone, open, claim, ...comments);
  expect(kindsOf(answer)).toEqual(Array(runMax + 2).fill("applied"));
  expect(answer.results.map(({ seq }) => seq)).toEqual(answer.results.map((_, index) => index + 1));
  const [after] = await countAll();
  expect(after).toBe(before + 2);
  expect(await desk.database.activity.count({ where: { ticketId: open.ticketId } })).toBe(runMax + 2);
});

test("[P6] what does not fit the database, in the middle of a batch, comes back; all others are applied, once", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const { ticketId } = open;
  const texts = ["before", "poison", "after", "poison", "last"];
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { database: on } = desk;
  await on.$executeRaw`ALTER TABLE activity ADD CONSTRAINT fits CHECK (text <> 'poison')`;
  try {
    const answer = await send(phone, open, ...texts.map((text) => say(phone, ticketId, text)));
    expect(answer).toMatchObject({ stop: null, lastSeq: 6 });
    expect(kindsOf(answer)).toEqual(["applied", "applied", "returned", "applied", "returned", "applied"]);
    expect(answer.results[2]?.outcome).toMatchObject({ code: "needs.invalid" });
    expect(logged).toHaveBeenCalledTimes(2);
  } finally {
    await on.$executeRaw`ALTER TABLE activity DROP CONSTRAINT fits`;
    logged.mockRestore();
  }
  const lines = await on.activity.findMany({ where: { ticketId }, orderBy: { arrivedAt: "asc" } });
  expect(lines.map(({ text }) => text)).toEqual(["", "before", "after", "last"]);
});

test("[S1] batches over the same tickets in opposite order all end, and none deadlocks", async () => {
  const opener = createPhone(desk.lead);
  const ticketIds = await Promise.all(Array.from({ length: 4 }, () => openedBy(createPhone(desk.lead))));
  const deadlocks = async () => {
    const [row] = await desk.database.$queryRaw<{ deadlocks: bigint }[]>`
      SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`;
    return row?.deadlocks;
  };
  const before = await deadlocks();
  const phones = [opener.accountId, desk.engineer, desk.colleague, desk.admin].map((id) => createPhone(id));
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all(
      phones.map((phone, index) => {
        const order = index % 2 === 0 ? ticketIds : [...ticketIds].reverse();
        return send(phone, ...order.map((ticketId) => say(phone, ticketId, `round ${round}`)));
      }),
    );
    for (const answer of answers) expect(kindsOf(answer)).toEqual(Array(4).fill("applied"));
  }
  expect(await deadlocks()).toEqual(before);
  for (const ticketId of ticketIds) {
    expect(await desk.database.activity.count({ where: { ticketId, type: "comment" } })).toBe(20);
  }
});

test("[S1a] a batch that is the victim of a deadlock is decided all the same, each action once", async () => {
  const [low, high] = [await openedBy(createPhone(desk.lead)), await openedBy(createPhone(desk.lead))].sort();
  const phone = createPhone(desk.engineer);
  const batch = [say(phone, low!, "one"), say(phone, high!, "two"), say(phone, low!, "three")];
  const waiting = async () => {
    const [row] = await desk.database.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return Number(row?.count) > 0;
  };
  let answer: Promise<PushAnswer> | undefined;
  await desk.database.$transaction(
    async (other) => {
      // The batch is the one that looks for a deadlock, and so the one that ends it.
      await other.$executeRaw`SET LOCAL deadlock_timeout = '60s'`;
      await other.$queryRaw`SELECT 1 FROM ticket WHERE id = ${high}::uuid FOR UPDATE`;
      answer = send(phone, ...batch);
      while (!(await waiting()));
      await other.$queryRaw`SELECT 1 FROM ticket WHERE id = ${low}::uuid FOR UPDATE`;
    },
    { timeout: 20_000 },
  );
  expect(await answer).toMatchObject({ stop: null, lastSeq: 3 });
  expect(kindsOf((await answer)!)).toEqual(["applied", "applied", "applied"]);
  const texts = await desk.database.activity.findMany({
    where: { ticketId: { in: [low!, high!] }, type: "comment" },
  });
  expect(texts.map(({ text }) => text).sort()).toEqual(["one", "three", "two"]);
});

test("[S2] a COMMIT that fails for a batch stores and answers nothing; sent again, each action has one outcome", async () => {
  const phone = createPhone(desk.engineer);
  const ticketId = await openedBy(createPhone(desk.lead));
  const batch = ["a", "b", "c", "d"].map((text) => say(phone, ticketId, text));
  const { database: on } = desk;
  await on.$executeRawUnsafe(`CREATE FUNCTION refuse_lines() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'not today'; END $$`);
  await on.$executeRawUnsafe(`CREATE CONSTRAINT TRIGGER refuse_lines AFTER INSERT ON activity
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_lines()`);
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const before = await countAll();
  try {
    expect(await send(phone, ...batch)).toMatchObject({ results: [], lastSeq: 0, stop: "transient" });
    expect(await countAll()).toEqual(before);
  } finally {
    await on.$executeRawUnsafe("DROP TRIGGER refuse_lines ON activity");
    logged.mockRestore();
  }
  const answer = await send(phone, ...batch);
  expect(answer).toMatchObject({ lastSeq: 4, stop: null });
  expect(kindsOf(answer)).toEqual(Array(4).fill("applied"));
  expect(await on.activity.count({ where: { ticketId, type: "comment" } })).toBe(4);
});

test("[S3] a batch that was not answered, or in part, is answered when it is sent again, and runs once", async () => {
  const phone = createPhone(desk.engineer);
  const open = openIncident(desk, phone);
  const { ticketId } = open;
  const first = [open, say(phone, ticketId, "a"), phone.act({ type: "resume", ticketId })];
  const rest = [say(phone, ticketId, "b"), phone.act({ type: "claim", ticketId })];
  const answered = await send(phone, ...first);
  expect(kindsOf(answered)).toEqual(["applied", "applied", "returned"]);
  const all = await send(phone, ...first, ...rest);
  expect(all.results.slice(0, 3)).toEqual(answered.results);
  expect(kindsOf(all)).toEqual(["applied", "applied", "returned", "applied", "applied"]);
  const before = await countAll();
  const again = await send(phone, ...first, ...rest);
  expect(again).toMatchObject({ results: all.results, lastSeq: 5, stop: null });
  expect(await countAll()).toEqual(before);
  const changed = [...first.slice(0, 2), { ...first[2]!, args: { text: "other" } }, ...rest];
  const refused = await send(phone, ...changed);
  expect(refused).toMatchObject({ results: all.results.slice(0, 2), stop: "changed" });
});

test("[A2] what depends on what came back earlier in the same batch is held", async () => {
  const phone = createPhone(desk.engineer);
  const ticketId = await openedBy(createPhone(desk.lead));
  const bad = phone.act({ type: "resume", ticketId });
  const dependent = { ...say(phone, ticketId, "after"), dependsOn: [bad.actionId] };
  const onHeld = { ...say(phone, ticketId, "later"), dependsOn: [dependent.actionId] };
  expect(kindsOf(await send(phone, bad, dependent, onHeld, say(phone, ticketId, "free")))).toEqual([
    "returned",
    "held",
    "held",
    "applied",
  ]);
});

// What follows plays the same actions in two worlds: in one each is sent alone, in the other as batches.

interface Step {
  readonly ticket: number;
  readonly other: number;
  readonly type: number;
  readonly chosen: number;
  readonly dependsOnLast: boolean;
}
interface Batch {
  readonly person: number;
  readonly steps: readonly Step[];
}
const step: fc.Arbitrary<Step> = fc.record({
  ticket: fc.nat(5),
  other: fc.nat(5),
  type: fc.nat(999),
  chosen: fc.nat(99),
  dependsOnLast: fc.boolean(),
});
const batches: fc.Arbitrary<Batch[]> = fc.array(
  fc.record({ person: fc.nat(3), steps: fc.array(step, { minLength: 6, maxLength: 14 }) }),
  { minLength: 3, maxLength: 5 },
);
const start = Date.now() - 3_600_000;
const hourMs = 3_600_000;

const ticketFlows = ["incident", "problem", "incident", "standard", "problem", "normal"] as const;
/** Those of incidents more often: what is refused does little. */
const frequent = [
  "open",
  "comment",
  "edit",
  "claim",
  "assignHandler",
  "raiseProblem",
  "hold",
  "resolve",
] as const;
const types: readonly Action["type"][] = [...frequent, ...frequent, "submitForReview", ...workflowActions];

function argsOf(
  type: Action["type"],
  flow: Flow,
  people: readonly AccountId[],
  id: TicketId,
  problemId: TicketId,
  chosen: number,
): ActionArgs {
  if (type === "edit") return { title: `title ${chosen % 4}`, from: { title: `title ${chosen % 3}` } };
  if (type === "raiseProblem") return { problemId };
  return {
    ...{ flow, title: `title ${chosen % 3}`, description: "what is the matter", categoryId: desk.category },
    ...{
      impact: "medium",
      urgency: chosen % 2 === 0 ? "low" : "high",
      proactive: true,
      whyUrgent: "it burns",
    },
    ...{ assetIds: flow === "incident" ? [] : [asset], templateId: template, risk: "low", scope: "all" },
    ...{ riskAssessment: "small", steps: `steps ${chosen}`, rollbackPlan: "back" },
    ...{ window: { from: start + 48 * hourMs, until: start + 49 * hourMs }, implementerId: desk.engineer },
    ...{
      personId: people[chosen % people.length]!,
      reason: "a reason",
      notes: "done",
      text: `words ${chosen}`,
    },
    ...(type === "open" ? {} : { groupId: chosen % 4 === 0 ? desk.networkGroup : desk.fieldGroup }),
    ...(type === "open" && chosen % 4 === 0 ? { linkedIds: [id] } : {}),
    ...{ closureCode: flow === "incident" ? "fixed" : "successful", restoredAt: start - 1_000 },
    ...{
      holdReason: chosen % 2 === 0 ? "problem" : "vendor",
      ...(chosen % 2 === 0 ? { holdTicketId: id } : {}),
    },
    ...{ until: start + 48 * hourMs, analysis: "because", rootCause: "rust", workaround: "restart" },
    ...{ permanentFix: "oil", whyNotEradicated: "dear", reviewDate: start + 72 * hourMs },
    ...{ resolution: "knownFix", resolutionTicketId: id, ...(chosen % 5 === 0 ? { duplicateOf: id } : {}) },
  };
}

let ids = 0;
/** Links are ordered by id: in both worlds alike, if the order of the ids is. */
function nextId(): TicketId {
  ids += 1;
  return `${ids.toString(16).padStart(8, "0")}${uuid().slice(8)}` as TicketId;
}

/** Both worlds have the desk in common; what they do not is named by its place. */
class World {
  readonly names = new Map<string, string>();
  private readonly phones = new Map<AccountId, Phone>();
  private readonly tickets: TicketId[] = [];
  private problems = 0;

  constructor(people: readonly AccountId[]) {
    for (const id of people) this.name(this.phoneOf(id).clientId, "phone");
    for (let index = 0; index < 6; index += 1) this.tickets.push(this.name(nextId(), `ticket ${index}`));
  }

  private name<Id extends string>(id: Id, name: string): Id {
    this.names.set(id, name);
    return id;
  }
  phoneOf(id: AccountId): Phone {
    const phone = this.phones.get(id) ?? createPhone(id);
    this.phones.set(id, phone);
    return phone;
  }
  /** The first batch begins by opening all of the tickets; what follows is anything. */
  actionsOf({ person, steps }: Batch, people: readonly AccountId[], round: number): Action[] {
    const phone = this.phoneOf(people[person % people.length]!);
    const actions: Action[] = [];
    for (const [index, { ticket, other, type, chosen, dependsOnLast }] of steps.entries()) {
      const isOpening = round === 0 && index < ticketFlows.length;
      const at = isOpening ? index : ticket;
      const chosenType = isOpening ? "open" : types[type % types.length]!;
      this.problems += 1;
      const problemId = this.name(nextId(), `problem ${this.problems}`);
      const args = argsOf(chosenType, ticketFlows[at]!, people, this.tickets[other]!, problemId, chosen);
      const last = actions.at(-1);
      const action = phone.act({
        ...{ type: chosenType, ticketId: this.tickets[at]!, args, baseRevision: 1 },
        occurredAt: start + round * 60_000 + index * 1_000,
        dependsOn: dependsOnLast && last && !isOpening ? [last.actionId] : [],
      });
      this.name(action.actionId, `action ${round} ${index}`);
      actions.push(action);
    }
    return actions;
  }
  /** With names in place of ids; ids that the server derived are of no interest, arrival neither. */
  plain(value: unknown): unknown {
    const text = JSON.stringify(value, (key, inner) => (volatile.has(key) ? null : inner));
    return JSON.parse(text.replace(uuids, (id) => this.names.get(id) ?? known(id)));
  }
  async stored() {
    const ids = [...this.names.keys()];
    const on = desk.database;
    const rows = await on.$queryRaw<{ kind: string; json: unknown }[]>`
      SELECT 'ticket' AS kind, ticket_json(ticket) || jsonb_build_object('scopes', scopes) AS json
      FROM ticket WHERE id::text = ANY (${ids})
      UNION ALL SELECT 'line', activity_json(activity) FROM activity WHERE ticket_id::text = ANY (${ids})
      UNION ALL SELECT 'told', to_jsonb(outbox) - 'id' FROM outbox WHERE ticket_id::text = ANY (${ids})
      UNION ALL SELECT 'known error', to_jsonb(known_error) FROM known_error WHERE problem_id::text = ANY (${ids})
      UNION ALL SELECT 'client', jsonb_build_object('seq', last_seq, 'occurred', last_occurred_at)
        FROM sync_client WHERE id::text = ANY (${ids})`;
    return rows.map((row) => JSON.stringify(this.plain(row))).sort();
  }
}
const volatile = new Set([
  "number",
  "updatedAt",
  "arrivedAt",
  "created_at",
  "due_at",
  "mail_due_at",
  "read_at",
]);
const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const known = (id: string) => (Object.values(desk).includes(id) ? id : "derived");

test("[S4] random batches decide, store and tell the same as their actions one by one", async () => {
  const people = [desk.lead, desk.engineer, desk.networkLead];
  const seen = new Map<string, number>();
  const wanted = ["open", "comment", "edit", "claim", "assignHandler", "submitForReview"].map(
    (type) => `applied ${type}`,
  );
  const missing = () => [...wanted, "returned", "superseded", "held"].filter((what) => !seen.has(what));
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  const alike = fc.asyncProperty(batches, async (played) => {
    const [single, together] = [new World(people), new World(people)];
    for (const [round, batch] of played.entries()) {
      const alone = single.actionsOf(batch, people, round);
      const outcomes: PushAnswer["results"][number][] = [];
      for (const action of alone) {
        const phone = single.phoneOf(people[batch.person % people.length]!);
        outcomes.push(...(await send(phone, action)).results);
      }
      const phone = together.phoneOf(people[batch.person % people.length]!);
      const answer = await send(phone, ...together.actionsOf(batch, people, round));
      expect(together.plain(answer.results)).toEqual(single.plain(outcomes));
      for (const [index, { outcome }] of answer.results.entries()) {
        count(outcome.kind);
        count(`${outcome.kind} ${alone[index]?.type}`);
      }
    }
    expect(await together.stored()).toEqual(await single.stored());
  });
  // What is drawn is anything: some draws never edit, say. More are drawn until each kind was seen.
  for (let drawn = 0; drawn < 15 || (missing().length > 0 && drawn < 90); drawn += 5) {
    await fc.assert(alike, { numRuns: 5, endOnFailure: true });
  }
  expect(missing()).toEqual([]);
}, 300_000);
