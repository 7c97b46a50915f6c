import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import Dexie from "dexie";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AttachmentRef } from "../../core/attachments/attachment";
import type { ActionId, TicketId } from "../../core/ids";
import { withRoom } from "../make-room";
import { choose } from "../queue/choose";
import { discard } from "../queue/discard";
import { enqueue } from "../queue/enqueue";
import { exportQueue, importQueue } from "../queue/export";
import { databaseName } from "../replica/database";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer, type FakeServer } from "../testing/fake-server";
import { createFakeUploads, type FakeUploads, type UploadFault } from "../testing/fake-uploads";
import { createTestPlatform } from "../testing/platform";
import { countOnlyHere } from "../views/only-here";
import { listReturned } from "../views/returned";
import { keepAttachment, removeAttachment } from "./keep";
import { type AttachmentLane, createAttachmentLane } from "./lane";
import { mendDrafts } from "./mend-drafts";
import { dropDraft } from "./owned";
import type { Prepared } from "./prepare";
import { dropStrayPreviews, keepPreviews } from "./previews";
import type { Uploads } from "./uploads";

let server: FakeServer;
let uploads: FakeUploads;
let phone: Phone;
let lane: AttachmentLane;
let nextFault: (question: keyof Uploads) => UploadFault | null;
let isOffline: boolean;
beforeEach(async () => {
  nextFault = () => null;
  isOffline = false;
  await start();
});
async function start(): Promise<void> {
  const platform = createTestPlatform();
  server = createFakeServer(desk, platform.now);
  uploads = createFakeUploads(server);
  phone = await openPhone(
    ids.chen,
    server.transport(ids.chen, () => (isOffline ? { kind: "lost" } : null)),
    platform,
  );
  await phone.sync();
  lane = openLane();
}
afterEach(end);
async function end(): Promise<void> {
  lane.stop();
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
}

function openLane(): AttachmentLane {
  return createAttachmentLane(
    phone.replica,
    uploads.uploads((question) => nextFault(question)),
  );
}

/** The app is killed in the middle of whatever it does, and opened again. */
async function killAndOpen(): Promise<void> {
  lane.stop();
  phone.close();
  await lane.settled();
  phone = await openPhone(
    ids.chen,
    server.transport(ids.chen, () => (isOffline ? { kind: "lost" } : null)),
    phone.platform,
  );
  lane = openLane();
}

/** Kicked, and its back-off run, until it rests. */
async function drain(): Promise<void> {
  lane.kick();
  await lane.settled();
  for (let round = 0; phone.platform.nextTimerMs() !== null && round < 60; round++) {
    phone.platform.advance(60_000);
    await lane.settled();
  }
}

function photo(sizeBytes: number, seed = 1): Prepared {
  const bytes = Uint8Array.from({ length: sizeBytes }, (_, index) => (index * 31 + seed * 7) % 251);
  return {
    bytes,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    mediaType: "image/jpeg",
    name: `photo-${seed}.jpg`,
    width: 4,
    height: 3,
    preview: Uint8Array.of(seed),
  };
}

async function openTicket(): Promise<TicketId> {
  const id = newTicketId();
  await phone.save("open", id, incidentArgs("電梯"));
  return id;
}

/** A comment of a form with these photos in it. */
async function comment(ticketId: TicketId, photos: readonly Prepared[]): Promise<readonly AttachmentRef[]> {
  const { replica, clock } = phone;
  const draftId = `${ticketId}:comment`;
  const refs: AttachmentRef[] = [];
  for (const one of photos) {
    const ref = await keepAttachment(replica, { draftId, ticketId }, one);
    if (ref !== null) refs.push(ref);
  }
  const draft = { type: "comment", ticketId, args: { attachments: refs } } as const;
  const saved = await enqueue(replica, clock, [draft], { draftId });
  expect(saved.kind).toBe("saved");
  return refs;
}

function isSame(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one !== undefined && other !== undefined && Buffer.compare(one, other) === 0;
}

const left = async (): Promise<readonly [number, number]> => [
  await phone.replica.db.attachments.count(),
  await phone.replica.db.bytes.count(),
];

