/** Monitoring of the demo desk, as its administrator sets it up: sources, rules, maintenance, and events by the key. */
import type { Page } from "playwright";
import { queryDesk } from "../../e2e/fixtures/desk-database";
import type { GenbaServer } from "../../e2e/fixtures/genba-server";
import { made } from "./make-work";

const minuteMs = 60_000;

/** Once a desk. `page`: an administrator is signed in there. */
export async function makeEvents(page: Page, server: GenbaServer): Promise<void> {
  const [there] = await queryDesk<{ id: string }>(server, "SELECT id FROM event_source LIMIT 1");
  if (there === undefined) await setUp(page, server);
  const [incident] = await queryDesk<{ id: string }>(
    server,
    "SELECT incident_id AS id FROM monitor_event WHERE verdict = 'opened' ORDER BY at LIMIT 1",
  );
  made.alarm = `/tickets/${incident?.id ?? ""}`;
}

async function setUp(page: Page, server: GenbaServer): Promise<void> {
  const now = Date.now();
  const [category] = await queryDesk<{ id: string }>(
    server,
    "SELECT id FROM category WHERE name = '有線網路'",
  );
  const assets = await queryDesk<{ id: string; tag: string }>(
    server,
    "SELECT id, tag FROM asset WHERE tag LIKE 'A-SW-%' AND active ORDER BY tag LIMIT 3",
  );
  const kinds = ["json", "alertmanager"];
  const source = await call(page, "sources.create", { name: "Zabbix 機房", kinds, signed: false });
  await call(page, "sources.create", { name: "Prometheus 據點", kinds: ["cloudevents"], signed: true });

  const assetIds = assets.slice(2).map(({ id }) => id);
  for (const [name, from, until] of [
    ["核心交換器換風扇", -60, 60],
    ["UPS 電池更換", 1_200, 1_320],
    ["搬移機櫃", -3_000, -2_800],
  ] as const) {
    const span = { from: now + from * minuteMs, until: now + until * minuteMs };
    await call(page, "windows.save", { id: null, name, assetIds, ...span });
  }

  const conditions = [{ field: "title", operator: "contains", value: "link" }];
  const definition = {
    filter: { sourceIds: [source.id], severities: ["critical", "major"], assetTags: [], conditions },
    threshold: { count: 1, withinS: 300 },
    fingerprintFields: ["asset", "label.port"],
    groupId: null,
    categoryId: category?.id,
    levels: { impact: "medium", urgency: "medium" },
    levelsBySeverity: { critical: { impact: "high", urgency: "high" } },
    titleTemplate: "{title} @ {asset}",
  };
  const rule = { saved: null, active: true, definition };
  await call(page, "rules.save", { ...rule, name: "交換器斷線" });
  const often = { ...definition, threshold: { count: 3, withinS: 600 } };
  await call(page, "rules.save", { ...rule, name: "反覆重啟", active: false, definition: often });

  const events = [
    [42, "firing", "critical", 0, "Link down"],
    [40, "firing", "critical", 0, "Link down"],
    [31, "firing", "warning", 0, "Fan speed low"],
    [20, "firing", "major", 1, "Link down"],
    [12, "recovered", "major", 1, "Link up"],
    [5, "firing", "critical", 2, "Link down"],
  ] as const;
  const posted = events.map(([minutes, status, severity, asset, title]) => ({
    id: `${minutes}`,
    at: now - minutes * minuteMs,
    status,
    severity,
    title,
    asset: assets[asset]?.tag ?? null,
    text: "ge-0/0/24 沒有訊號",
    labels: { port: "ge-0/0/24", rack: "B-07" },
  }));
  const answer = await fetch(`${server.origin}/api/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${source.key}`, "content-type": "application/json" },
    body: JSON.stringify({ events: posted }),
  });
  if (!answer.ok) throw new Error(`events: ${answer.status} ${await answer.text()}`);
}

/** Of the administration of events, in the name of whoever is signed in. */
async function call(page: Page, path: string, input: object): Promise<{ id: string; key: string }> {
  return page.evaluate(
    async ([path, input]) => {
      const data = async (answer: Response) => {
        if (!answer.ok) throw new Error(`${answer.url}: ${await answer.text()}`);
        return ((await answer.json()) as { result: { data: never } }).result.data;
      };
      const { account } = (await data(await fetch("/api/trpc/session.me"))) as { account: { id: string } };
      const init = { method: "POST", headers: { "content-type": "application/json" } };
      const body = JSON.stringify({ accountId: account.id, ...input });
      return data(await fetch(`/api/trpc/events.${path}`, { ...init, body }));
    },
    [path, input] as const,
  );
}
