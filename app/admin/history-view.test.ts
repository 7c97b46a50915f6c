import { expect, test } from "vitest";
import type { AdminChange } from "../../core/directory/administration";
import type { Group, Person } from "../../core/directory/directory";
import type { AccountId, GroupId, SiteId } from "../../core/ids";
import { adminZhTW } from "../../core/messages/admin-zh-tw";
import { zhTW } from "../../core/messages/zh-tw";
import { fieldLines, historyLines, subjectText } from "./history-view";

const chen = "00000000-0000-4000-8000-0000000000c1" as AccountId;
const field = "00000000-0000-4000-8000-0000000000b1" as GroupId;
const person: Person = { id: chen, name: "陳柏翰", role: "agent", active: true };
const group: Group = {
  id: field,
  name: "現場組",
  parentId: null,
  active: true,
  ownsIncidents: false,
  members: [],
};
const names = {
  t: zhTW,
  a: adminZhTW,
  locale: "zh-TW",
  now: 0,
  people: new Map([[chen as string, person]]),
  groups: new Map([[field as string, group]]),
  sites: new Map([["s1", { id: "s1" as SiteId, name: "南港廠" }]]),
} as const;
const change = (given: Partial<AdminChange>): AdminChange => ({
  id: "1",
  at: 0,
  actorId: chen,
  actorName: "何思妤",
  kind: "person.edited",
  subjectId: chen,
  subjectName: "陳柏翰",
  before: {},
  after: {},
  ...given,
});

test("each field is named, as it was and as it became", () => {
  const edited = change({ before: { role: "agent", name: "陳" }, after: { role: "admin", name: "陳柏翰" } });
  expect(historyLines(edited, names)).toEqual([
    { label: "角色", before: "服務人員", after: "系統管理員" },
    { label: "名稱", before: "陳", after: "陳柏翰" },
  ]);
  const made = change({ kind: "group.created", after: { parentId: null, ownsIncidents: true } });
  expect(historyLines(made, names)).toEqual([
    { label: "上層", before: null, after: "（無）" },
    { label: "事故組", before: null, after: "是" },
  ]);
});

test("a cell of the notification matrix goes by its flow, its action and the stage that it leads to", () => {
  const rule = change({
    kind: "notification.rule",
    subjectId: null,
    subjectName: "normal submitForReview closingReview reviewers",
    before: { push: true },
    after: { push: false },
  });
  expect(subjectText(rule, names)).toBe("一般變更 · 送審 · 結案審核");
  const older = { ...rule, subjectName: "problem assignHandler handler" };
  expect(subjectText(older, names)).toBe("問題 · 分析並指派處理人員");
  expect(historyLines(rule, names)).toEqual([{ label: "推播", before: "是", after: "否" }]);
});

test("members are people, with what they were and are", () => {
  const members = change({ kind: "group.members", before: { [chen]: "member" }, after: { [chen]: "lead" } });
  expect(historyLines(members, names)).toEqual([{ label: "陳柏翰", before: "成員", after: "派工人" }]);
});

test("parameters go by their name; groups and rules in words, and what is unknown as it is", () => {
  const set = (subjectName: string, before: unknown, after: unknown) =>
    change({
      kind: "parameter.set",
      subjectId: null,
      subjectName,
      before: { value: before },
      after: { value: after },
    });
  expect(subjectText(set("reopen_days", 3, 7), names)).toBe("關單後幾天內可以重開");
  expect(historyLines(set("default_inc_group_id", null, field), names)).toEqual([
    { label: "值", before: "（無）", after: "現場組" },
  ]);
  expect(historyLines(set("inc_owner_group_ids", [], [field, "gone"]), names)).toEqual([
    { label: "值", before: "（無）", after: "現場組、gone" },
  ]);
  const rules = { preDevReview: { kind: "all" }, closingReview: { kind: "atLeast", count: 2 } };
  expect(historyLines(set("review_rules", {}, rules), names)).toEqual([
    { label: "值", before: "任一人", after: "開發前審核：全員、結案審核：至少 2 人" },
  ]);
});

test("fields that somebody else changed go by the same names", () => {
  expect(fieldLines("person.edited", { role: "admin" }, names)).toEqual([
    { label: "角色", text: "系統管理員" },
  ]);
  expect(fieldLines("group.members", { [chen]: null }, names)).toEqual([
    { label: "陳柏翰", text: "不在組內" },
  ]);
});

test("what has no fields is told by its name alone", () => {
  expect(historyLines(change({ kind: "person.password" }), names)).toEqual([]);
});

test("of parameters that somebody else changed meanwhile, each goes by its name, rules by their review", () => {
  const fields = {
    reopen_days: 7,
    default_inc_group_id: field,
    preDevReview: "atLeast 2",
    closingReview: "any",
  };
  expect(fieldLines("parameter.set", fields, names)).toEqual([
    { label: adminZhTW.parameters.reopen_days, text: "7" },
    { label: adminZhTW.parameters.default_inc_group_id, text: "現場組" },
    { label: "開發前審核", text: adminZhTW.atLeastText(2) },
    { label: "結案審核", text: adminZhTW.ruleNames.any },
  ]);
});

test("the sites of a blackout are named, and none of them is all of them", () => {
  const line = (siteIds: readonly string[]) =>
    historyLines(change({ kind: "blackout.created", after: { siteIds } }), names)[0]?.after;
  expect(line(["s1"])).toBe("南港廠");
  expect(line([])).toBe("所有據點");
});