describe("a photo", () => {
  test("[C8] [A4] is on disk with its form, goes with the action, and leaves the phone once its hash is confirmed", async () => {
    const ticketId = await openTicket();
    const [ref] = await comment(ticketId, [photo(700_000)]);
    await drain();
    // Its action has not been sent: nothing goes before it.
    expect(uploads.receivedBytes).toBe(0);
    expect(await left()).toEqual([1, 1]);
    await phone.sync();
    await drain();
    expect(isSame(uploads.stored.get(ref!.id), photo(700_000).bytes)).toBe(true);
    expect(uploads.receivedBytes).toBe(700_000);
    expect(await left()).toEqual([0, 0]);
    // Its author sees it all the same without a network.
    expect((await phone.replica.db.previews.get(ref!.id))?.bytes).toEqual(Uint8Array.of(1));
  });

  test("[C8] goes on from where it was cut off, also after the app was killed", async () => {
    const ticketId = await openTicket();
    await comment(ticketId, [photo(600_000)]);
    await phone.sync();
    let appended = 0;
    nextFault = (question) => {
      if (question !== "append") return null;
      appended += 1;
      return appended === 2 ? { kind: "cut", after: 1_000 } : appended > 2 ? { kind: "lost" } : null;
    };
    lane.kick();
    await lane.settled();
    expect(uploads.receivedBytes).toBe(131_072 + 1_000);
    await killAndOpen();
    nextFault = () => null;
    await drain();
    expect(isSame([...uploads.stored.values()][0], photo(600_000).bytes)).toBe(true);
    expect(uploads.receivedBytes).toBe(600_000);
    expect(await left()).toEqual([0, 0]);
  });

  test("[C8] whose confirmation was lost is not sent again, and not kept for ever", async () => {
    const ticketId = await openTicket();
    await comment(ticketId, [photo(1_000)]);
    await phone.sync();
    let lost = false;
    nextFault = (question) => {
      if (question !== "append" || lost) return null;
      lost = true;
      return { kind: "lostAnswer" };
    };
    await drain();
    expect(uploads.receivedBytes).toBe(1_000);
    expect(await left()).toEqual([0, 0]);
  });

  test("[C8] that has all arrived when the server ends is looked at once more, and not sent again", async () => {
    const ticketId = await openTicket();
    await comment(ticketId, [photo(1_000)]);
    await phone.sync();
    uploads.crashAtEnd();
    await drain();
    expect(uploads.stored.size).toBe(1);
    expect(uploads.receivedBytes).toBe(1_000);
  });

  test("[C8] that arrived as something else is sent again from its start; the phone keeps it until it is right", async () => {
    const ticketId = await openTicket();
    await comment(ticketId, [photo(1_000)]);
    await phone.sync();
    let garbled = 0;
    nextFault = (question) => (question === "append" && garbled++ < 2 ? { kind: "garbled" } : null);
    await drain();
    expect(isSame([...uploads.stored.values()][0], photo(1_000).bytes)).toBe(true);
    expect(await left()).toEqual([0, 0]);
  });

  test("[C8] [P2] whose bytes changed on the phone itself says so, and is not deleted", async () => {
    const ticketId = await openTicket();
    const [ref] = await comment(ticketId, [photo(1_000)]);
    await phone.replica.db.bytes.put({ id: ref!.id, bytes: photo(1_000, 2).bytes });
    await phone.sync();
    await drain();
    expect(await phone.replica.db.attachments.toArray()).toMatchObject([{ trouble: "damaged" }]);
    expect(await left()).toEqual([1, 1]);
  });

  test("[C8] [P2] that the server says it has, with another hash, stays on the phone", async () => {
    const ticketId = await openTicket();
    const [ref] = await comment(ticketId, [photo(1_000)]);
    await phone.sync();
    (uploads.stored as Map<AttachmentRef["id"], Uint8Array>).set(ref!.id, photo(1_000, 2).bytes);
    await drain();
    expect(await left()).toEqual([1, 1]);
    expect(await phone.replica.db.attachments.toArray()).toMatchObject([{ trouble: "refused" }]);
  });

  test("[C8] small ones go before large ones, and one that the server refuses holds up no other", async () => {
    const ticketId = await openTicket();
    const [large] = await comment(ticketId, [photo(300_000), photo(10, 2), photo(20, 3)]);
    await phone.sync();
    const order: string[] = [];
    nextFault = (question) => {
      if (question !== "create") return null;
      order.push("create");
      return order.length === 1 ? { kind: "fails", failure: "refused" } : null;
    };
    await drain();
    expect(uploads.stored.size).toBe(2);
    expect([...uploads.stored.keys()].at(-1)).toBe(large!.id);
    const rows = await phone.replica.db.attachments.toArray();
    expect(rows.map(({ ref, trouble }) => [ref.sizeBytes, trouble])).toEqual([[10, "refused"]]);
  });

  test("[P6] one that the server does not take now holds up no other", async () => {
    const ticketId = await openTicket();
    await comment(ticketId, [photo(10), photo(20, 2)]);
    await phone.sync();
    let isFirst = true;
    nextFault = (question) => {
      if (question !== "create") return null;
      const fault = isFirst ? ({ kind: "fails", failure: "later" } as const) : null;
      isFirst = !isFirst;
      return fault;
    };
    lane.kick();
    await lane.settled();
    expect([...uploads.stored.values()].map(({ length }) => length)).toEqual([20]);
    expect(phone.platform.nextTimerMs()).not.toBe(null);
  });

  test("[C5] signed out, nothing is tried again by itself and nothing is lost", async () => {
    const ticketId = await openTicket();
    await comment(ticketId, [photo(1_000)]);
    await phone.sync();
    nextFault = () => ({ kind: "fails", failure: "pause" });
    lane.kick();
    await lane.settled();
    expect(phone.platform.nextTimerMs()).toBe(null);
    expect(await left()).toEqual([1, 1]);
    nextFault = () => null;
    await drain();
    expect(await left()).toEqual([0, 0]);
  });
});

