/** What people do on their phones: seeded, mostly lawful, of all flows, through the client's own doors. */

import { createId } from "../../client/platform";
import { choose } from "../../client/queue/choose";
import { discard } from "../../client/queue/discard";
import { type ActionDraft, enqueue } from "../../client/queue/enqueue";
import { createPhoneContext } from "../../client/replica/context";
import { markAllRead } from "../../client/replica/notices";
import { pinTicket } from "../../client/replica/pin";
import type { ReturnedRow, TicketRow } from "../../client/replica/rows";
import type { ActionId, TicketId } from "../../core/ids";
import type { ActionArgs, Choice } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { available } from "../../core/workflow/available";
import { editableNow, fieldValue } from "../../core/workflow/edit";
import { type Flow, workflowActions } from "../../core/workflow/vocabulary";
import { assetIds, categoryIds, groupIds, groups, people, siteId, templateId } from "./desk";
import type { Dice } from "./dice";
import type { Ledger } from "./ledger";
import type { Tab } from "./phones";
import type { World } from "./world";

const hourMs = 3_600_000;

/** One thing that the person of this tab does now. Resolves when it is saved, or was refused. */
export async function act(world: World, tab: Tab, ledger: Ledger, dice: Dice): Promise<void> {
  const rows = await readable(tab, dice);
  const drawn = dice.next();
  if (rows.length === 0 || drawn < 0.13) return openTicket(world, tab, ledger, dice, rows);
  // Half of the time what everybody looks at, so that people meet.
  const row = dice.pick(dice.chance(0.5) ? rows.slice(0, 3) : rows);
  if (drawn < 0.55) return actLawfully(tab, ledger, dice, row, rows);
  if (drawn < 0.7) return editField(tab, ledger, dice, row);
  if (drawn < 0.78) return say(tab, ledger, dice, row);
  if (drawn < 0.84) return actAnyhow(tab, ledger, dice, row, rows);
  if (drawn < 0.9) return takeBack(world, tab, ledger, dice);
  if (drawn < 0.94) return chooseAboutOne(tab, ledger, dice);
  if (drawn < 0.945) return void (await markAllRead(tab.replica.db));
  await pinTicket(tab.replica, tab.transport, row.id).catch(() => undefined);
}

/** Tickets that this person looks at: the newest are looked at most, so that people meet. */
async function readable(tab: Tab, dice: Dice): Promise<readonly TicketRow[]> {
  const newest = await newestOf(tab, 1, 12);
  return dice.chance(0.1) ? [...newest, ...(await newestOf(tab, 0, 3))] : newest;
}

function newestOf({ replica }: Tab, open: TicketRow["open"], count: number): Promise<readonly TicketRow[]> {
  const range = replica.db.tickets
    .where("[open+recent]")
    .between([open, Number.NEGATIVE_INFINITY], [open, Number.POSITIVE_INFINITY]);
  return range.limit(count).toArray();
}

async function save(
  tab: Tab,
  ledger: Ledger,
  drafts: readonly ActionDraft[],
  token: string | null,
): Promise<boolean> {
  const saved = await enqueue(tab.replica, tab.clock, drafts);
  if (saved.kind !== "saved") return false;
  write(tab, ledger, saved.actionIds, drafts, token);
  return true;
}

/** From here on the person has been told. */
function write(
  tab: Tab,
  ledger: Ledger,
  actionIds: readonly ActionId[],
  drafts: readonly ActionDraft[],
  token: string | null,
): void {
  // On the disk of a phone that has been restored since: as if it had never been.
  if (tab.factory !== tab.phone.factory) return;
  if (tab.isAlive) tab.loop.kick("save");
  ledger.count += actionIds.length;
  for (const [index, actionId] of actionIds.entries()) {
    const draft = drafts[index];
    if (draft === undefined) continue;
    ledger.note(`${tab.name} saved ${draft.type} ${actionId}`);
    const isSaid = token !== null && JSON.stringify(draft.args).includes(token);
    ledger.saved.set(actionId, {
      draft,
      accountId: tab.replica.author.id,
      phone: tab.phone,
      token: isSaid ? token : null,
    });
  }
}

const flowsOpened: readonly Flow[] = [
  "incident",
  "incident",
  "incident",
  "incident",
  "problem",
  "standard",
  "normal",
  "normal",
  "emergency",
];

