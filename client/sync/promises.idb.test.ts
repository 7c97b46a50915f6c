/**
 * The promises of SYNC.md over random histories: two tabs of one phone without a lock between them, somebody else at
 * the desk, a network and a server that fail in every way; then the faults stop.
 */
import "fake-indexeddb/auto";
import Dexie from "dexie";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ActionId, TicketId } from "../../core/ids";
import type { ActionArgs } from "../../core/sync/protocol";
import type { Ticket } from "../../core/tickets/ticket";
import { decide } from "../../core/workflow/decide";
import { choose } from "../queue/choose";
import { discard } from "../queue/discard";
import { databaseName } from "../replica/database";
import { createReplayContext } from "../replica/replay-context";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer, type Fault } from "../testing/fake-server";
import { createTestPlatform } from "../testing/platform";
import { readQueue } from "../views/queue";
import { listReturned } from "../views/returned";

const steps = ["comment", "claim", "resolve", "returnToAssign", "reopen"] as const;
type Step = (typeof steps)[number];
type Operation =
  | { readonly kind: "open"; readonly tab: 0 | 1 }
  | { readonly kind: "save"; readonly tab: 0 | 1; readonly step: Step; readonly ticket: number }
  | { readonly kind: "discard"; readonly tab: 0 | 1; readonly entry: number }
  | { readonly kind: "choose"; readonly tab: 0 | 1; readonly row: number }
  | { readonly kind: "sync"; readonly tabs: readonly (0 | 1)[]; readonly faults: readonly (Fault | null)[] }
  | { readonly kind: "other"; readonly step: Step | "open"; readonly ticket: number }
  | { readonly kind: "hide"; readonly ticket: number }
  | { readonly kind: "reload"; readonly tab: 0 | 1 }
  | { readonly kind: "epoch" };

const tab = fc.constantFrom<0 | 1>(0, 1);
const ticket = fc.nat(5);
const fault = fc.oneof(
  { weight: 4, arbitrary: fc.constant(null) },
  {
    weight: 6,
    arbitrary: fc.constantFrom<Fault>(
      { kind: "lost" },
      { kind: "lostAnswer" },
      { kind: "twice" },
      { kind: "transient", after: 0 },
      { kind: "transient", after: 2 },
      { kind: "fails", failure: { kind: "server" } },
      { kind: "fails", failure: { kind: "signIn" } },
      { kind: "fails", failure: { kind: "account" } },
      { kind: "fails", failure: { kind: "update" } },
      { kind: "fails", failure: { kind: "busy", retryAfterMs: 5_000 } },
      { kind: "fails", failure: { kind: "foreignClient" } },
    ),
  },
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("open" as const), tab }) },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant("save" as const),
      tab,
      step: fc.constantFrom(...steps),
      ticket,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("discard" as const), tab, entry: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("choose" as const), tab, row: fc.nat(5) }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant("sync" as const),
      tabs: fc.constantFrom<readonly (0 | 1)[]>([0], [1], [0, 1]),
      faults: fc.array(fault, { maxLength: 6 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("other" as const),
      step: fc.constantFrom(...steps, "open" as const),
      ticket,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("hide" as const), ticket }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("reload" as const), tab }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("epoch" as const) }) },
);

interface World {
  readonly server: FakeServer;
  readonly tabs: [Phone, Phone];
  readonly known: TicketId[];
  readonly saved: Set<ActionId>;
  readonly hidden: Set<TicketId>;
  readonly faults: (Fault | null)[];
}

/** A history that failed once: the phone renumbers while another tab's push is on its way. */
const renumberedBesideAnotherTab: Operation[] = [
  { kind: "open", tab: 0 },
  { kind: "sync", tabs: [0], faults: [] },
  { kind: "save", tab: 0, step: "comment", ticket: 0 },
  { kind: "sync", tabs: [0, 1], faults: [{ kind: "fails", failure: { kind: "foreignClient" } }] },
  { kind: "open", tab: 0 },
  { kind: "sync", tabs: [0], faults: [] },
];

