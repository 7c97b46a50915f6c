import { expect, test } from "vitest";
import type { RuleDefinition } from "../core/events/rule";
import type { AccountId, CategoryId, EventRuleId, EventSourceId, TicketId } from "../core/ids";
import { createEventAdmin, readEventsOf } from "./event-admin";

const accountId = "00000000-0000-4000-8000-0000000000a1" as AccountId;
const ruleId = "00000000-0000-4000-8000-0000000000c1" as EventRuleId;
const sourceId = "00000000-0000-4000-8000-0000000000d1" as EventSourceId;
const incidentId = "00000000-0000-4000-8000-0000000000e1" as TicketId;

const definition: RuleDefinition = {
  filter: { sourceIds: [], severities: [], assetTags: [], conditions: [] },
  threshold: { count: 1, withinS: 60 },
  fingerprintFields: [],
  groupId: null,
  categoryId: "00000000-0000-4000-8000-0000000000f1" as CategoryId,
  levels: { impact: "low", urgency: "low" },
  levelsBySeverity: {},
  titleTemplate: "",
};

function deskOf(data: unknown) {
  const asked: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
  const fetcher: typeof fetch = (url, init) => {
    asked.push({ url: String(url), init });
    return Promise.resolve(Response.json({ result: { data } }));
  };
  return { fetcher, asked };
}

test("[C6] a rule is saved as the version that its editor began with, in the name of the account", async () => {
  const { fetcher, asked } = deskOf({ id: ruleId });
  const events = createEventAdmin(accountId, fetcher);
  const draft = { name: "links", active: true, definition };
  // A whole record, as the list has it: no more of it is sent than names the version.
  const begun = { id: ruleId, changedAt: 5, ...draft };
  expect(await events.saveRule(begun, draft)).toEqual({ id: ruleId });
  await events.saveRule(null, draft);
  expect(asked.map(({ init }) => JSON.parse(String(init?.body)))).toEqual([
    { accountId, saved: { id: ruleId, changedAt: 5 }, ...draft },
    { accountId, saved: null, ...draft },
  ]);
});

test("a preview is a POST: its definition may be longer than an address", async () => {
  const { fetcher, asked } = deskOf({ looked: 0 });
  const period = { from: 1, until: 2 };
  await createEventAdmin(accountId, fetcher).preview(definition, period, new AbortController().signal);
  expect(asked[0]).toMatchObject({ url: "/api/trpc/events.rules.preview", init: { method: "POST" } });
  expect(JSON.parse(String(asked[0]?.init?.body))).toEqual({ accountId, definition, ...period });
});

test("a preview that nobody waits for is given up", async () => {
  const stale = new AbortController();
  let sent: AbortSignal | null | undefined;
  const events = createEventAdmin(accountId, (_url, init) => {
    sent = init?.signal;
    return new Promise((_answer, fail) => {
      init?.signal?.addEventListener("abort", () => fail(init.signal?.reason));
    });
  });
  const asking = events.preview(definition, { from: 1, until: 2 }, stale.signal);
  stale.abort();
  // At once, and not by its time limit.
  expect(sent?.aborted).toBe(true);
  await expect(asking).rejects.toMatchObject({ code: "unreachable" });
});

test("events are read from where the page before ended, all of them or an incident's", async () => {
  const { fetcher, asked } = deskOf({ events: [], next: null });
  const after = { at: 7, sourceId, id: "a b&c" };
  await createEventAdmin(accountId, fetcher).readEvents(after);
  await readEventsOf(accountId, incidentId, null, fetcher);
  const inputs = asked.map(({ url }) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    return [pathname, JSON.parse(searchParams.get("input") ?? "")];
  });
  expect(inputs).toEqual([
    ["/api/trpc/events.recent", { accountId, incidentId: null, after }],
    ["/api/trpc/events.ofIncident", { accountId, incidentId, after: null }],
  ]);
});
