import { expect, test } from "vitest";
import { flows, stages, workflowActions } from "../workflow/vocabulary";
import { messages } from "./messages";
import { notificationText, type ToldAction } from "./notifications";
import { type Locale, locales } from "./vocabulary-texts";

const textOf = (locale: Locale, said: ToldAction) => notificationText(locale, messages[locale], said);

const told: ToldAction = {
  action: "assignHandler",
  cameBack: false,
  alarm: null,
  flow: "incident",
  number: 482,
  title: "3 號電梯對講機無聲",
  priority: "P2",
  stage: "handle",
  actorName: "陳柏翰",
};

test("an assignment says that it is yours, which ticket, how urgent and who assigned it", () => {
  expect(textOf("zh-TW", told)).toEqual({
    title: "指派給你處理 · INC-000482",
    body: "P2 · 3 號電梯對講機無聲\n由 陳柏翰",
  });
  expect(textOf("en", told).title).toBe("Assigned to you · INC-000482");
});

test("[A5] words that came back say what was reported, and that it did not take effect", () => {
  const cameBack: ToldAction = { ...told, action: "resolve", cameBack: true, actorName: "林雅筑" };
  expect(textOf("zh-TW", cameBack)).toEqual({
    title: "現場回報「排除事故」，未生效 · INC-000482",
    body: "P2 · 3 號電梯對講機無聲\n由 林雅筑",
  });
});

test("a review is asked for by its stage, and a vote is told by where it led", () => {
  const change: ToldAction = {
    ...told,
    flow: "normal",
    priority: null,
    number: 118,
    stage: "preLaunchReview",
  };
  expect(textOf("zh-TW", { ...change, action: "submitForReview" }).title).toBe(
    "請你審核：上線前審核 · CHG-000118",
  );
  expect(textOf("zh-TW", { ...change, action: "approve", stage: "scheduled" }).title).toBe(
    "已排程 · CHG-000118",
  );
});

test("what the system did names nobody, and a ticket without a number is told by its title", () => {
  expect(textOf("en", { ...told, action: "resolve", number: null, actorName: null })).toEqual({
    title: "Resolved",
    body: "P2 · 3 號電梯對講機無聲",
  });
});

test("every action has a headline in every language, flow and stage", () => {
  for (const locale of locales)
    for (const flow of flows)
      for (const action of workflowActions)
        for (const stage of stages)
          expect(textOf(locale, { ...told, flow, action, stage }).title).not.toMatch(/undefined|^ ·/);
});