describe("whose a photo is", () => {
  test("[P2] it is of a form half typed until that is saved, and goes with the form when that is thrown away", async () => {
    const ticketId = await openTicket();
    const form = { draftId: `${ticketId}:comment`, ticketId };
    const first = await keepAttachment(phone.replica, form, photo(10));
    await keepAttachment(phone.replica, form, photo(20, 2));
    await removeAttachment(phone.replica.db, form, first!.id);
    await killAndOpen();
    expect((await phone.replica.db.drafts.get(form.draftId))?.args.attachments).toMatchObject([
      { sizeBytes: 20 },
    ]);
    expect(await left()).toEqual([1, 1]);
    await dropDraft(phone.replica.db, form.draftId);
    expect(await left()).toEqual([0, 0]);
  });

  test("[P2] what another tab's draft of the same form has written over comes back into the form", async () => {
    const ticketId = await openTicket();
    const form = { draftId: `${ticketId}:comment`, ticketId };
    const ref = await keepAttachment(phone.replica, form, photo(10));
    const { db } = phone.replica;
    await db.drafts.put({ id: form.draftId, ticketId, args: { text: "另一個分頁" }, savedAt: 1 });
    expect(await mendDrafts(db, 2)).toBe(1);
    expect((await db.drafts.get(form.draftId))?.args).toEqual({ text: "另一個分頁", attachments: [ref] });
    expect(await mendDrafts(db, 3)).toBe(0);
  });

  test("[R3] small pictures go with the ticket that this phone holds no more", async () => {
    const ticketId = await openTicket();
    const { db } = phone.replica;
    const keep = (id: string, of: TicketId) =>
      keepPreviews(db, [
        { id: id as AttachmentRef["id"], ticketId: of, bytes: new Uint8Array(9), usedAt: 1 },
      ]);
    await keep("here", ticketId);
    await keep("left", newTicketId());
    await dropStrayPreviews(db);
    expect(await db.previews.toCollection().primaryKeys()).toEqual(["here"]);
  });

  test("[C7] without room, small pictures of others' photos make it; without any, it says so", async () => {
    const { db } = phone.replica;
    await keepPreviews(db, [
      { id: "a" as AttachmentRef["id"], ticketId: newTicketId(), bytes: new Uint8Array(9), usedAt: 1 },
    ]);
    let tries = 0;
    const full = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    expect(await withRoom(db, () => (++tries === 1 ? full() : Promise.resolve("kept")))).toBe("kept");
    expect(await db.previews.count()).toBe(0);
    await expect(withRoom(db, full)).rejects.toMatchObject({ name: "QuotaExceededError" });
  });

  test("[P2] what came into the form behind its back stays in a draft when the form is saved", async () => {
    const ticketId = await openTicket();
    const form = { draftId: `${ticketId}:comment`, ticketId };
    const ref = await keepAttachment(phone.replica, form, photo(10));
    const draft = { type: "comment", ticketId, args: { text: "沒有看到那張照片" } } as const;
    await enqueue(phone.replica, phone.clock, [draft], form);
    expect((await phone.replica.db.drafts.get(form.draftId))?.args).toEqual({ attachments: [ref] });
    expect(await countOnlyHere(phone.replica.db)).toMatchObject({ drafts: 1, attachments: 0 });
    await phone.replica.db.drafts.clear();
    // Whatever loses its draft: a sign-out must ask.
    expect(await countOnlyHere(phone.replica.db)).toMatchObject({ drafts: 0, attachments: 1 });
  });

  test("[P2] of one form in two tabs only one action has it, and taking back the other leaves it alone", async () => {
    const ticketId = await openTicket();
    const form = { draftId: `${ticketId}:comment`, ticketId };
    const ref = (await keepAttachment(phone.replica, form, photo(10)))!;
    for (const text of ["第一個分頁", "第二個分頁"]) {
      const draft = { type: "comment", ticketId, args: { text, attachments: [ref] } } as const;
      await enqueue(phone.replica, phone.clock, [draft], form);
    }
    const [first, second] = (await phone.replica.db.queue.orderBy("seq").toArray()).slice(-2);
    expect(first?.action.args.attachments).toEqual([ref]);
    expect(second?.action.args.attachments).toEqual([]);
    await discard(phone.replica, second!.actionId);
    expect(await left()).toEqual([1, 1]);
  });

  test("a form takes as many as an action may carry", async () => {
    const form = { draftId: "open", ticketId: null };
    for (let index = 0; index < 10; index++)
      expect(await keepAttachment(phone.replica, form, photo(10, index))).not.toBe(null);
    expect(await keepAttachment(phone.replica, form, photo(10, 11))).toBe(null);
    expect(await left()).toEqual([10, 10]);
  });

  test("[A7] it goes with an action that is taken back before it was sent", async () => {
    const ticketId = await openTicket();
    await comment(ticketId, [photo(10)]);
    const entry = (await phone.replica.db.queue.orderBy("seq").last())!;
    expect(await discard(phone.replica, entry.actionId)).toBe("discarded");
    expect(await left()).toEqual([0, 0]);
  });

  test("[C9] [P2] it goes through the file of the queue, of a saved action and of a form half typed", async () => {
    const ticketId = await openTicket();
    const [saved] = await comment(ticketId, [photo(70_000)]);
    const form = { draftId: `${ticketId}:workNote`, ticketId };
    const typed = await keepAttachment(phone.replica, form, photo(20, 2));
    expect(await countOnlyHere(phone.replica.db)).toMatchObject({ attachments: 1, drafts: 1 });
    const file = await exportQueue(phone.replica);
    await end();
    phone = await openPhone(ids.chen, server.transport(ids.chen), phone.platform);
    lane = openLane();
    await importQueue(phone.replica, file);
    // A second time it is here already.
    await importQueue(phone.replica, file);
    expect((await phone.replica.db.drafts.get(form.draftId))?.args.attachments).toEqual([typed]);
    await phone.drain();
    await drain();
    expect([...uploads.stored.keys()]).toEqual([saved!.id]);
    expect(isSame(uploads.stored.get(saved!.id), photo(70_000).bytes)).toBe(true);
    expect(await left()).toEqual([1, 1]);
  });

  test("a photo whose bytes are not here is not promised to the desk", async () => {
    const ticketId = await openTicket();
    const draftId = `${ticketId}:comment`;
    const ref = await keepAttachment(phone.replica, { draftId, ticketId }, photo(10));
    await phone.replica.db.attachments.clear();
    const args = { text: "換了保險絲", attachments: [ref!] };
    await enqueue(phone.replica, phone.clock, [{ type: "comment", ticketId, args }], { draftId });
    const entry = await phone.replica.db.queue.orderBy("seq").last();
    expect(entry?.action.args.attachments).toEqual([]);
  });

  test("[A5] the photo of a step that came back goes to the ticket with its words, and not again with what is done instead", async () => {
    const ticketId = await openTicket();
    await phone.sync();
    await phone.save("claim", ticketId);
    await phone.sync();
    const form = { draftId: `${ticketId}:resolve`, ticketId };
    const ref = (await keepAttachment(phone.replica, form, photo(10)))!;
    isOffline = true;
    const args = {
      closureCode: "fixed",
      notes: "換了馬達",
      restoredAt: phone.platform.now(),
      attachments: [ref],
    } as const;
    await enqueue(phone.replica, phone.clock, [{ type: "resolve", ticketId, args }], form);
    server.act(ids.wang, { type: "returnToAssign", ticketId, args: { reason: "換人" } });
    isOffline = false;
    await phone.drain();
    const [returned] = await listReturned(phone.replica.db);
    expect(returned?.outcome).toMatchObject({ kind: "returned", noteKept: true });
    // Its bytes are here still.
    const again = returned?.outcome.kind === "returned" ? returned.outcome.choices[0] : undefined;
    // As a form would that began with all of its words.
    const edited = { ...returned!.action.args, notes: "換了馬達和皮帶" };
    await choose(phone.replica, phone.clock, returned!.actionId, again!, { edited });
    await phone.drain();
    await drain();
    expect([...uploads.stored.keys()]).toEqual([ref.id]);
    const lines = [...server.activities.values()].filter(({ details }) => details.attachments?.length);
    expect(lines).toHaveLength(1);
  });

  describe("of words that are on no ticket", () => {
    async function comeBackUnseen(): Promise<ActionId> {
      const ticketId = await openTicket();
      await phone.sync();
      isOffline = true;
      await comment(ticketId, [photo(10)]);
      server.conceal(ticketId);
      isOffline = false;
      await phone.drain();
      const [returned] = await listReturned(phone.replica.db);
      expect(returned?.outcome).toMatchObject({ kind: "returned", noteKept: false });
      return returned!.actionId;
    }

    test("[P2] it stays with its author as long as the words do, and goes when they are let go", async () => {
      const actionId = await comeBackUnseen();
      await drain();
      expect(await left()).toEqual([1, 1]);
      isOffline = true;
      await choose(phone.replica, phone.clock, actionId, { kind: "discard" });
      await drain();
      // Not sent yet: it can be taken back.
      expect(await left()).toEqual([1, 1]);
      isOffline = false;
      await phone.drain();
      await drain();
      expect(await left()).toEqual([0, 0]);
    });

    test.each(["discard", "do"] as const)(
      "[A7] a choice (%s) that is taken back gives it back",
      async (kind) => {
        const actionId = await comeBackUnseen();
        isOffline = true;
        const { args } = (await phone.replica.db.returned.get(actionId))!.action;
        const steps = [{ type: "open", args: { ...incidentArgs("新的一張"), ...args } }] as const;
        const choice = kind === "do" ? ({ kind, steps } as const) : { kind };
        const chosen = await choose(phone.replica, phone.clock, actionId, choice);
        await discard(phone.replica, chosen?.kind === "saved" ? chosen.actionIds[0]! : actionId);
        isOffline = false;
        await phone.drain();
        await drain();
        expect(await phone.replica.db.attachments.toArray()).toMatchObject([{ actionId, trouble: null }]);
      },
    );
  });

  test("[P2] a server that knows nothing of an action it had decided (restored) is said, and the photo stays", async () => {
    const ticketId = await openTicket();
    await comment(ticketId, [photo(10)]);
    await phone.sync();
    (server.activities as Map<string, unknown>).clear();
    await drain();
    expect(await phone.replica.db.attachments.toArray()).toMatchObject([{ trouble: "unknown" }]);
    expect(await left()).toEqual([1, 1]);
  });
});

