/**
 * Plays every action of every person on every ticket of the world through a workflow and compares with the oracle:
 * legal or not, where it leads, what it needs, who is told. A difference is a line of text.
 */
import type { ActionArgs } from "../../sync/protocol";
import type { Decision, Told } from "../decision";
import { type ActionType, type Flow, workflowActions } from "../vocabulary";
import type { Workflow } from "../workflow";
import { type OracleLine, type OracleWord, oracle } from "./oracle";
import { delegateOf, nameOf, type PersonName, personNames, roleOf } from "./people";
import { fullArgs, makeAction, makeContext, ticketId, type Variant, variants, withConflict } from "./world";

type Actor = PersonName | "system";
const actors: readonly Actor[] = [...personNames, "system"];

export interface Scope {
  readonly flow?: Flow;
  readonly stages?: readonly string[];
  readonly actions?: readonly string[];
}

/** Lazily, so that a search for any difference can stop at the first. */
export function* differences(workflow: Workflow, scope: Scope = {}): Generator<string, number> {
  let cases = 0;
  for (const variant of variants) {
    if (scope.flow !== undefined && variant.flow !== scope.flow) continue;
    if (scope.stages !== undefined && !scope.stages.includes(variant.stage)) continue;
    for (const action of workflowActions) {
      if (scope.actions !== undefined && !scope.actions.includes(action)) continue;
      for (const actor of actors) {
        cases += 1;
        yield* compareCase(workflow, variant, action, actor);
      }
    }
    for (const actor of actors) yield* compareAvailable(workflow, variant, actor);
  }
  return cases;
}

function* compareCase(
  workflow: Workflow,
  variant: Variant,
  action: ActionType,
  actor: Actor,
): Generator<string> {
  const line = lineOf(variant, action);
  const args = line === null ? fullArgs(variant.flow) : argsFor(line, variant.flow);
  const context = makeContext(actor);
  const play = (said: ActionArgs, where = context): Decision =>
    workflow.decide(variant.ticket, makeAction(action, said), where);
  const decision = play(args);
  const at = `${variant.name}: ${action} by ${actor}`;
  const isLegal = line !== null && mayDo(line, variant, actor) && hasEffect(action, variant);
  if (!isLegal) {
    if (decision.kind === "applied") yield `${at}: must not be applied`;
    return;
  }
  if (decision.kind !== "applied") {
    yield `${at}: must be applied, is ${JSON.stringify(decision)}`;
    return;
  }
  const after = decision.changes[0]?.after;
  const place = after?.outcome ? `${after.stage}/${after.outcome}` : after?.stage;
  const wanted = destinationOf(line, variant);
  if (place !== wanted) yield `${at}: leads to ${place}, not ${wanted}`;

  // The incidents that a problem resolves have told people of their own (decide.test.ts).
  const toldHere = decision.told.filter((one) => one.ticketId !== ticketId.waiting);
  const about = action === "raiseProblem" ? decision.changes[1]?.after.id : ticketId.acted;
  if (toldHere.some((one) => one.ticketId !== about)) yield `${at}: tells of another ticket`;
  // The test's arguments hold for a change: nobody waits for the opener then.
  const waitsForOpener = action !== "hold" && variant.facts.waitsForOpener === true;
  const described: Variant = { ...variant, facts: { ...variant.facts, waitsForOpener } };
  yield* compareTold(toldHere, expectedTold(line, described, actor), at);
  if (action === "hold") {
    const forOpener = play({ ...args, holdReason: "opener" });
    const asked: Variant = { ...variant, facts: { ...variant.facts, waitsForOpener: true } };
    if (forOpener.kind !== "applied") yield `${at}: must hold for the opener`;
    else yield* compareTold(forOpener.told, expectedTold(line, asked, actor), `${at} for the opener`);
  }

  for (const need of line.needs) yield* compareNeed(need, line, actor, at, args, play);
  const inConflict = play(args, withConflict(context, variant.ticket));
  const checks = line.needs.some((need) => need.word === "conflictCheck");
  const asksReason = inConflict.kind === "returned" && inConflict.code === "window.conflict";
  if (checks !== asksReason) yield `${at}: ${checks ? "does not check" : "checks"} for conflicts`;
}

function* compareTold(told: readonly Told[], expected: string, at: string): Generator<string> {
  const got = describeTold(told);
  if (got !== expected) yield `${at}: tells\n  ${got}\n  not\n  ${expected}`;
}

