/**
 * Who may, who is asked and who is told, read off the document's rows (core/workflow/testing/oracle.ts) for the people
 * of a test's desk: nothing of `decide`. Delegates act and are told beside those they stand in for.
 */
import type { AccountId } from "../../core/ids";
import type { Cell } from "../../core/notify/matrix";
import type { Ticket } from "../../core/tickets/ticket";
import { type OracleLine, type OracleWord, oracle } from "../../core/workflow/testing/oracle";
import type { Flow, ReviewRule } from "../../core/workflow/vocabulary";

export interface Membership {
  readonly groupId: string;
  readonly accountId: AccountId;
  readonly role: "lead" | "member";
}
export interface StandIn {
  readonly id: string;
  readonly principal: AccountId;
  readonly delegate: AccountId;
}
/** What administrators decided, as it stood when an action arrived. */
export interface Policy {
  readonly rules: Readonly<Record<string, ReviewRule>>;
  readonly standIns: readonly StandIn[];
  /** Cells of the notification matrix that are switched off. */
  readonly silent: readonly Cell[];
}

/** A place of the notification matrix as an action reaches it. */
interface Reached {
  readonly flow: Flow;
  readonly action: string;
  /** Where the ticket is after it. */
  readonly stage: string;
}

/** The one place here that knows how the matrix names its cells. */
function isCell(cell: Cell, { flow, action, stage }: Reached, told: string): boolean {
  // Who hears of a raised problem hears of where it stands, which is where problems open.
  const entered = action === "raiseProblem" ? "assign" : stage;
  return cell.flow === flow && cell.action === action && cell.stage === entered && cell.told === told;
}

export const placeOf = (ticket: Ticket): string =>
  ticket.outcome === null ? ticket.stage : `${ticket.stage}/${ticket.outcome}`;
export const linesFrom = (ticket: Ticket): readonly OracleLine[] =>
  oracle.filter(
    ({ flow, from }) => flow === ticket.flow && (from === placeOf(ticket) || from === ticket.stage),
  );
export const isVote = (type: string): boolean => type === "approve" || type === "reject";

/** `told`: of one ticket. */
export interface Expected {
  readonly ticket: Ticket;
  readonly reached: Reached;
  readonly words: readonly { readonly word: OracleWord; readonly people: readonly AccountId[] }[];
}

export class DocumentJudge {
  readonly #members: readonly Membership[];
  readonly #admin: AccountId;

  constructor(members: readonly Membership[], admin: AccountId) {
    this.#members = members;
    this.#admin = admin;
  }

  membersOf(groupId: string | null): readonly AccountId[] {
    return this.#members.filter((one) => one.groupId === groupId).map(({ accountId }) => accountId);
  }