const fault: fc.Arbitrary<UploadFault | null> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  fc.record({ kind: fc.constantFrom("lost" as const, "lostAnswer" as const) }),
  fc.record({ kind: fc.constant("cut" as const), after: fc.nat(200_000) }),
  fc.constant({ kind: "garbled" as const }),
  fc.record({
    kind: fc.constant("fails" as const),
    failure: fc.constantFrom("later" as const, "pause" as const, "moved" as const, "hash" as const),
  }),
);
type Step =
  | { readonly kind: "save"; readonly sizes: readonly number[] }
  | { readonly kind: "sync" | "kill" | "crash" | "offline" }
  | { readonly kind: "lane"; readonly faults: readonly (UploadFault | null)[] };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("save" as const),
    sizes: fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 2 }),
  }),
  { weight: 2, arbitrary: fc.constant({ kind: "sync" as const }) },
  fc.constant({ kind: "kill" as const }),
  fc.constant({ kind: "crash" as const }),
  fc.constant({ kind: "offline" as const }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("lane" as const),
      faults: fc.array(fault, { minLength: 1, maxLength: 8 }),
    }),
  },
);

/** Each of them at least once, whatever the dice say. */
const faults: readonly UploadFault[] = [
  { kind: "lost" },
  { kind: "lostAnswer" },
  { kind: "cut", after: 1_000 },
  { kind: "garbled" },
  { kind: "fails", failure: "later" },
];
const eachFault = faults.map((one): [Step[]] => [
  [{ kind: "save", sizes: [50_000] }, { kind: "sync" }, { kind: "lane", faults: [one] }],
]);