const seen = { outcomes: new Set<string>(), faults: new Set<string>() };

test("[P1] [P2] [P4] [P5] [P6] random actions, faults and tabs end with every action decided once and the server's rows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 5, maxLength: 30 }),
      fc.nat(),
      async (operations, seed) => {
        const world = await createWorld(seed);
        try {
          for (const next of operations) {
            await apply(world, next);
            await expectShownIsReplayed(world);
          }
          await expectPromises(world);
        } finally {
          for (const phone of world.tabs) phone.close();
          await Dexie.delete(databaseName(ids.chen));
        }
      },
    ),
    {
      numRuns: 80,
      seed: 20_261_123,
      examples: [
        [renumberedBesideAnotherTab, 0],
        [renumberedBesideAnotherTab, 1],
      ],
    },
  );
  // Not vacuous: every outcome and every fault took part.
  expect(seen.outcomes).toEqual(new Set(["applied", "superseded", "returned", "held"]));
  expect(seen.faults).toEqual(new Set(["lost", "lostAnswer", "twice", "transient", "fails"]));
}, 120_000);

async function createWorld(seed: number): Promise<World> {
  const platform = createTestPlatform(seed);
  const server = createFakeServer(desk, platform.now);
  server.pageSize = 2;
  server.pullRows = 3;
  server.answersPull = seed % 2 === 1;
  const faults: (Fault | null)[] = [];
  const transport = () =>
    server.transport(ids.chen, () => {
      const next = faults.shift() ?? null;
      if (next !== null) seen.faults.add(next.kind);
      return next;
    });
  const tabs: [Phone, Phone] = [
    await openPhone(ids.chen, transport(), platform),
    await openPhone(ids.chen, transport(), createTestPlatform(seed + 1)),
  ];
  return { server, tabs, known: [], saved: new Set(), hidden: new Set(), faults };
}

async function apply(world: World, next: Operation): Promise<void> {
  const { server, tabs, known } = world;
  const target = (index: number): TicketId | undefined => known[index % Math.max(1, known.length)];
  switch (next.kind) {
    case "open": {
      const id = newTicketId();
      known.push(id);
      await save(world, tabs[next.tab], "open", id, incidentArgs("事故"));
      return;
    }
    case "save": {
      const id = target(next.ticket);
      // The screens offer actions only on tickets that are here.
      if (id !== undefined && (await tabs[0].replica.db.tickets.get(id)) !== undefined) {
        await save(world, tabs[next.tab], next.step, id, argsOf(next.step));
      }
      return;
    }
    case "discard": {
      const queue = await readQueue(tabs[0].replica.db);
      const entry = queue[next.entry % Math.max(1, queue.length)];
      if (entry !== undefined && (await discard(tabs[next.tab].replica, entry.actionId)) === "discarded") {
        world.saved.delete(entry.actionId);
      }
      return;
    }
    case "choose": {
      const { replica, clock } = tabs[next.tab];
      const rows = (await listReturned(replica.db)).filter((row) => row.outcome.kind === "returned");
      const row = rows[next.row % Math.max(1, rows.length)];
      if (row !== undefined) await choose(replica, clock, row.actionId, { kind: "discard" });
      return;
    }
    case "sync":
      world.faults.push(...next.faults);
      await Promise.all(next.tabs.map((index) => tabs[index].sync()));
      world.faults.length = 0;
      return;
    case "other": {
      const id = next.step === "open" ? newTicketId() : target(next.ticket);
      if (next.step === "open" && id !== undefined) known.push(id);
      if (id !== undefined && (next.step === "open" || server.tickets.has(id))) {
        const args = next.step === "open" ? incidentArgs("別人的") : argsOf(next.step);
        server.act(ids.lin, { type: next.step, ticketId: id, args });
      }
      return;
    }
    case "hide": {
      const id = target(next.ticket);
      if (id !== undefined && server.tickets.has(id)) {
        server.hide(id);
        world.hidden.add(id);
      }
      return;
    }
    case "reload": {
      const old = tabs[next.tab];
      old.close();
      const transport = server.transport(ids.chen, () => world.faults.shift() ?? null);
      tabs[next.tab] = await openPhone(ids.chen, transport, old.platform);
      return;
    }
    case "epoch":
      server.newEpoch();
      return;
  }
}

