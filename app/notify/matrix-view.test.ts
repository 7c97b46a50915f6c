import { expect, test } from "vitest";
import { messages } from "../../core/messages/messages";
import { locales } from "../../core/messages/vocabulary-texts";
import { cells, defaultChannels, noChannels } from "../../core/notify/matrix";
import type { RuleRecord } from "../../core/notify/policy";
import { toldIds } from "../../core/workflow/decision";
import { type Flow, flows } from "../../core/workflow/vocabulary";
import { matrixSections, withChange } from "./matrix-view";
import { notifyTexts } from "./notify-texts";

const t = messages["zh-TW"];
const rule: RuleRecord = {
  flow: "incident",
  action: "open",
  stage: "assign",
  told: "ownerGroups",
  channels: noChannels,
  changedBy: "何思妤",
  changedAt: 1,
};
const none = new Map();
const owner = cells.find((cell) => cell.flow === "incident" && cell.told === "ownerGroups")!;

test("every cell of every flow stands on its screen once, under its action and stage", () => {
  const shown = flows.flatMap((flow) => matrixSections(flow, [], none, t).flatMap(({ lines }) => lines));
  expect(shown.map(({ cell }) => cell)).toHaveLength(cells.length);
  expect(new Set(shown.map(({ key }) => key)).size).toBe(cells.length);
  expect(shown.every(({ isChanged, rule: stored }) => !isChanged && stored === null)).toBe(true);
});

test("each stage that an action leads to is a section of its own, and says so", () => {
  const titles = (flow: Flow) => matrixSections(flow, [], none, t).map(({ title }) => title);
  expect(titles("normal").filter((title) => title.startsWith("送審"))).toEqual([
    "送審 → 開發前審核",
    "送審 → 上線前審核",
    "送審 → 結案審核",
  ]);
  expect(titles("normal")).toEqual(expect.arrayContaining(["交接 · 計畫階段", "交接 · 已排程", "新建"]));
  expect(titles("incident")).toEqual(expect.arrayContaining(["暫停", "升級為問題 → 指派關卡"]));
  for (const flow of flows) expect(new Set(titles(flow)).size).toBe(titles(flow).length);
});

test("a stored rule and an unsaved wish are shown, the wish first", () => {
  const line = (draft: ReadonlyMap<string, RuleRecord>) =>
    matrixSections("incident", [rule], draft, t)[0]!.lines[0];
  expect(line(none)).toMatchObject({ channels: noChannels, isChanged: true, rule });
  const wish = withChange(none, owner, defaultChannels, [rule]);
  expect(line(wish as never)).toMatchObject({ channels: defaultChannels, isChanged: false, rule });
});

test("a wish that is as stored is no change", () => {
  const changed = withChange(none, owner, noChannels, []);
  expect([...changed.values()]).toEqual([
    { flow: "incident", action: "open", stage: "assign", told: "ownerGroups", channels: noChannels },
  ]);
  expect(withChange(changed, owner, defaultChannels, []).size).toBe(0);
  expect(withChange(none, owner, noChannels, [rule]).size).toBe(0);
});

test("every told person has a name in every language", () => {
  for (const locale of locales)
    for (const told of toldIds) expect(notifyTexts[locale].told[told]).toMatch(/\S/);
});