async function openTicket(
  world: World,
  tab: Tab,
  ledger: Ledger,
  dice: Dice,
  rows: readonly TicketRow[],
): Promise<void> {
  const ticketId = createId({ now: world.now, randomBytes: (count) => dice.bytes(count) }) as TicketId;
  const flow = tab.phone.person.role === "requester" ? "incident" : dice.pick(flowsOpened);
  const token = ledger.nextToken();
  const args = argsFor(tab, dice, flow, null, rows, token);
  await save(tab, ledger, [{ type: "open", ticketId, args }], token);
}

async function actLawfully(
  tab: Tab,
  ledger: Ledger,
  dice: Dice,
  row: TicketRow,
  rows: readonly TicketRow[],
): Promise<void> {
  const context = createPhoneContext(tab.replica.directory.current(), tab.replica.author, tab.clock.now());
  const may = available(row.ticket, context).filter(
    ({ action }) => dice.chance(0.15) || !["cancel", "withdraw", "resolveNow"].includes(action),
  );
  if (may.length === 0) return say(tab, ledger, dice, row);
  const { action } = dice.chance(0.5) ? (may[0] ?? dice.pick(may)) : dice.pick(may);
  const token = ledger.nextToken();
  const args = argsFor(tab, dice, row.flow, row.ticket, rows, token);
  await save(tab, ledger, [{ type: action, ticketId: row.id, args }], token);
}

/** Whatever comes to mind, legal or not: the desk's screens would not offer it, an older screen may. */
async function actAnyhow(
  tab: Tab,
  ledger: Ledger,
  dice: Dice,
  row: TicketRow,
  rows: readonly TicketRow[],
): Promise<void> {
  const token = ledger.nextToken();
  const type = dice.pick(workflowActions);
  const args = argsFor(tab, dice, row.flow, row.ticket, rows, token);
  const ticketId = type === "open" ? (createId(tab.replica.platform) as TicketId) : row.id;
  await save(tab, ledger, [{ type, ticketId, args }], token);
}

async function say(tab: Tab, ledger: Ledger, dice: Dice, row: TicketRow): Promise<void> {
  const token = ledger.nextToken();
  const type = dice.chance(0.7) ? "comment" : "workNote";
  await save(tab, ledger, [{ type, ticketId: row.id, args: { text: `${token} seen` } }], token);
}

async function editField(tab: Tab, ledger: Ledger, dice: Dice, row: TicketRow): Promise<void> {
  const { ticket } = row;
  const { replica, clock } = tab;
  const context = createPhoneContext(replica.directory.current(), replica.author, clock.now());
  const fields = editableNow(ticket, context);
  if (fields.length === 0) return say(tab, ledger, dice, row);
  const field = dice.chance(0.5) && fields.includes("title") ? "title" : dice.pick(fields);
  const from = fieldValue(ticket, field);
  const token = ledger.nextToken();
  const to = editedTo(field, from, token, dice);
  const args = { [field]: to, ...(from === null ? {} : { from: { [field]: from } }) } as ActionArgs;
  await save(tab, ledger, [{ type: "edit", ticketId: row.id, args }], token);
}

function editedTo(field: string, from: unknown, token: string, dice: Dice): unknown {
  switch (field) {
    case "title":
    case "whyUrgent":
      return `${token} other words`;
    case "categoryId":
      return dice.pick(categoryIds);
    case "impact":
    case "urgency":
    case "risk":
      return dice.pick(["high", "medium", "low"]);
    case "siteId":
      return siteId;
    case "assetIds":
      return dice.chance(0.5) ? assetIds : [dice.pick(assetIds)];
    default:
      return `${String(from ?? "")}\n${token} a line more`;
  }
}

/** One of what was not sent yet; half of the time one that others stand on. */
export async function takeBack(world: World, tab: Tab, ledger: Ledger, dice: Dice): Promise<void> {
  const queue = await tab.replica.db.queue.orderBy("seq").toArray();
  const unsent = queue.filter((entry) => !entry.attempted && entry.action.type !== "void");
  if (unsent.length === 0) return;
  const needed = new Set(queue.flatMap(({ action }) => action.dependsOn));
  const bearing = unsent.filter(({ actionId }) => needed.has(actionId));
  const { actionId } = dice.pick(bearing.length > 0 && dice.chance(0.5) ? bearing : unsent);
  if ((await discard(tab.replica, actionId)) !== "discarded") return;
  world.saw("taken back");
  const saved = ledger.saved.get(actionId);
  if (saved === undefined) return;
  ledger.saved.delete(actionId);
  ledger.discarded.set(actionId, saved);
}