  /** Whether the document lets this person do it: by a right of their own, or of one they stand in for. */
  may(person: AccountId, line: OracleLine, ticket: Ticket, { standIns }: Policy): boolean {
    if (isVote(line.action)) return this.seatsOf(person, ticket, standIns).length > 0;
    return [person, ...principalsOf(person, standIns)].some((one) => this.#has(one, line, ticket));
  }

  #has(person: AccountId, line: OracleLine, ticket: Ticket): boolean {
    const group = ticket.assignedGroupId;
    const isLead = (groupId: string | null): boolean =>
      person === this.#admin ||
      this.#members.some((one) => one.groupId === groupId && one.accountId === person && one.role === "lead");
    const is = (word: string): boolean => {
      switch (word) {
        case "lead":
          return isLead(group);
        case "member":
          return this.#members.some(
            (one) => one.groupId === group && one.accountId === person && one.role === "member",
          );
        case "changeGroup":
          return person === this.#admin || this.membersOf(group).includes(person);
        case "ownerLead":
          return ticket.ownerGroupIds.some(isLead);
        case "opener":
          return ticket.openerId === person;
        case "handler":
        case "investigator":
        case "implementer":
          return ticket.holderId === person;
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

  /**
   * The reviewers whose vote this person may give. Four eyes: none for the opener, the implementer and who acted in
   * their place; and for those who stand in for these, none but one that is their own.
   */
  seatsOf(person: AccountId, ticket: Ticket, standIns: readonly StandIn[]): readonly AccountId[] {
    const asked = ticket.review?.reviewers.map(({ accountId }) => accountId) ?? [];
    if (isInvolved(person, ticket)) return [];
    // One person has one vote.
    if (asked.includes(person)) return [person];
    const given = ticket.review?.reviewers.filter(({ vote }) => vote?.by === person) ?? [];
    if (given.length > 0) return given.map(({ accountId }) => accountId);
    const principals = isStandInOfInvolved(person, ticket, standIns) ? [] : principalsOf(person, standIns);
    return principals.filter((one) => asked.includes(one));
  }

  /**
   * Who is asked when the review begins: the group's, less those involved; stand-ins for the absent. Sorted. Nobody
   * loses their own seat by being named a stand-in (docs/decisions/0017-reviews.md).
   */
  reviewersOf(groupId: string, ticket: Ticket, standIns: readonly StandIn[]): readonly AccountId[] {
    const isOut = (id: AccountId): boolean =>
      isInvolved(id, ticket) || isStandInOfInvolved(id, ticket, standIns);
    const standInOf = (id: AccountId) =>
      standIns.find(({ principal, delegate }) => principal === id && !isOut(delegate))?.delegate ?? id;
    const candidates = this.membersOf(groupId).filter((id) => !isInvolved(id, ticket));
    return [...new Set(candidates.map(standInOf))].sort();
  }

  /** Whom an action tells of a ticket, before the matrix. */
  expect(line: OracleLine, before: Ticket, after: Ticket, about: About): Expected {
    const words = line.told.map((word) => ({ word, people: this.#peopleOf(word, before, after, about) }));
    const { flow, action } = line;
    return {
      ticket: about.problem ?? after,
      reached: { flow: flow as Flow, action, stage: after.stage },
      words,
    };
  }

  #peopleOf(
    { word, condition }: OracleWord,
    before: Ticket,
    after: Ticket,
    { problem, waiting, bySystem }: About,
  ): readonly AccountId[] {
    const one = (id: string | null): readonly AccountId[] => (id === null ? [] : [id as AccountId]);
    switch (condition) {
      case "thirdReturn":
        if (after.returnCount !== 3) return [];
        break;
      case "waitedFor":
        if ((after.hold ?? before.hold)?.reason !== "opener") return [];
        break;
      case "bySystem":
        if (!bySystem) return [];
        break;
      case "waitingIncidents":
        return waiting.flatMap(({ holderId }) => one(holderId));
      case "noInvestigator":
        if (before.investigatorId !== null) return [];
        break;
      case "problem":
        return this.membersOf(problem?.assignedGroupId ?? null);
    }
    switch (word) {
      case "ownerGroups":
        return after.ownerGroupIds.flatMap((id) => this.membersOf(id));
      case "assignedGroup":
      case "newGroup":
      case "changeGroup":
        return this.membersOf(after.assignedGroupId);
      case "leads":
        return this.#members
          .filter(({ groupId, role }) => groupId === after.assignedGroupId && role === "lead")
          .map(({ accountId }) => accountId);
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
}

/** What an action did beside its own ticket. */
export interface About {
  /** That raiseProblem opened. */
  readonly problem: Ticket | null;
  /** Incidents that were resolved with this problem. */
  readonly waiting: readonly Ticket[];
  readonly bySystem: boolean;
}
export const nothingBeside: About = { problem: null, waiting: [], bySystem: false };

/** `ticket person source reasons`, sorted; and whether the matrix kept something back. */
export function toldBy(
  expected: Expected,
  actor: AccountId,
  { standIns, silent }: Policy,
): { readonly told: readonly string[]; readonly isThinned: boolean } {
  const reasons = new Map<AccountId, { bold: boolean; words: Set<string> }>();
  for (const { word, people } of expected.words) {
    const everybody = people.flatMap((id) => [
      id,
      ...standIns.filter(({ principal }) => principal === id).map(({ delegate }) => delegate),
    ]);
    for (const id of everybody) {
      if (id === actor) continue;
      const known = reasons.get(id) ?? { bold: false, words: new Set() };
      known.bold ||= word.bold;
      known.words.add(word.word);
      reasons.set(id, known);
    }
  }
  let isThinned = false;
  const told = [...reasons].flatMap(([id, { bold, words }]) => {
    const left = [...words].filter((word) => !silent.some((cell) => isCell(cell, expected.reached, word)));
    isThinned ||= left.length < words.size;
    const why = left.sort().join(",");
    return left.length === 0 ? [] : [`${expected.ticket.id} ${id} ${bold ? "S" : "X"} ${why}`];
  });
  return { told: told.sort(), isThinned };
}

/** In the rule's own words: the first vote; all, until one rejects; n, until n cannot be reached. */
export function verdict(
  rule: ReviewRule,
  votes: readonly boolean[],
  asked: number,
): "approve" | "reject" | "undecided" {
  const yes = votes.filter(Boolean).length;
  const no = votes.length - yes;
  switch (rule.kind) {
    case "any":
      return votes.length === 0 ? "undecided" : yes > 0 ? "approve" : "reject";
    case "all":
      return no > 0 ? "reject" : yes === asked ? "approve" : "undecided";
    case "atLeast":
      return yes >= rule.count ? "approve" : asked - no < rule.count ? "reject" : "undecided";
  }
}

function principalsOf(person: AccountId, standIns: readonly StandIn[]): readonly AccountId[] {
  return standIns.filter(({ delegate }) => delegate === person).map(({ principal }) => principal);
}

export function isInvolved(person: AccountId, { openerId, holderId, change }: Ticket): boolean {
  return person === openerId || person === holderId || (change?.standIns ?? []).includes(person);
}

/** Who acted in the place of the opener or the implementer, after one more action. Sorted. */
export function standInsAfter(
  before: Ticket,
  actor: AccountId,
  insteadOf: AccountId | null,
): readonly AccountId[] {
  const isParty = insteadOf !== null && (insteadOf === before.openerId || insteadOf === before.holderId);
  return [...new Set([...(before.change?.standIns ?? []), ...(isParty ? [actor] : [])])].sort();
}

export function isStandInOfInvolved(
  person: AccountId,
  ticket: Ticket,
  standIns: readonly StandIn[],
): boolean {
  return principalsOf(person, standIns).some((principal) => isInvolved(principal, ticket));
}
