import { afterAll, beforeEach, expect, test } from "vitest";
import { groupParameters } from "../../core/directory/administration";
import type { Parameters } from "../../core/directory/directory";
import { type Edits, editsTo } from "../../core/directory/edits";
import { type ParameterFields, parametersToFields } from "../../core/directory/parameter-fields";
import type { GroupId } from "../../core/ids";
import { readDesk } from "../directory/directory";
import { createDesk, type Desk, uuid } from "../testing/desk";
import { refusalOf } from "../testing/refusal";
import { readHistory } from "./history";
import { saveParameters } from "./parameters";

let desk: Desk;
const desks: Desk[] = [];
beforeEach(async () => {
  desk = await createDesk();
  desks.push(desk);
});
afterAll(async () => {
  for (const one of desks) await one.end();
});

/** What the form sends of somebody who began with `begun` and made these changes. */
const editsOf = (begun: Parameters, changes: Partial<Parameters>): Edits<ParameterFields> =>
  editsTo(parametersToFields({ ...begun, ...changes }), parametersToFields(begun), {});
const saveFrom = (begun: Parameters, changes: Partial<Parameters>) =>
  saveParameters(desk.database, desk.admin, editsOf(begun, changes));
const save = async (changes: Partial<Parameters>) => saveFrom(await read(), changes);
const read = async () => (await readDesk(desk.database)).parameters;
const lines = async () => (await readHistory(desk.database, null)).changes;

test("each parameter that changed is stored with a line of history; the others stay", async () => {
  const before = await read();
  await save({ reopen_days: 7, default_pro_group_id: desk.networkGroup, pro_recurrence_count: 1 });
  expect(await read()).toEqual({ ...before, reopen_days: 7, default_pro_group_id: desk.networkGroup });
  const [one, other, ...more] = [...(await lines())].sort((a, b) => (a.subjectName < b.subjectName ? -1 : 1));
  expect(more).toEqual([]);
  expect(one).toMatchObject({
    kind: "parameter.set",
    subjectId: null,
    subjectName: "default_pro_group_id",
    before: { value: desk.fieldGroup },
    after: { value: desk.networkGroup },
  });
  expect(other).toMatchObject({ subjectName: "reopen_days", before: { value: 3 }, after: { value: 7 } });
});

test("blank is unset, and what is at its default has no row", async () => {
  await save({ default_inc_group_id: null, inc_owner_group_ids: [desk.fieldGroup], reopen_days: 9 });
  await save({ inc_owner_group_ids: [], reopen_days: 3 });
  expect(await read()).toMatchObject({ default_inc_group_id: null, inc_owner_group_ids: [], reopen_days: 3 });
  const names = (await desk.database.parameter.findMany()).map((row) => row.name);
  expect(names).not.toContain("default_inc_group_id");
  expect(names).not.toContain("inc_owner_group_ids");
  expect(names).not.toContain("reopen_days");
});

test.each([...groupParameters, "inc_owner_group_ids"] as const)(
  "%s takes only a known, active group with an active lead, and says its name",
  async (name) => {
    const naming = (id: GroupId): Partial<Parameters> => ({
      [name]: name === "inc_owner_group_ids" ? [id] : id,
    });
    const unknown = uuid<GroupId>();
    expect(await refusalOf(save(naming(unknown)))).toMatchObject({
      code: "group.unknown",
      obstacles: { names: [unknown] },
    });
    const create = async (groupName: string, active: boolean) =>
      (await desk.database.group.create({ data: { name: groupName, active } })).id as GroupId;
    expect(await refusalOf(save(naming(await create("old", false))))).toMatchObject({
      code: "group.inactive",
      obstacles: { names: ["old"] },
    });
    const leaderless = await create("leaderless", true);
    await desk.database.membership.create({
      data: { groupId: leaderless, accountId: desk.engineer, role: "member" },
    });
    await desk.database.membership.create({
      data: { groupId: leaderless, accountId: desk.requester, role: "lead" },
    });
    expect(await refusalOf(save(naming(leaderless)))).toMatchObject({
      code: "group.noLead",
      obstacles: { names: ["leaderless"] },
    });
    expect(await lines()).toEqual([]);
  },
);

test("one that is refused changes none of those saved with it", async () => {
  await refusalOf(save({ reopen_days: 8, default_inc_group_id: uuid<GroupId>() }));
  expect((await read()).reopen_days).toBe(3);
});

test("the rules of reviews are read by phones as they were saved; saving them again is no change", async () => {
  const rules = { closingReview: { kind: "atLeast", count: 2 }, preDevReview: { kind: "all" } } as const;
  await save({ review_rules: rules });
  expect((await read()).review_rules).toEqual(rules);
  await save({
    review_rules: { preDevReview: { kind: "all" }, closingReview: { count: 2, kind: "atLeast" } },
  });
  expect(await lines()).toHaveLength(1);
});

test("two who set the rules of different reviews both hold; the same rule twice is one change", async () => {
  const begun = await read();
  await saveFrom(begun, { review_rules: { preDevReview: { kind: "all" } } });
  await saveFrom(begun, { review_rules: { closingReview: { kind: "atLeast", count: 2 } } });
  await saveFrom(begun, { review_rules: { preDevReview: { kind: "all" } } });
  expect((await read()).review_rules).toEqual({
    preDevReview: { kind: "all" },
    closingReview: { kind: "atLeast", count: 2 },
  });
  expect(await lines()).toHaveLength(2);
});

test("two who set the same parameter, or the rule of the same review: the later is shown what it is now", async () => {
  const begun = await read();
  await saveFrom(begun, { reopen_days: 7, review_rules: { preDevReview: { kind: "all" } } });
  const later = {
    reopen_days: 9,
    pro_recurrence_days: 60,
    review_rules: { preDevReview: { kind: "atLeast", count: 2 } },
  } as const;
  expect(await refusalOf(saveFrom(begun, later))).toMatchObject({
    code: "changed.meanwhile",
    obstacles: { fields: { reopen_days: 7, preDevReview: "all" } },
  });
  expect(await read()).toMatchObject({ reopen_days: 7, pro_recurrence_days: 30 });
  // Shown it, they replace it.
  await save(later);
  expect(await read()).toMatchObject(later);
});

test("owners that several add and take away are merged, up to their bound", async () => {
  const created = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const { id } = await desk.database.group.create({ data: { name: `group ${index}` } });
      await desk.database.membership.create({
        data: { groupId: id, accountId: desk.lead, role: "lead" },
      });
      return id as GroupId;
    }),
  );
  await save({ inc_owner_group_ids: [desk.fieldGroup] });
  const begun = await read();
  await saveFrom(begun, { inc_owner_group_ids: [desk.fieldGroup, desk.networkGroup] });
  await saveFrom(begun, { inc_owner_group_ids: [] });
  await saveFrom(begun, { inc_owner_group_ids: [desk.fieldGroup, created[0]!] });
  expect((await read()).inc_owner_group_ids).toEqual([desk.networkGroup, created[0]]);
  const tooMany = saveFrom(begun, { inc_owner_group_ids: [desk.fieldGroup, ...created.slice(1)] });
  expect(await refusalOf(tooMany)).toMatchObject({ code: "input.malformed" });
});