async function chooseAboutOne(tab: Tab, ledger: Ledger, dice: Dice): Promise<void> {
  const rows = await openReturned(tab);
  if (rows.length > 0) await chooseAbout(tab, ledger, dice, dice.pick(rows), true);
}

/** What came back and waits for its author. */
export async function openReturned(tab: Tab): Promise<readonly ReturnedRow[]> {
  const rows = await tab.replica.db.returned.toArray();
  return rows.filter((row) => row.resolvedBy === null && row.outcome.kind === "returned");
}

/** `mayDo`: the nearest legal action is among what is chosen from. */
export async function chooseAbout(
  tab: Tab,
  ledger: Ledger,
  dice: Dice,
  row: ReturnedRow,
  mayDo: boolean,
): Promise<void> {
  const offered: readonly Choice[] = row.outcome.kind === "returned" ? row.outcome.choices : [];
  const choices: readonly Choice[] = [
    ...offered.filter(({ kind }) => mayDo && kind === "do"),
    { kind: "keepNote" },
    { kind: "discard" },
  ];
  const chosen = dice.pick(choices);
  const saved = await choose(tab.replica, tab.clock, row.actionId, chosen);
  if (saved?.kind !== "saved") return;
  const { ticketId } = row;
  const steps = chosen.kind === "do" ? chosen.steps : [{ type: "void", args: {} } as const];
  const drafts = steps.map(({ type, args }) => ({ type, ticketId, args }));
  write(tab, ledger, saved.actionIds, drafts, null);
}

/** Everything any action may need; an action reads what is its own. */
function argsFor(
  tab: Tab,
  dice: Dice,
  flow: Flow,
  ticket: Ticket | null,
  rows: readonly TicketRow[],
  token: string,
): ActionArgs {
  const now = tab.clock.now();
  const members = tab.replica.directory.current().groups.get(ticket?.assignedGroupId ?? "")?.members ?? [];
  const candidates =
    members.length > 0 && dice.chance(0.85)
      ? members.map(({ accountId }) => accountId)
      : people.map(({ id }) => id);
  const others = rows.filter((row) => row.id !== ticket?.id);
  const problem = others.find((row) => row.flow === "problem")?.id ?? null;
  const waits = problem !== null && dice.chance(0.5);
  const linked = others.length > 0 && dice.chance(0.4) ? dice.pick(others).id : null;
  const text = (word: string): string => `${token} ${word}`;
  const group =
    ticket === null
      ? dice.chance(0.5)
        ? {}
        : { groupId: dice.pick([groups.field, groups.network, groups.desk]) }
      : {
          groupId: dice.pick(groupIds.filter((id) => id !== ticket.assignedGroupId && id !== groups.review)),
        };
  return {
    flow,
    title: text("title"),
    description: text("description"),
    categoryId: dice.pick(categoryIds),
    impact: dice.pick(["high", "medium", "low"]),
    urgency: dice.pick(["high", "medium", "low"]),
    assetIds: flow === "incident" ? [] : [dice.pick(assetIds)],
    ...(dice.chance(0.06) ? { restricted: true } : {}),
    ...(linked === null ? { proactive: true } : { linkedIds: [linked] }),
    ...group,
    personId: dice.pick(candidates),
    reason: text("reason"),
    notes: text("notes"),
    text: text("text"),
    closureCode: flow === "incident" ? "fixed" : "successful",
    restoredAt: now - 1_000,
    holdReason: waits ? "problem" : dice.pick(["opener", "vendor"]),
    ...(waits && problem !== null ? { holdTicketId: problem } : {}),
    until: now + 72 * hourMs,
    problemId: createId(tab.replica.platform) as TicketId,
    analysis: text("analysis"),
    rootCause: text("cause"),
    workaround: text("workaround"),
    permanentFix: text("fix"),
    whyNotEradicated: text("why not"),
    reviewDate: now + 96 * hourMs,
    resolution: "knownFix",
    ...(linked === null ? {} : { resolutionTicketId: linked }),
    templateId,
    whyUrgent: text("urgent"),
    scope: text("scope"),
    risk: dice.pick(["high", "medium", "low"]),
    riskAssessment: text("risks"),
    steps: text("steps"),
    rollbackPlan: text("way back"),
    window: { from: now + hourMs * (1 + dice.below(50)), until: now + hourMs * (52 + dice.below(9)) },
    implementerId: dice.pick(candidates),
    conflictReason: text("conflict"),
    actualStart: now - 2_000,
    actualEnd: now - 1_000,
    result: text("result"),
    evidence: text("evidence"),
    causedIncidentIds: [],
  };
}