function argsOf(step: Step): ActionArgs {
  switch (step) {
    case "comment":
      return { text: "到場" };
    case "resolve":
      return { closureCode: "fixed", notes: "好了", restoredAt: Date.UTC(2026, 10, 23, 1) };
    case "returnToAssign":
    case "reopen":
      return { reason: "又壞了" };
    case "claim":
      return {};
  }
}

async function save(
  world: World,
  phone: Phone,
  type: Step | "open",
  id: TicketId,
  args: ActionArgs,
): Promise<void> {
  const saved = await phone.save(type, id, args);
  expect(saved.kind).toBe("saved");
  if (saved.kind === "saved") for (const actionId of saved.actionIds) world.saved.add(actionId);
}

/** P5 by a fold that knows nothing of `touches`, closures or bases: every confirmed row, every entry, in order. */
async function expectShownIsReplayed({ tabs }: World): Promise<void> {
  const { db, directory, author } = tabs[0].replica;
  const people = await directory.refresh();
  const expected = new Map<TicketId, Ticket | null>();
  const asOf = new Map<TicketId, number>();
  for (const row of [...(await db.tickets.toArray()), ...(await db.base.toArray())]) {
    expected.set(row.id, row.ticket);
    asOf.set(row.id, row.asOf);
  }
  const client = await db.meta.get("client");
  if (client?.key !== "client") throw new Error("no client");
  const waiting = new Map<TicketId, number>();
  for (const entry of await readQueue(db)) {
    const { action } = entry;
    const stopped = entry.state.tag === "decided" && entry.state.outcome.kind !== "applied";
    const covered =
      entry.seq <= client.coveredSeq ||
      (asOf.get(action.ticketId) ?? -1) >= client.numbering * 2 ** 32 + entry.seq;
    if (stopped || covered || action.type === "void") continue;
    const before = expected.get(action.ticketId) ?? null;
    waiting.set(action.ticketId, (waiting.get(action.ticketId) ?? 0) + 1);
    const decision = decide(before, action, createReplayContext(people, author, action));
    if (decision.kind === "applied") for (const { after } of decision.changes) expected.set(after.id, after);
  }
  const shown = new Map((await db.tickets.toArray()).map((row) => [row.id, row]));
  for (const [id, ticket] of expected) {
    expect(shown.get(id)?.ticket ?? null).toEqual(ticket);
    if (ticket !== null) expect(shown.get(id)?.waiting).toBe(waiting.get(id) ?? 0);
  }
}

async function expectPromises(world: World): Promise<void> {
  const { server, tabs, saved } = world;
  const { db } = tabs[0].replica;
  await tabs[0].drain();
  await tabs[1].drain();
  expect(await readQueue(db)).toEqual([]);
  expect(await db.base.count()).toBe(0);

  const cameBack = new Set(await db.returned.toCollection().primaryKeys());
  for (const actionId of saved) {
    const outcome = server.outcomeOf(ids.chen, actionId);
    expect(outcome).not.toBeNull();
    seen.outcomes.add(outcome?.kind ?? "none");
    expect(server.decisions.get(actionId) ?? 0).toBe(outcome?.kind === "applied" ? 1 : 0);
    expect(cameBack.has(actionId)).toBe(outcome?.kind !== "applied");
  }
  const visible = [...server.tickets.values()].filter((row) => !world.hidden.has(row.id));
  const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): Row[] =>
    [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(byId((await db.tickets.toArray()).map((row) => row.ticket))).toEqual(byId(visible));
  const lines = [...server.activities.values()].filter((line) => !world.hidden.has(line.ticketId));
  expect(byId(await db.activities.toArray())).toEqual(byId(lines));
}