test("[C8] [P1] [P2] [P6] over any network, with the app killed anywhere, every photo arrives once, as it was taken", async () => {
  await end();
  const met = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      await start();
      try {
        const ticketId = await openTicket();
        await phone.sync();
        const taken = new Map<string, Uint8Array>();
        for (const one of steps) {
          switch (one.kind) {
            case "save": {
              const photos = one.sizes.map((size, index) => photo(size, taken.size + index));
              const refs = await comment(ticketId, photos);
              for (const [index, { id }] of refs.entries()) taken.set(id, photos[index]!.bytes);
              break;
            }
            case "sync":
              await phone.sync();
              break;
            case "kill":
              await killAndOpen();
              break;
            case "crash":
              uploads.crashAtEnd();
              break;
            case "offline":
              isOffline = !isOffline;
              break;
            case "lane": {
              const faults = [...one.faults];
              nextFault = () => {
                const now = faults.shift() ?? { kind: "lost" };
                met.add(now.kind);
                return now;
              };
              lane.kick();
              await lane.settled();
            }
          }
          // Until the server has confirmed it, it is here with its bytes.
          for (const [id, bytes] of taken) {
            if (uploads.stored.has(id as AttachmentRef["id"])) continue;
            const here = await phone.replica.db.bytes.get(id as AttachmentRef["id"]);
            expect(isSame(here?.bytes, bytes)).toBe(true);
          }
        }
        isOffline = false;
        nextFault = () => null;
        await phone.drain();
        await drain();
        expect([...uploads.stored.keys()].sort()).toEqual([...taken.keys()].sort());
        for (const [id, bytes] of uploads.stored) expect(isSame(bytes, taken.get(id))).toBe(true);
        expect(await left()).toEqual([0, 0]);
      } finally {
        await end();
      }
    }),
    { numRuns: 100, examples: eachFault },
  );
  expect([...met].sort()).toEqual(["cut", "fails", "garbled", "lost", "lostAnswer"]);
  await start();
}, 120_000);
