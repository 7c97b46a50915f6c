import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import Dexie from "dexie";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { attachmentMaxBytes, attachmentsMax } from "../../core/attachments/attachment";
import { textMaxLength } from "../../core/sync/protocol";
import type { NamedBlob, Prepared } from "../attachments/prepare";
import { PrepareError } from "../attachments/prepare-error";
import { enqueue } from "../queue/enqueue";
import { databaseName } from "../replica/database";
import { desk, ids, incidentArgs, newTicketId, openPhone, type Phone } from "../testing/desk";
import { createFakeServer } from "../testing/fake-server";
import { keepShare } from "./receive";
import { countSharesOf, discardSharesOf, listShares, shareDatabase, sweepShares } from "./share";
import { type Taken, takeShare } from "./take";

let steps = 0;
let onStep: () => void = () => {};
/** Each transaction of any database is a step; Dexie binds the function when it opens one. */
const { transaction } = IDBDatabase.prototype;
IDBDatabase.prototype.transaction = function step(...asked) {
  steps += 1;
  onStep();
  return transaction.apply(this, asked);
};

let phone: Phone;
beforeEach(async () => {
  phone = await openPhone(ids.chen, createFakeServer(desk, Date.now).transport(ids.chen));
});
afterEach(async () => {
  vi.restoreAllMocks();
  phone.close();
  await Dexie.delete(databaseName(ids.chen));
  await Promise.all([shareDatabase().shares.clear(), shareDatabase().files.clear()]);
});

/** As a camera's picture goes through it, without drawing. */
async function prepare(file: NamedBlob): Promise<Prepared> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) throw new PrepareError("empty");
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { bytes, sha256, mediaType: "image/jpeg", name: file.name, preview: null };
}

function formOf(words: Readonly<Record<string, string>>, names: readonly string[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(words)) form.append(name, value);
  for (const name of names)
    form.append("files", new File([`bytes of ${name}`], name, { type: "image/jpeg" }));
  return form;
}
const share = (form: FormData, accountId: typeof ids.chen | null = ids.chen): Promise<string> =>
  keepShare(form, accountId, phone.platform);
const take = (id: string): Promise<Taken | null> =>
  takeShare({ db: phone.replica.db, platform: phone.replica.platform, prepare }, id, "open");

/** What the form has, and that each photo it names has its bytes here. */
async function readForm() {
  const { db } = phone.replica;
  const { args = {} } = (await db.drafts.get("open")) ?? {};
  const names = (args.attachments ?? []).map(({ name }) => name);
  const bytes = await db.bytes.bulkGet((args.attachments ?? []).map(({ id }) => id));
  expect(bytes.every((row) => row !== undefined)).toBe(true);
  expect(await db.bytes.count()).toBe(names.length);
  return { title: args.title, description: args.description, names };
}

describe("taking what was shared into the form", () => {
  test("words and photos are in the form, in their order, and nowhere else any more", async () => {
    const id = await share(formOf({ title: "漏水", text: "三樓" }, ["a.jpg", "b.jpg"]));
    expect(await take(id)).toEqual({ count: 2, leftCount: 0, positionUnknown: [] });
    expect(await readForm()).toEqual({ title: "漏水", description: "三樓", names: ["a.jpg", "b.jpg"] });
    expect(await listShares(ids.chen)).toEqual([]);
    expect((await phone.replica.db.meta.get("taken")) ?? { ids: [] }).toMatchObject({ ids: [] });
    expect(await take(id)).toBeNull();
  });

  test("[P2] killed at any step, nothing is lost and nothing is there twice", async () => {
    for (let killAt = 1; ; killAt++) {
      const id = await share(formOf({ title: "漏水", text: "三樓" }, ["a.jpg", "b.jpg", "c.jpg"]));
      steps = 0;
      onStep = () => {
        // Whatever the killed app does from here on does not happen.
        if (steps >= killAt) throw new DOMException("killed", "AbortError");
      };
      const isKilled = await take(id).then(
        () => false,
        () => true,
      );
      onStep = () => {};
      await take(id);
      expect(await readForm(), `killed at ${killAt}`).toEqual({
        title: "漏水",
        description: "三樓",
        names: ["a.jpg", "b.jpg", "c.jpg"],
      });
      expect(await listShares(ids.chen)).toEqual([]);
      await phone.replica.db.transaction("rw", ["drafts", "attachments", "bytes", "meta"], async () => {
        const { drafts, attachments, bytes } = phone.replica.db;
        await Promise.all([drafts.clear(), attachments.clear(), bytes.clear()]);
      });
      if (!isKilled) break;
    }
    expect(steps).toBeGreaterThan(12);
  });

  test("[P2] killed after a photo was put into the form, and the form saved before it is opened again", async () => {
    const id = await share(formOf({}, ["a.jpg", "b.jpg"]));
    const { files } = shareDatabase();
    vi.spyOn(files, "delete").mockRejectedValueOnce(new Error("killed"));
    await expect(take(id)).rejects.toThrow("killed");
    const { attachments = [] } = (await phone.replica.db.drafts.get("open"))?.args ?? {};
    await enqueue(
      phone.replica,
      phone.clock,
      [{ type: "open", ticketId: newTicketId(), args: { ...incidentArgs("先送出"), attachments } }],
      { draftId: "open" },
    );
    await take(id);
    const draft = await phone.replica.db.drafts.get("open");
    expect(draft?.args.attachments?.map(({ name }) => name)).toEqual(["b.jpg"]);
  });

  test("two windows that take one share at the same time put each photo in once", async () => {
    const id = await share(formOf({ text: "三樓" }, ["a.jpg", "b.jpg"]));
    await Promise.all([take(id), take(id)]);
    expect(await readForm()).toMatchObject({ description: "三樓", names: ["a.jpg", "b.jpg"] });
  });

  test("more photos than a form may hold stay where they were, and say why", async () => {
    const first = await share(formOf({}, ["1", "2", "3", "4", "5", "6"]));
    const second = await share(formOf({}, ["7", "8", "9", "10", "11", "12"]));
    await take(first);
    expect(await take(second)).toMatchObject({ count: 4, leftCount: 2 });
    expect((await readForm()).names).toHaveLength(attachmentsMax);
    const [left] = await listShares(ids.chen);
    expect(left?.files.map(({ name, trouble }) => [name, trouble])).toEqual([
      ["11", "tooMany"],
      ["12", "tooMany"],
    ]);
  });

  test("a file that cannot be prepared stays and says why; the others go on", async () => {
    const form = formOf({}, ["a.jpg"]);
    form.append("files", new File([], "empty.jpg", { type: "image/jpeg" }));
    form.append("files", new File(["x"], "z.jpg", { type: "image/jpeg" }));
    expect(await take(await share(form))).toMatchObject({ count: 2, leftCount: 1 });
    expect((await listShares(ids.chen))[0]?.files).toMatchObject([{ name: "empty.jpg", trouble: "empty" }]);
  });

  test("words that do not fit behind what is typed go along as a file, whole", async () => {
    const typed = { title: "有標題", description: "字".repeat(textMaxLength - 3) };
    await phone.replica.db.drafts.put({ id: "open", ticketId: null, args: typed, savedAt: 1 });
    await take(await share(formOf({ text: "太長了放不下" }, [])));
    expect(await readForm()).toEqual({ ...typed, names: ["shared.txt"] });
  });
});

