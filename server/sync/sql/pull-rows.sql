-- R2, R9: what changed in the viewer's scopes after the cursor, up to a number. What is still held is put, what is
-- not, or was deleted, is removed; a ticket that entered one of the scopes comes with its whole timeline and what the
-- viewer was told.
-- $1 scopes, $2 cursor, $3 last number, $4 viewer, $5 role, $6 scopes that give sight.
WITH changed AS MATERIALIZED (
  SELECT change.entity, change.entity_id, bool_or(change.entered) AS entered
  FROM unnest($1::text[]) AS mine (scope)
  CROSS JOIN LATERAL (
    -- R7: the order by its index keeps each scope to its own rows. A plain join may walk all that others changed; and
    -- a limit that is not known while planning keeps the planner from sorting the whole table where scopes are few.
    SELECT sync_change.entity, sync_change.entity_id, sync_change.entered FROM sync_change
    WHERE sync_change.scope = mine.scope AND counter > $2::bigint AND counter <= $3::bigint
    ORDER BY counter
    LIMIT (SELECT 2000000000)
  ) AS change
  GROUP BY change.entity, change.entity_id
), ticket_changed AS MATERIALIZED (
  SELECT
    changed.entity_id AS id, ticket, changed.entered, ticket.id IS NULL AS deleted,
    ticket.id IS NOT NULL AND ticket.scopes && $1::text[]
      AND ticket_in_sight(ticket, $4::uuid, $5::text, $6::text[]) AS held
  FROM changed LEFT JOIN ticket ON ticket.id = changed.entity_id
  WHERE changed.entity = 'ticket'
), activity_put AS (
  SELECT activity.id FROM ticket_changed JOIN activity ON activity.ticket_id = (ticket_changed.ticket).id
  WHERE ticket_changed.held AND ticket_changed.entered
  UNION
  SELECT activity.id
  FROM changed
  JOIN activity ON activity.id = changed.entity_id
  JOIN ticket ON ticket.id = activity.ticket_id
  WHERE changed.entity = 'activity'
    AND ticket.scopes && $1::text[] AND ticket_in_sight(ticket, $4::uuid, $5::text, $6::text[])
), notice_put AS (
  SELECT notice
  FROM changed
  JOIN outbox AS notice ON notice.id = changed.entity_id
  JOIN ticket ON ticket.id = notice.ticket_id
  WHERE changed.entity = 'notice' AND notice.account_id = $4::uuid AND is_notice(notice)
    AND ticket_in_sight(ticket, $4::uuid, $5::text, $6::text[])
  UNION
  SELECT notice
  FROM ticket_changed
  JOIN outbox AS notice ON notice.ticket_id = (ticket_changed.ticket).id
  WHERE ticket_changed.held AND ticket_changed.entered AND notice.account_id = $4::uuid AND is_notice(notice)
), unseen AS (
  -- A requester hears of nothing that is not theirs, and what they opened never leaves their sight.
  SELECT id FROM ticket_changed
  WHERE deleted OR $5::text <> 'requester' AND NOT ticket_in_sight(ticket, $4::uuid, $5::text, $6::text[])
)
SELECT json_build_object(
  'tickets', coalesce((
    SELECT json_agg(found.wire)
    FROM ticket_changed CROSS JOIN LATERAL (
      SELECT CASE
        -- What it repeats is not a requester's to know (A9).
        WHEN $5::text = 'requester' THEN (to_jsonb(ticket_wire) - 'recurrence')::json ELSE row_to_json(ticket_wire)
      END AS wire
      FROM ticket_wire
      WHERE ticket_wire.id = ticket_changed.id OFFSET 0) AS found
    WHERE ticket_changed.held), '[]'),
  'gone', coalesce((
    SELECT jsonb_agg(id) FROM ticket_changed
    WHERE deleted
      OR NOT held AND ($5::text <> 'requester' OR ticket_in_sight(ticket, $4::uuid, $5::text, $6::text[]))), '[]'),
  'activities', coalesce((
    SELECT json_agg(found.wire)
    FROM activity_put CROSS JOIN LATERAL (
      SELECT row_to_json(activity_wire) AS wire FROM activity_wire
      WHERE activity_wire.id = activity_put.id OFFSET 0) AS found), '[]'),
  'notices', coalesce((SELECT jsonb_agg(notice_json(notice)) FROM notice_put), '[]'),
  'unseen', coalesce((SELECT jsonb_agg(id) FROM unseen), '[]'),
  'lostNotices', EXISTS (
    -- By the ticket's key, or nothing where nothing left: not a walk through all that the viewer was ever told (R7).
    SELECT FROM unseen CROSS JOIN LATERAL (
      SELECT FROM outbox AS notice
      WHERE notice.ticket_id = unseen.id AND notice.account_id = $4::uuid AND is_notice(notice)
      OFFSET 0) AS told),
  'directory', coalesce((
    SELECT jsonb_agg(jsonb_build_object(
      'kind', entity, 'id', CASE entity WHEN 'parameters' THEN 'parameters' ELSE entity_id::text END))
    FROM changed WHERE entity NOT IN ('ticket', 'activity', 'notice')), '[]')
) AS answer
