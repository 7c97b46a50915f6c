/**
 * What was done at once, judged afterwards on every state that was stored: by the document's rows, one action at a time,
 * and one ticket at a time.
 */
import { expect } from "vitest";
import type { AccountId, ActionId, TicketId } from "../../core/ids";
import type { Action, Outcome } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { oracle } from "../../core/workflow/testing/oracle";
import type { ReviewRule } from "../../core/workflow/vocabulary";
import {
  type About,
  type DocumentJudge,
  isInvolved,
  isStandInOfInvolved,
  isVote,
  linesFrom,
  nothingBeside,
  type Policy,
  placeOf,
  standInsAfter,
  toldBy,
  verdict,
} from "./document-judge";
import { type EditVerdict, editVerdict, fieldOf, saidIn, ticketWith } from "./edit-judge";
import type { History, Line, State } from "./ticket-history";

/** What was sent, and around it the versions that its ticket can have had when it was decided. */
export interface Sent {
  readonly actor: AccountId;
  readonly action: Action;
  readonly outcome: Outcome;
  readonly policy: Policy;
  readonly from: number;
  until: number;
}

export interface World {
  readonly judge: DocumentJudge;
  readonly reviewGroup: string;
  readonly requester: AccountId;
  readonly sites: readonly string[];
  /** Counts what occurred: a test that saw none of it has shown nothing. */
  saw(what: string): void;
}

export function checkAction(sent: Sent, history: History, world: World): void {
  const { actor, action, outcome } = sent;
  const states = history.states.get(action.ticketId) ?? [];
  const line = history.lines.find(({ id }) => id === action.actionId);
  const told = history.told
    .filter(({ actionId, kind }) => actionId === action.actionId && kind !== "returned")
    .map((row) => `${row.ticketId} ${row.accountId} ${row.source} ${[...row.as].sort().join(",")}`)
    .sort();
  const said = `${action.type} by ${actor}: ${JSON.stringify(outcome)}`;
  world.saw(outcome.kind);
  if (action.type === "edit") {
    expect(told, said).toEqual([]);
    checkEdit(sent, line, states, world, said);
    return;
  }

  if (outcome.kind !== "applied") {
    // Its words may be kept as a note; nobody is told of what did not happen.
    if (line !== undefined) expect(line.type, said).toBe("workNote");
    expect(told, said).toEqual([]);
    checkRefusal(sent, states, world, said);
    return;
  }
  checkApplied(sent, there(line, said), told, history, world, said);
}

function checkApplied(
  { actor, action, policy }: Sent,
  line: Line,
  told: readonly string[],
  history: History,
  world: World,
  said: string,
): void {
  const { judge, saw } = world;
  const states = history.states.get(action.ticketId) ?? [];
  const at = states.findIndex(({ transaction }) => transaction === line.transaction);
  const after = there(states[at], said).ticket;
  const before = states[at - 1]?.ticket ?? null;
  const found =
    before === null
      ? oracle.find((one) => one.flow === after.flow && one.action === "open")
      : linesFrom(before).find((one) => one.action === action.type);
  const where = `${after.flow} ${before === null ? "-" : placeOf(before)} ${said}`;
  const row = there(found, where);
  if (before !== null) expect(judge.may(actor, row, before, policy), where).toBe(true);
  if (line.insteadOf !== null) saw("for somebody else");
  if (before !== null && after.change !== null) {
    const standIns = [...(after.change.standIns ?? [])].sort();
    expect(standIns, where).toEqual(standInsAfter(before, actor, line.insteadOf));
  }
  let taken = row;
  if (before !== null && isVote(action.type)) {
    saw(`rule ${there(before.review, where).rule.kind}`);
    const decided = checkVote({ actor, action, policy }, line, before, after, where);
    if (decided === "undecided") {
      saw("a vote that decides nothing");
      expect(told, where).toEqual([]);
      return;
    }
    taken = there(
      linesFrom(before).find((one) => one.action === decided),
      where,
    );
  }
  const wanted =
    before?.investigatorId === null && taken.toWithoutInvestigator ? taken.toWithoutInvestigator : taken.to;
  expect(wanted === placeOf(after) || wanted === after.stage, `${where} leads to ${placeOf(after)}`).toBe(
    true,
  );
  checkReviewers(after, before, policy, world, where);
  const besides = besidesOf(action, line, history);
  const all = [
    judge.expect(taken, before ?? after, after, besides),
    ...besides.resolved.map(({ was, is }) => {
      const system = linesFrom(was).find((one) => one.action === "resolve");
      return judge.expect(there(system, where), was, is, { ...nothingBeside, bySystem: true });
    }),
  ].map((expected) => toldBy(expected, actor, policy));
  expect(told, where).toEqual(all.flatMap((one) => one.told).sort());
  if (all.some(({ isThinned }) => isThinned)) saw("silenced");
  if (action.type === "raiseProblem" && told.length > 0) saw("told of a raised problem");
}

