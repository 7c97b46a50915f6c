import { afterAll, beforeAll, expect, test } from "vitest";
import { type HistoryPosition, historyPageSize } from "../../core/directory/administration";
import { createDesk, type Desk, uuid } from "../testing/desk";
import { refusalOf } from "../testing/refusal";
import { readHistory } from "./history";
import { createTemplate, editTemplate } from "./templates";

let desk: Desk;
beforeAll(async () => {
  desk = await createDesk();
});
afterAll(() => desk.end());

test("a template is made, approved, renamed and withdrawn; the history says how it was each time", async () => {
  const { id } = await createTemplate(desk.database, desk.admin, { name: "reboot", approved: false });
  const edit = (edits: Parameters<typeof editTemplate>[3]) =>
    editTemplate(desk.database, desk.admin, id, edits);
  await edit({ approved: { from: false, to: true } });
  await edit({ name: { from: "reboot", to: "restart" }, approved: { from: true, to: false } });
  expect(await refusalOf(edit({ name: { from: "reboot", to: "again" } }))).toMatchObject({
    code: "changed.meanwhile",
    obstacles: { fields: { name: "restart" } },
  });
  expect(await desk.database.changeTemplate.findMany()).toEqual([{ id, name: "restart", approved: false }]);
  const { changes } = await readHistory(desk.database, null);
  expect(changes.map(({ kind, before, after }) => ({ kind, before, after }))).toEqual([
    {
      kind: "template.edited",
      before: { name: "reboot", approved: true },
      after: { name: "restart", approved: false },
    },
    { kind: "template.edited", before: { approved: false }, after: { approved: true } },
    { kind: "template.created", before: {}, after: { name: "reboot", approved: false } },
  ]);
  const unknown = editTemplate(desk.database, desk.admin, uuid(), {});
  expect(await refusalOf(unknown)).toMatchObject({ code: "subject.unknown" });
});

test("pages hold every line once, the newest first, also where many have one time", async () => {
  const at = new Date(Date.now() - 1_000_000);
  const line = {
    actorId: desk.admin,
    kind: "template.created",
    subjectName: "many",
    before: {},
    after: {},
  };
  await desk.database.adminChange.createMany({
    data: Array.from({ length: historyPageSize * 2 + 5 }, (_, index) => ({
      ...line,
      id: uuid(),
      at: index % 2 === 0 ? at : new Date(at.getTime() - index),
    })),
  });
  const seen: { readonly id: string; readonly at: number }[] = [];
  let pages = 0;
  for (let after: HistoryPosition | null = null; ; ) {
    const page = await readHistory(desk.database, after);
    pages += 1;
    seen.push(...page.changes);
    after = page.next;
    if (after === null) break;
  }
  expect(pages).toBe(3);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(await desk.database.adminChange.count());
  expect(seen.map((one) => one.at)).toEqual(seen.map((one) => one.at).sort((a, b) => b - a));
});
