import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ActionId } from "../ids";
import type { ActionArgs } from "../sync/protocol";
import type { Ticket } from "../tickets/ticket";
import { available } from "./available";
import { decide } from "./decide";
import { idOf, now, type PersonName, personNames } from "./testing/people";
import { fullArgs, makeAction, makeContext, variants } from "./testing/world";
import { type ActionType, flows, stages, stagesByFlow, workflowActions } from "./vocabulary";

const actors = fc.constantFrom<PersonName | "system">(...personNames, "system");
const types = fc.constantFrom<ActionType>(...workflowActions, "comment", "workNote", "void");

/** Likely arguments, some left out, some nonsense: a wire that checked nothing. */
const argsOf = (flow: Ticket["flow"]): fc.Arbitrary<ActionArgs> => {
  const full: Record<string, unknown> = { ...fullArgs(flow), text: "words" };
  const entries = Object.entries(full).map(([name, value]) => [
    name,
    fc.oneof(
      { weight: 12, arbitrary: fc.constant(value) },
      { weight: 1, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.anything() },
    ),
  ]);
  return fc.record(Object.fromEntries(entries)) as unknown as fc.Arbitrary<ActionArgs>;
};

const step = fc
  .tuple(types, actors, fc.constantFrom(...flows), fc.integer({ min: 0, max: 8 }), fc.nat())
  .chain(([type, actor, flow, baseRevision, pick]) =>
    argsOf(flow).map((args) => ({ type, actor, args, baseRevision, pick })),
  );
/** Those that actions lead to: a ticket waits only while it is handled. */
const starts = fc.constantFrom(
  ...variants
    .map((variant) => variant.ticket)
    .filter((ticket) => ticket === null || ticket.hold === null || ticket.stage === "handle"),
);

describe("any sequence of any actions", { timeout: 180_000 }, () => {
  it("never throws, never leaves the flow's stages, closes with an outcome, and decides a review once", () => {
    const seenApplied = new Set<ActionType>();
    fc.assert(
      fc.property(starts, fc.array(step, { maxLength: 25 }), (start, steps) => {
        let ticket = start;
        for (const [index, { args, baseRevision, pick, ...random }] of steps.entries()) {
          // Two of three steps are ones that somebody may take: the rest is noise between them.
          const offer = pick % 3 === 0 ? null : offerOf(ticket, pick);
          const type = offer?.type ?? random.type;
          const actor = offer?.actor ?? random.actor;
          // Half the votes and steps are made on what is shown now.
          const seen = baseRevision % 2 === 0 ? (ticket?.revision ?? 0) : baseRevision;
          const id = idOf<ActionId>("ac70", index + 1);
          const action = makeAction(type, args, { baseRevision: seen, actionId: id });
          const decision = decide(ticket, action, makeContext(actor));
          if (decision.kind !== "applied" || type === "void") continue;
          const after = decision.changes[0]?.after ?? null;
          if (after === null) throw new Error(`${type} was applied to nothing`);
          for (const change of decision.changes) checkTicket(change.after);
          checkVotes(ticket, after);
          seenApplied.add(type);
          expect(after.version).toBe((ticket?.version ?? 0) + 1);
          ticket = after;
        }
      }),
      { numRuns: 500 },
    );
    // Not vacuous: most of the workflow was walked, whatever the seed.
    expect(seenApplied.size).toBeGreaterThan(20);
  });

  it("is decided the same twice, and changes nothing it was given", () => {
    fc.assert(
      fc.property(starts, step, (start, { type, actor, args, baseRevision }) => {
        const ticket = deepFreeze(structuredClone(start));
        const action = deepFreeze(makeAction(type, args, { baseRevision }));
        const context = makeContext(actor);
        const first = decide(ticket, action, context);
        expect(decide(ticket, action, context)).toEqual(first);
        expect(ticket).toEqual(start);
        available(ticket, context);
      }),
      { numRuns: 500 },
    );
  });

  it("of unknown types and arguments that are no arguments is answered, not thrown", () => {
    fc.assert(
      fc.property(
        starts,
        fc.string(),
        actors,
        fc.dictionary(fc.string(), fc.anything()),
        (ticket, type, actor, args) => {
          decide(ticket, makeAction(type as ActionType, args as ActionArgs), makeContext(actor));
        },
      ),
    );
  });
});

/** Something that somebody may do, another for another number; null where nobody may do anything. */
function offerOf(
  ticket: Ticket | null,
  pick: number,
): { readonly type: ActionType; readonly actor: PersonName } | null {
  for (const index of personNames.keys()) {
    const actor = personNames[(pick + index) % personNames.length];
    const offered = actor === undefined ? [] : available(ticket, makeContext(actor));
    const type = offered[pick % offered.length]?.action;
    if (actor !== undefined && type !== undefined) return { type, actor };
  }
  return null;
}

function checkTicket(ticket: Ticket): void {
  expect(stages).toContain(ticket.stage);
  expect(stagesByFlow[ticket.flow]).toContain(ticket.stage);
  expect(ticket.outcome !== null).toBe(ticket.stage === "closed");
  expect(ticket.closedAt !== null).toBe(ticket.stage === "closed");
  expect(ticket.review !== null).toBe(ticket.stage.endsWith("Review"));
  expect(ticket.hold === null || ticket.stage === "handle").toBe(true);
  expect(ticket.updatedAt).toBe(now);
}

/** A vote stands; a review whose votes decide it is over. */
function checkVotes(before: Ticket | null, after: Ticket): void {
  if (before?.review == null || after.review === null || before.stage !== after.stage) return;
  for (const reviewer of before.review.reviewers) {
    if (reviewer.vote === null) continue;
    const same = after.review.reviewers.find((one) => one.accountId === reviewer.accountId);
    expect(same?.vote).toEqual(reviewer.vote);
  }
  if (after.review.rule.kind === "any") {
    expect(after.review.reviewers.every((reviewer) => reviewer.vote === null)).toBe(true);
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