/** SYNC A3. An edit moves nothing, tells nobody and leaves no note; its outcome is one of a moment that it can have met. */
function checkEdit(
  { actor, action, outcome, policy, from, until }: Sent,
  line: Line | undefined,
  states: readonly State[],
  { judge, requester, sites, saw }: World,
  said: string,
): void {
  const { args } = action;
  const editing = { actor, isRequester: actor === requester, args, sites };
  const verdictAt = ({ ticket }: State): EditVerdict => editVerdict(editing, ticket, policy, judge);
  saw(`edit ${outcome.kind}`);
  if (outcome.kind !== "applied") {
    expect(line, said).toBeUndefined();
    const found = states.slice(from - 1, until).map(verdictAt);
    const got = outcome.kind === "returned" ? `returned ${outcome.code}` : outcome.kind;
    const possible = found.map((one) => (one.kind === "returned" ? `returned ${one.code}` : one.kind));
    expect(possible, said).toContain(got);
    if (outcome.kind === "returned") saw(`edit ${outcome.code}`);
    return;
  }
  const { transaction, fromStage, toStage, insteadOf } = there(line, said);
  const at = states.findIndex((state) => state.transaction === transaction);
  const [before, after] = [there(states[at - 1], said), there(states[at], said).ticket];
  const verdict = verdictAt(before);
  const where = `${after.flow} ${placeOf(before.ticket)} ${said}`;
  if (verdict.kind !== "applied") throw new Error(`${JSON.stringify(verdict)} was applied: ${where}`);
  if (verdict.isMerged) saw("edit merged");
  expect([fromStage, toStage], where).toEqual([before.ticket.stage, before.ticket.stage]);
  const field = fieldOf(args);
  expect(sorted(saidIn(after, field)), where).toEqual(sorted(verdict.value));
  // With the value as it is, in its order, nothing else differs.
  const wanted = ticketWith(field, saidIn(after, field), before.ticket);
  const withStandIns = (ticket: Ticket): Ticket => ({
    ...ticket,
    updatedAt: 0,
    change: ticket.change && { ...ticket.change, standIns: [...(ticket.change.standIns ?? [])].sort() },
  });
  const standIns = standInsAfter(before.ticket, actor, insteadOf);
  const change = wanted.change && { ...wanted.change, standIns };
  expect(withStandIns(after), where).toEqual(withStandIns({ ...wanted, change }));
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : value;
}

/** Who could at every moment in which it can have been decided was not refused for that. */
function checkRefusal(sent: Sent, states: readonly State[], { judge, saw }: World, said: string): void {
  const { actor, action, outcome, policy } = sent;
  if (outcome.kind !== "returned") return;
  const couldAt = ({ ticket }: State): boolean => {
    const row = linesFrom(ticket).find((one) => one.action === action.type);
    return row !== undefined && judge.may(actor, row, ticket, policy);
  };
  const found = states.slice(sent.from - 1, sent.until);
  if (couldAt(there(found[0], said)) && outcome.code === "stage.moved") saw("lost a race");
  if (!found.every(couldAt)) return;
  const refusals = ["right.missing", "review.notAsked", "stage.moved", "stage.closed"];
  expect(refusals, said).not.toContain(outcome.code);
}

/** The problem that was raised, and the incidents that were resolved with this problem, in the same transaction. */
function besidesOf(
  { type, args, ticketId }: Action,
  line: Line,
  { states }: History,
): About & { readonly resolved: readonly { readonly was: Ticket; readonly is: Ticket }[] } {
  const problem =
    type === "raiseProblem" && args.problemId ? (states.get(args.problemId)?.[0]?.ticket ?? null) : null;
  const resolved =
    type !== "eradicate"
      ? []
      : [...states].flatMap(([id, list]) =>
          list.flatMap(({ ticket, transaction }, index) => {
            const isIts =
              transaction === line.transaction && id !== ticketId && ticket.outcome === "resolved";
            const was = list[index - 1]?.ticket;
            return isIts && was !== undefined && was.outcome === null ? [{ was, is: ticket }] : [];
          }),
        );
  return { problem, waiting: resolved.map(({ was }) => was), bySystem: false, resolved };
}