describe("keeping what was shared", () => {
  test("what is beyond a bound is named, and the rest is kept", async () => {
    const form = formOf(
      {},
      Array.from({ length: attachmentsMax + 2 }, (_, index) => `${index}.jpg`),
    );
    const film = new File([new Uint8Array(attachmentMaxBytes + 1)], "film.mp4", { type: "video/mp4" });
    const withFilm = new FormData();
    withFilm.append("files", film);
    for (const file of form.getAll("files")) withFilm.append("files", file);
    await share(withFilm);
    const [kept] = await listShares(ids.chen);
    expect(kept?.files).toHaveLength(attachmentsMax);
    expect(kept?.refused).toEqual([
      { name: "film.mp4", why: "tooLarge" },
      { name: "10.jpg", why: "tooMany" },
      { name: "11.jpg", why: "tooMany" },
    ]);
  });

  test("a text longer than any description is kept as a file; a form without anything is nothing", async () => {
    await share(formOf({ text: "字".repeat(textMaxLength + 1) }, []));
    expect((await listShares(ids.chen))[0]).toMatchObject({ words: null, files: [{ name: "shared.txt" }] });
    expect(await share(formOf({ title: " ", text: "" }, []))).toBe("nothing");
  });

  test("a page that shares again and again fills nothing but its bound", async () => {
    for (let index = 0; index < 20; index++) expect(await share(formOf({ text: "x" }, []))).not.toBe("full");
    expect(await share(formOf({ text: "x" }, []))).toBe("full");
    expect(await listShares(ids.chen)).toHaveLength(20);
  });

  test("what nobody takes goes after seven days, not before", async () => {
    await share(formOf({ text: "x" }, ["a.jpg"]));
    await sweepShares(phone.platform.now() + 7 * 86_400_000);
    expect(await listShares(ids.chen)).toHaveLength(1);
    await sweepShares(phone.platform.now() + 7 * 86_400_000 + 1);
    expect(await shareDatabase().files.count()).toBe(0);
  });
});

describe("whose it is", () => {
  test("[C6] shared while nobody is signed in, it belongs to who opens it first, and to nobody else", async () => {
    const id = await share(formOf({ text: "x" }, ["a.jpg"]), null);
    expect(await listShares(ids.lin)).toHaveLength(1);
    vi.spyOn(shareDatabase().files, "delete").mockRejectedValueOnce(new Error("killed"));
    await expect(take(id)).rejects.toThrow("killed");
    expect(await listShares(ids.lin)).toEqual([]);
    expect(await countSharesOf(ids.chen)).toBe(1);
  });

  test("[C6] nobody takes what was shared under another's name, and it goes when they sign out", async () => {
    const id = await share(formOf({ text: "x" }, []), ids.lin);
    expect(await listShares(ids.chen)).toEqual([]);
    expect(await take(id)).toBeNull();
    await discardSharesOf(ids.chen);
    expect(await countSharesOf(ids.lin)).toBe(1);
    await discardSharesOf(ids.lin);
    expect(await listShares(ids.lin)).toEqual([]);
  });
});
