-- What an incident repeats (core/tickets/recurrence.ts), written once when it opens.
ALTER TABLE ticket ADD COLUMN recurs_with uuid[];

-- What may be repeated: found by category, newest first.
CREATE INDEX ticket_category_id_closed_at_idx ON ticket (category_id, closed_at DESC)
WHERE flow = 'incident' AND outcome = 'resolved' AND NOT restricted;

CREATE OR REPLACE FUNCTION ticket_json(t ticket) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN jsonb_build_object(
    'id', t.id, 'flow', t.flow, 'number', t.number, 'stage', t.stage, 'outcome', t.outcome,
    'title', t.title, 'description', t.description, 'categoryId', t.category_id,
    'impact', t.impact, 'urgency', t.urgency, 'priority', t.priority,
    'siteId', t.site_id, 'assetIds', t.asset_ids,
    'openerId', t.opener_id, 'reportedById', t.reported_by_id, 'ownerGroupIds', t.owner_group_ids,
    'assignedGroupId', t.assigned_group_id, 'holderId', t.holder_id, 'investigatorId', t.investigator_id,
    'hold', t.hold, 'returnCount', t.return_count, 'closure', t.closure)
  || jsonb_build_object(
    'links', coalesce((
      SELECT jsonb_agg(jsonb_build_object('kind', link.kind, 'ticketId', link.linked_id)
        ORDER BY link.linked_id, link.kind)
      FROM ticket_link AS link WHERE link.ticket_id = t.id), '[]'),
    'restricted', t.restricted, 'problem', t.problem, 'change', t.change, 'review', t.review,
    'revision', t.revision, 'version', t.version, 'last', t.last,
    'openedAt', epoch_ms(t.opened_at), 'stageAt', epoch_ms(t.stage_at),
    'closedAt', epoch_ms(t.closed_at), 'updatedAt', epoch_ms(t.updated_at),
    'recurrence', t.recurs_with);
END $$;

-- The same for many, and last, as a view may only grow at its end.
CREATE OR REPLACE VIEW ticket_wire AS
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
  epoch_ms(t.closed_at) AS "closedAt", epoch_ms(t.updated_at) AS "updatedAt",
  t.recurs_with AS recurrence
FROM ticket AS t;

-- A known error goes to phones with its problem's title: those that they hold already get it, and a title that is put
-- right later reaches them too.
CREATE FUNCTION sync_known_error_title() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM known_error WHERE problem_id = NEW.id) THEN
    PERFORM sync_mark('knownError', NEW.id, '{staff}', '{staff}');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER sync_known_error_title AFTER UPDATE OF title, restricted ON ticket
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.title IS DISTINCT FROM NEW.title OR OLD.restricted IS DISTINCT FROM NEW.restricted)
  EXECUTE FUNCTION sync_known_error_title();
UPDATE known_error SET workaround = workaround;