/** A6, four eyes, and the rule by its own words: what the vote amounts to. */
function checkVote(
  { actor, action, policy }: Pick<Sent, "actor" | "action" | "policy">,
  line: Line,
  before: Ticket,
  after: Ticket,
  where: string,
): "approve" | "reject" | "undecided" {
  const review = there(before.review, where);
  expect(action.baseRevision, where).toBe(before.revision);
  const isOwn = review.reviewers.some(({ accountId }) => accountId === actor);
  const gaveBefore = review.reviewers.some(({ vote }) => vote?.by === actor);
  expect(gaveBefore, `${where}: one person, one vote`).toBe(false);
  const seat = isOwn ? actor : there(line.insteadOf, where);
  expect(isInvolved(actor, before) || isInvolved(seat, before), where).toBe(false);
  if (!isOwn) expect(isStandInOfInvolved(actor, before, policy.standIns), where).toBe(false);
  const seats = review.reviewers.filter(({ accountId }) => accountId === seat);
  expect(seats, where).toMatchObject([{ vote: null }]);
  const votes = review.reviewers.flatMap(({ vote }) => (vote === null ? [] : [vote.approve]));
  // A review that was certain already takes no further vote.
  expect(verdict(review.rule, votes, review.reviewers.length), where).toBe("undecided");
  const decided = verdict(review.rule, [...votes, action.type === "approve"], review.reviewers.length);
  if (decided === "undecided") {
    expect(placeOf(after), where).toBe(placeOf(before));
    const counted = there(after.review, where).reviewers.filter(({ vote }) => vote !== null);
    expect(counted.length, where).toBe(votes.length + 1);
  }
  return decided;
}

/** A review that begins asks the document's people, by the rule that stands then. */
function checkReviewers(
  after: Ticket,
  before: Ticket | null,
  policy: Policy,
  { judge, reviewGroup }: World,
  where: string,
): void {
  if (after.stage === before?.stage || !after.stage.endsWith("Review")) return;
  const { reviewers, rule } = there(after.review, where);
  const isLaunch = after.stage === "preLaunchReview";
  const wanted: ReviewRule =
    isLaunch && after.flow === "emergency"
      ? { kind: "any" }
      : isLaunch && after.change?.risk === "high"
        ? { kind: "all" }
        : (policy.rules[after.stage] ?? { kind: "any" });
  expect(rule, where).toEqual(wanted);
  const asked = reviewers.map(({ accountId }) => accountId).sort();
  expect(asked, where).toEqual(judge.reviewersOf(reviewGroup, after, policy.standIns));
  expect(asked.length, where).toBeGreaterThanOrEqual(rule.kind === "atLeast" ? rule.count : 1);
}

/**
 * Of one ticket, state after state: what changed has one line, an action's that was answered as applied or the
 * system's; it begins where the one before it ended and is one of the document's rows; each review is decided once.
 */
export function checkHistory(
  id: TicketId,
  { states, lines }: History,
  known: ReadonlyMap<ActionId, Sent>,
): void {
  const own = lines.filter((line) => line.ticketId === id && line.type !== "workNote");
  const all = states.get(id) ?? [];
  expect(
    all.map(({ ticket }) => ticket.version),
    "no state is missing",
  ).toEqual(all.map((_, index) => index + 1));
  let isReviewed = false;
  let explained = 0;
  for (const [index, { ticket, transaction }] of all.entries()) {
    const before = all[index - 1];
    const from = before?.ticket.stage ?? null;
    const found = own.filter((line) => line.transaction === transaction);
    const where = `${ticket.flow} version ${ticket.version}: ${from} to ${ticket.stage}`;
    if (before !== undefined && isSame(before, { ticket, transaction })) {
      // Raising a problem leaves its incident as it is.
      expect(
        found.every(({ type }) => type === "raiseProblem"),
        where,
      ).toBe(true);
      explained += found.length;
      continue;
    }
    expect(found, where).toHaveLength(1);
    explained += 1;
    const { type, fromStage, toStage, actorId, id: lineId } = there(found[0], where);
    expect([fromStage, toStage], where).toEqual([from, ticket.stage]);
    const sent = actorId === null ? undefined : known.get(lineId);
    if (sent !== undefined) expect(sent.outcome.kind, where).toBe("applied");
    const isEdit = type === "edit" && fromStage === toStage;
    const isOpenVote = isVote(type) && fromStage === toStage;
    const rows = oracle.filter((one) => one.flow === ticket.flow && stageOf(one.from) === (from ?? "-"));
    const fits = rows.some(
      (one) =>
        one.action === type &&
        [one.to, one.toWithoutInvestigator].some((to) => to !== null && stageOf(to) === toStage),
    );
    expect(fits || isOpenVote || isEdit, `${where} by ${type}`).toBe(true);
    if (isVote(type)) {
      expect(isReviewed, `${where}: no vote after the decision`).toBe(true);
      isReviewed = isOpenVote;
    }
    if (from !== ticket.stage) isReviewed = ticket.stage.endsWith("Review");
  }
  expect(explained, `${id}: every line belongs to a state`).toBe(own.length);
}

/** What a note and a link from elsewhere leave as it was. */
function isSame(one: State, other: State): boolean {
  const rest = ({ ticket }: State) => ({ ...ticket, version: 0, updatedAt: 0, links: [] });
  return JSON.stringify(rest(one)) === JSON.stringify(rest(other));
}

const stageOf = (place: string): string => place.split("/")[0] ?? "";

/** What a check stands on has to be there. */
function there<Value>(value: Value | null | undefined, where: string): Value {
  if (value === null || value === undefined) throw new Error(`Something is missing: ${where}`);
  return value;
}