function* compareNeed(
  need: OracleWord,
  line: OracleLine,
  actor: Actor,
  at: string,
  args: ActionArgs,
  play: (args: ActionArgs) => Decision,
): Generator<string> {
  if (need.word === "conflictCheck") return;
  const without = play(leaveOut(args, need.word));
  if (need.optional) {
    // What may be said must be kept when it is: the ticket is another one without it.
    if (without.kind !== "applied") yield `${at}: may not leave out ${need.word}`;
    const given = play(args);
    if (resultOf(given) === resultOf(without)) yield `${at}: ignores ${need.word}`;
    return;
  }
  const isNeeded = need.condition !== "person" || actor !== "system";
  const isMissed =
    without.kind === "returned" &&
    without.code === "needs.missing" &&
    without.fields.some((field) => field === need.word);
  if (isNeeded !== isMissed) yield `${at}: ${isNeeded ? "does not need" : "needs"} ${need.word}`;
  const exempt = exemptions[need.condition ?? ""];
  if (exempt !== undefined) {
    const free = play(leaveOut({ ...args, ...exempt }, need.word));
    if (free.kind !== "applied") yield `${at}: needs ${need.word} although ${JSON.stringify(exempt)}`;
  }
  const { action } = line;
  if (need.word === "holdTicketId") {
    for (const holdReason of ["problem", "change"] as const) {
      const missed = play(leaveOut({ ...args, holdReason }, need.word));
      if (missed.kind !== "returned") yield `${at}: ${action} does not need the ${holdReason}`;
    }
  }
}

/** No more than the oracle says is needed or may be said, and the choice of group that the test opens with. */
function argsFor(line: OracleLine, flow: Flow): ActionArgs {
  const names = new Set(line.needs.map((need) => need.word));
  for (const name of line.action === "open" ? ["flow", "groupId"] : []) names.add(name);
  return Object.fromEntries(Object.entries(fullArgs(flow)).filter(([name]) => names.has(name)));
}

/** What frees from a need under the condition. */
const exemptions: Readonly<Record<string, ActionArgs>> = {
  waitsForTicket: { holdReason: "vendor" },
  notProactive: { proactive: true },
};

function leaveOut(args: ActionArgs, name: string): ActionArgs {
  return Object.fromEntries(Object.entries(args).filter(([key]) => key !== name));
}

function resultOf(decision: Decision): string {
  return decision.kind === "applied" ? JSON.stringify(decision.changes[0]?.after) : decision.kind;
}

function* compareAvailable(workflow: Workflow, variant: Variant, actor: Actor): Generator<string> {
  if (variant.ticket === null || actor === "system") return;
  const shown = workflow.available(variant.ticket, makeContext(actor));
  const got = shown.map((one) => `${one.action}(${[...one.needs].sort().join(" ")})`).sort();
  const wanted: string[] = [];
  for (const line of linesAt(variant)) {
    if (!mayDo(line, variant, actor) || !hasEffect(line.action, variant)) continue;
    const asked = line.needs.filter((need) => !need.optional && need.word !== "conflictCheck");
    wanted.push(
      `${line.action}(${asked
        .map((need) => need.word)
        .sort()
        .join(" ")})`,
    );
  }
  if (got.join() !== wanted.sort().join()) {
    yield `${variant.name}: ${actor} is offered ${got.join()}, not ${wanted.join()}`;
  }
  if (shown.slice(1).some((one) => one.primary)) yield `${variant.name}: ${actor}: not first and primary`;
}

function linesAt(variant: Variant): readonly OracleLine[] {
  const places = variant.outcome === null ? [variant.stage] : ["closed", `closed/${variant.outcome}`];
  return oracle.filter((line) => line.flow === variant.flow && places.some((place) => place === line.from));
}

function lineOf(variant: Variant, action: string): OracleLine | null {
  return linesAt(variant).find((line) => line.action === action) ?? null;
}

function destinationOf(line: OracleLine, variant: Variant): string {
  if (line.toWithoutInvestigator !== null && variant.facts.noInvestigator) return line.toWithoutInvestigator;
  return line.to === "closed" && variant.outcome !== null ? `closed/${variant.outcome}` : line.to;
}

/** Ending a wait needs one; one open problem is enough. */
function hasEffect(action: string, { facts }: Variant): boolean {
  if (action === "raiseProblem") return facts.openProblem !== true;
  return action !== "resume" || facts.held === true;
}

/** Their own relations, and those of the ones who named them delegates. Inactive people have none. */
function mayDo(line: OracleLine, variant: Variant, actor: Actor): boolean {
  if (actor !== "system" && actor.startsWith("inactive")) return false;
  const words =
    actor === "system" ? ["system"] : [actor, ...principalsOf(actor)].flatMap((one) => wordsOf(one, variant));
  return line.who.some((who) => words.includes(who.word) && conditionHolds(who.condition, variant));
}

