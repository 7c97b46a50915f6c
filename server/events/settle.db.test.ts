/** What the job process does about events: the quiet after flapping, storms that are over, and forgetting. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventAgeMaxMs } from "../../core/events/event";
import { push } from "../sync/push";
import { createDesk, createPhone, type Desk, pushOf } from "../testing/desk";
import { createRule, createSource, posted, type Source, storiesOf } from "../testing/monitor";
import { forgetOldEvents } from "./forget";
import { ingest } from "./ingest";
import type { PostedEvent } from "./read-events";
import { settleChildren, settleQuiet } from "./settle";

const minute = 60_000;
let desk: Desk;
let source: Source;
beforeAll(async () => {
  desk = await createDesk();
  source = await createSource(desk.database);
});
beforeEach(async () => {
  await desk.database.$executeRaw`TRUNCATE monitor_event, event_rule, outbox CASCADE`;
  await desk.database.$executeRaw`TRUNCATE ticket CASCADE`;
  await createRule(desk);
});
afterAll(() => desk.end());

const post = (...events: readonly PostedEvent[]) => ingest(desk.database, source.id, events);
const stories = () => storiesOf(desk.database);
/** Flips every two minutes, the last of them well, so many minutes ago. */
const flapping = (endedAgo: number) =>
  Array.from({ length: 6 }, (_, n) =>
    posted({
      at: Date.now() - (endedAgo + 10 - 2 * n) * minute,
      status: n % 2 === 0 ? "firing" : "recovered",
    }),
  );
async function comment(ticketId: string | undefined) {
  const phone = createPhone(desk.lead);
  await push(
    desk.database,
    pushOf(phone, [phone.act({ type: "comment", ticketId: ticketId as never, args: { text: "seen" } })]),
  );
}

test("what flapped is resolved after a quarter of an hour of quiet, not before, and once", async () => {
  await post(...flapping(14.5));
  expect(await settleQuiet(desk.database)).toEqual({ count: 0, told: false });
  await desk.database.$executeRaw`UPDATE event_state SET due_at = due_at - interval '1 minute'`;
  await desk.database.$executeRaw`
    UPDATE event_state SET state = jsonb_set(state, '{flips}', (
      SELECT jsonb_agg(flip::double precision - 60000) FROM jsonb_array_elements_text(state -> 'flips') AS flip))`;
  const looks = await Promise.all([1, 2, 3].map(() => settleQuiet(desk.database)));
  expect(looks.reduce((sum, { count }) => sum + count, 0)).toBe(1);
  expect(await stories()).toMatchObject([{ outcome: "resolved", code: "recovered" }]);
});

test("what flapped in somebody's hands is noted", async () => {
  await post(flapping(20)[0] as PostedEvent);
  await comment((await stories())[0]?.id);
  await post(...flapping(20).slice(1));
  expect((await stories())[0]?.lines).toContain("workNote eventFlapping");
  // Noted by one of them: nothing else would hold back the second.
  await Promise.all([1, 2, 3, 4].map(() => settleQuiet(desk.database)));
  const [incident] = await stories();
  expect(incident).toMatchObject({ stage: "assign" });
  // Twice before it flapped, and once when it was quiet.
  expect(incident?.lines.filter((line) => line === "workNote eventRecovered")).toHaveLength(3);
});

test("children that somebody touched, or that fired since, stand for themselves when the first is cancelled", async () => {
  await post(
    ...Array.from({ length: 24 }, (_, n) => posted({ at: Date.now() - minute + n, fingerprint: `f${n}` })),
  );
  const all = await stories();
  await comment(all[21]?.id);
  const phone = createPhone(desk.lead);
  const cancel = phone.act({
    type: "cancel",
    ticketId: all[0]?.id as never,
    args: { reason: "a test" },
    occurredAt: Date.now(),
  });
  await push(desk.database, pushOf(phone, [cancel]));
  await post(posted({ at: Date.now(), fingerprint: "f22" }));
  expect(await settleChildren(desk.database)).toEqual({ count: 2, told: false });
  const after = await stories();
  expect(after.slice(20).map(({ outcome }) => outcome)).toEqual(["resolved", null, null, "resolved"]);
  expect(after[20]).toMatchObject({ code: "notReproducible" });
  expect(await settleChildren(desk.database)).toEqual({ count: 0, told: false });
  expect(await desk.database.eventState.count({ where: { parentId: { not: null } } })).toBe(0);
});

