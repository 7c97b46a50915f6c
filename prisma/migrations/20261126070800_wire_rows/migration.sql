-- Tickets and lines as the wire carries them, for reads of many: a row as JSON costs a third of what the calls of
-- ticket_json and activity_json do, which say the same (server/sync/wire-rows.db.test.ts).
CREATE VIEW ticket_wire AS
SELECT
  t.id, t.flow, t.number, t.stage, t.outcome, t.title, t.description, t.category_id AS "categoryId",
  t.impact, t.urgency, t.priority, t.site_id AS "siteId", t.asset_ids AS "assetIds",
  t.opener_id AS "openerId", t.reported_by_id AS "reportedById", t.owner_group_ids AS "ownerGroupIds",
  t.assigned_group_id AS "assignedGroupId", t.holder_id AS "holderId", t.investigator_id AS "investigatorId",
  t.hold, t.return_count AS "returnCount", t.closure,
  coalesce((
    SELECT json_agg(json_build_object('kind', link.kind, 'ticketId', link.linked_id)
      ORDER BY link.linked_id, link.kind)
    FROM ticket_link AS link WHERE link.ticket_id = t.id), '[]') AS links,
  t.restricted, t.problem, t.change, t.review, t.revision, t.version, t.last,
  epoch_ms(t.opened_at) AS "openedAt", epoch_ms(t.stage_at) AS "stageAt",
  epoch_ms(t.closed_at) AS "closedAt", epoch_ms(t.updated_at) AS "updatedAt"
FROM ticket AS t;

CREATE VIEW activity_wire AS
SELECT
  a.id, a.ticket_id AS "ticketId", a.type, coalesce(a.actor_id::text, 'system') AS "actorId",
  a.instead_of AS "insteadOf", a.from_stage AS "fromStage", a.to_stage AS "toStage", a.text, a.details,
  epoch_ms(a.occurred_at) AS "occurredAt", epoch_ms(a.arrived_at) AS "arrivedAt",
  a.uncertain_time AS "uncertainTime"
FROM activity AS a;