function principalsOf(actor: PersonName): readonly PersonName[] {
  return personNames.filter((name) => delegateOf[name]?.includes(actor));
}

function wordsOf(person: PersonName, variant: Variant): readonly string[] {
  const words = ["anyone"];
  const isChange = variant.flow !== "incident" && variant.flow !== "problem";
  if (roleOf(person) !== "requester") words.push("agent");
  if (variant.ticket === null) return words;
  if (person === "admin") words.push("lead", "ownerLead", "changeGroup");
  if (person === "lead") words.push("lead", "changeGroup");
  if (["member", "holder", "investigator", "chosen"].includes(person)) words.push("member", "changeGroup");
  if (person === "ownerLead" && variant.flow === "incident") words.push("ownerLead");
  if (person === "opener" && !variant.facts.event) words.push("opener");
  if (variant.ticket.holderId !== null && nameOf(variant.ticket.holderId) === person) {
    if (isChange) words.push("implementer");
    else words.push(variant.stage === "investigate" ? "investigator" : "handler");
  }
  if (variant.stage.endsWith("Review") && (person === "reviewer1" || person === "reviewer2")) {
    words.push("reviewers");
  }
  return words;
}

function conditionHolds(condition: string | null, { facts }: Variant): boolean {
  switch (condition) {
    case null:
      return true;
    case "untaken":
      return facts.untaken === true;
    case "event":
      return facts.event === true;
    case "recovery":
      return facts.event === true && facts.untaken === true;
    case "eradicatedProblem":
      return facts.eradicatedProblem === true;
  }
  throw new Error(`The oracle names an unknown condition: ${condition}`);
}

function expectedTold(line: OracleLine, variant: Variant, actor: Actor): string {
  const reasons = new Map<PersonName, { as: Set<string>; bold: boolean }>();
  for (const told of line.told) {
    if (!isTold(told.condition, variant, actor)) continue;
    for (const principal of peopleOf(told, line, variant)) {
      for (const person of [principal, ...(delegateOf[principal] ?? [])]) {
        if (person === actor || person.startsWith("inactive")) continue;
        const known = reasons.get(person) ?? { as: new Set(), bold: false };
        reasons.set(person, { as: known.as.add(told.word), bold: known.bold || told.bold });
      }
    }
  }
  return [...reasons]
    .map(([person, { as, bold }]) => `${person} as ${[...as].sort().join("+")} ${bold ? "S" : "X"}`)
    .sort()
    .join("; ");
}

function isTold(condition: string | null, { facts }: Variant, actor: Actor): boolean {
  switch (condition) {
    case "thirdReturn":
      return facts.thirdReturnNext === true;
    case "waitedFor":
      return facts.waitsForOpener === true;
    case "bySystem":
      return actor === "system";
    case "noInvestigator":
      return facts.noInvestigator === true;
    // Which person is meant (peopleOf), not whether.
    default:
      return true;
  }
}

const workGroup: readonly PersonName[] = ["lead", "member", "holder", "investigator", "chosen"];
const newGroup: readonly PersonName[] = ["newLead", "newMember"];

function peopleOf(told: OracleWord, line: OracleLine, variant: Variant): readonly PersonName[] {
  const holder = variant.ticket?.holderId ? [nameOf(variant.ticket.holderId)] : [];
  switch (told.word) {
    case "ownerGroups":
      return ["ownerLead", "ownerMember"];
    case "assignedGroup":
    case "changeGroup":
      if (told.condition === "problem") return newGroup;
      // The test opens with an explicit choice of group.
      return line.action === "open" ? newGroup : workGroup;
    case "newGroup":
      return newGroup;
    case "leads":
      return ["lead"];
    case "opener":
      return variant.facts.event ? ["reporter"] : ["opener", "reporter"];
    case "handler":
      return ["chosen"];
    case "investigator":
      if (line.action === "assignInvestigator") return ["chosen"];
      return variant.facts.noInvestigator ? [] : ["investigator"];
    case "implementer":
      return holder;
    case "holder":
      if (told.condition === "new") return ["chosen"];
      return told.condition === "waitingIncidents" ? ["waitHolder"] : holder;
    case "reviewers":
      // The second reviewer is away: their delegate stands in.
      return ["reviewer1", "reviewerDelegate"];
  }
  throw new Error(`The oracle names unknown people: ${told.word}`);
}

function describeTold(told: readonly Told[]): string {
  return told
    .map((one) => `${nameOf(one.accountId)} as ${[...one.as].sort().join("+")} ${one.source}`)
    .sort()
    .join("; ");
}