/** The later, the earlier by its name. */
const nameOf = (n: number): string => `f${999 - n}`;
/** A storm of so many, the first of which is 0. */
async function storm(size: number) {
  await post(
    ...Array.from({ length: size }, (_, n) =>
      posted({ at: Date.now() - minute + n, fingerprint: nameOf(n) }),
    ),
  );
  await desk.database.outbox.deleteMany();
  return await stories();
}
const recovered = (n: number) => posted({ at: Date.now(), fingerprint: nameOf(n), status: "recovered" });
const parents = async () =>
  (await desk.database.eventState.findMany()).flatMap(({ parentId }) => parentId ?? []);
const toldOf = async () => new Set((await desk.database.outbox.findMany()).map(({ ticketId }) => ticketId));
async function settleAll() {
  // A look takes 200 of them; the second finds who is the first by then.
  for (let look = 0; look < 3; look += 1) await settleChildren(desk.database);
}

test("the first of a storm recovers by itself: what still fires goes on below the earliest, of which people are told", async () => {
  const fired = await storm(230);
  await comment(fired[30]?.id);
  await post(recovered(0), recovered(29));
  // It has closed by then, and nobody closed it: this says nothing of the others.
  await comment(fired[0]?.id);
  await desk.database.outbox.deleteMany();
  await settleAll();
  const all = await stories();
  expect(all.flatMap(({ stage }, index) => (stage === "closed" ? [index] : []))).toEqual([0, 29]);
  // All but the twenty, the one that recovered, the one that somebody has, and the new first: 20.
  const below = await parents();
  expect(below).toHaveLength(230 - 20 - 1 - 1 - 1);
  expect(new Set(below)).toEqual(new Set([all[20]?.id]));
  expect(await toldOf()).toEqual(new Set([all[20]?.id]));

  const phone = createPhone(desk.lead);
  const args = { closureCode: "fixed", notes: "the uplink" } as const;
  const ticketId = all[20]?.id as never;
  const done = phone.act({ type: "resolveNow", ticketId, args, occurredAt: Date.now() });
  await push(desk.database, pushOf(phone, [done]));
  await settleAll();
  const after = await stories();
  expect(after.filter(({ stage }) => stage === "closed")).toHaveLength(2 + 1 + below.length);
  expect(after[21]).toMatchObject({ outcome: "resolved", code: "fixed" });
});

test("a person who closes the first as recovered closes the others, whatever they say", async () => {
  const [first] = await storm(24);
  const phone = createPhone(desk.lead);
  const args = { closureCode: "recovered", notes: "the uplink is back" } as const;
  const done = phone.act({ type: "resolveNow", ticketId: first?.id as never, args, occurredAt: Date.now() });
  await push(desk.database, pushOf(phone, [done]));
  await settleAll();
  const after = await stories();
  expect(after.filter(({ stage }) => stage === "closed")).toHaveLength(1 + 4);
  expect(await parents()).toEqual([]);
});

test("a storm goes on too where the others fire again in the same breath, and however often the first changes people hear of it once", async () => {
  const fired = await storm(40);
  const again = Array.from({ length: 39 }, (_, n) => posted({ at: Date.now(), fingerprint: nameOf(n + 1) }));
  await post(recovered(0), ...again);
  await Promise.all([1, 2, 3].map(() => settleChildren(desk.database)));
  expect(await parents()).toHaveLength(40 - 20 - 1);
  for (let n = 20; n < 30; n += 1) {
    await post(recovered(n));
    await settleAll();
    expect(new Set(await parents())).toEqual(new Set([fired[n + 1]?.id]));
  }
  expect(await toldOf()).toEqual(new Set([fired[20]?.id]));
  // A quarter of an hour later it is worth saying again.
  await desk.database.$executeRaw`
    UPDATE event_storm SET state = jsonb_set(state, '{toldAt}', to_jsonb((state ->> 'toldAt')::double precision - 900000))`;
  await post(recovered(30));
  await settleAll();
  expect(await toldOf()).toEqual(new Set([fired[20]?.id, fired[31]?.id]));
});

test("events are forgotten after 90 days, and fingerprints with them unless their incident is open", async () => {
  await post(posted({ at: Date.now() - 3 }), posted({ at: Date.now() - 2, fingerprint: "well" }));
  await post(posted({ at: Date.now() - 1, fingerprint: "well", status: "recovered" }));
  expect(await forgetOldEvents(desk.database, Date.now())).toBe(0);
  const later = Date.now() + eventAgeMaxMs + minute;
  expect(await forgetOldEvents(desk.database, later)).toBe(3);
  expect(await desk.database.eventState.findMany()).toMatchObject([{ fingerprint: `${source.id}\u001ff` }]);
});
