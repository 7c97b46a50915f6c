/** Monitoring for tests: sources with their keys, rules, and events as they are posted. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eventKinds } from "../../core/events/administration";
import type { RuleDefinition } from "../../core/events/rule";
import type { AssetId, EventRuleId, EventSourceId, TicketId } from "../../core/ids";
import { createKey, hashKey } from "../auth/bearer-key";
import type { Database, Prisma } from "../db";
import type { PostedEvent } from "../events/read-events";
import type { Desk } from "./desk";
import { uuid } from "./desk";

export type Source = { readonly id: EventSourceId; readonly key: string };

export async function createSource(
  database: Database,
  given: Prisma.EventSourceUncheckedCreateInput | object = {},
): Promise<Source> {
  const key = createKey("gev_");
  const row = await database.eventSource.create({
    data: { name: "monitoring", kinds: [...eventKinds], keyHash: hashKey(key), ...given },
  });
  return { id: row.id as EventSourceId, key };
}

export function definitionOf(
  desk: Pick<Desk, "category">,
  given: Partial<RuleDefinition> = {},
): RuleDefinition {
  return {
    filter: { sourceIds: [], severities: [], assetTags: [], conditions: [] },
    threshold: { count: 1, withinS: 60 },
    fingerprintFields: [],
    groupId: null,
    categoryId: desk.category,
    levels: { impact: "medium", urgency: "medium" },
    levelsBySeverity: { critical: { impact: "high", urgency: "high" } },
    titleTemplate: "",
    ...given,
  };
}

export async function createRule(
  desk: Pick<Desk, "category" | "database">,
  given: Partial<RuleDefinition> = {},
  position = 1,
): Promise<EventRuleId> {
  const definition = definitionOf(desk, given) as unknown as Prisma.InputJsonObject;
  const row = await desk.database.eventRule.create({ data: { name: "links", position, definition } });
  return row.id as EventRuleId;
}

export async function createAsset(database: Database, tag = `A-${uuid()}`): Promise<AssetId> {
  const site = await database.site.create({ data: { name: "廠" } });
  return (await database.asset.create({ data: { tag, name: "switch", siteId: site.id } })).id as AssetId;
}

export function posted(given: Partial<PostedEvent> & Pick<PostedEvent, "at">): PostedEvent {
  return {
    id: uuid(),
    status: "firing",
    severity: "major",
    fingerprint: "f",
    asset: null,
    title: "Link down",
    text: "",
    labels: {},
    ...given,
  };
}

/** What an Alertmanager really sends (server/testing/alertmanager). */
export function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(join("server", "testing", "alertmanager", `${name}.json`), "utf8"));
}

/** Incidents that the system opened, in their order, with what became of them line by line. */
export async function storiesOf(database: Database) {
  const tickets = await database.ticket.findMany({
    where: { flow: "incident", openerId: "00000000-0000-0000-0000-000000000000" },
    orderBy: { number: "asc" },
    include: { activities: { orderBy: [{ arrivedAt: "asc" }, { id: "asc" }] } },
  });
  return tickets.map(({ id, title, stage, outcome, closure, priority, version, activities, ...ticket }) => ({
    id: id as TicketId,
    title,
    stage,
    outcome,
    code: (closure as { code?: string } | null)?.code ?? null,
    priority,
    version,
    recurrence: ticket.recurrence,
    assignedGroupId: ticket.assignedGroupId,
    lines: activities.map(({ type, details }) => {
      const { code } = details as { code?: string };
      return code === undefined ? type : `${type} ${code}`;
    }),
    parentId: activities
      .map(({ details }) => (details as { ticketId?: string }).ticketId ?? null)
      .find((one) => one !== null),
  }));
}
