-- All that deciding one action needs, read after its locks were taken.
-- $1 account, $2 action, $3 dependsOn, $4 resolves, $5 ticket ids named by the action, $6 the action's ticket,
-- $7 whether linked and waiting tickets are wanted too, $8 the kind of number to draw, or null.
WITH wanted AS (
  SELECT unnest($5::uuid[]) AS id
  UNION
  SELECT linked_id FROM ticket_link WHERE $7::boolean AND ticket_id = $6::uuid
  UNION
  SELECT id FROM ticket WHERE $7::boolean AND hold_ticket_id = $6::uuid
)
SELECT jsonb_build_object(
  'now', epoch_ms(clock_timestamp()),
  'directoryVersion', (SELECT epoch FROM sync_counter)
    || ':' || coalesce((SELECT max(counter) FROM sync_change WHERE scope = 'desk'), 0),
  'active', (SELECT active FROM account WHERE id = $1::uuid),
  'accountCreatedAt', (SELECT epoch_ms(created_at) FROM account WHERE id = $1::uuid),
  'stored', (
    SELECT jsonb_build_object('contentHash', content_hash, 'outcome', outcome, 'resolvedById', resolved_by_id)
    FROM action_outcome WHERE account_id = $1::uuid AND action_id = $2::uuid),
  'isIdTaken', EXISTS (SELECT FROM activity WHERE id = $2::uuid),
  'undecidedCauses', (
    SELECT count(*) FROM action_outcome
    WHERE account_id = $1::uuid AND action_id = ANY ($3::uuid[]) AND outcome ->> 'kind' IN ('returned', 'held')
      AND resolved_by_id IS NULL),
  'resolves', (
    SELECT jsonb_build_object('ticketId', ticket_id, 'kind', outcome ->> 'kind', 'resolvedById', resolved_by_id)
    FROM action_outcome WHERE account_id = $1::uuid AND action_id = $4::uuid),
  'tickets', coalesce((SELECT jsonb_agg(ticket_json(ticket)) FROM ticket JOIN wanted USING (id)), '[]'),
  'number', CASE $8::text
    WHEN 'incident' THEN nextval('ticket_number_incident')
    WHEN 'problem' THEN nextval('ticket_number_problem')
    WHEN 'change' THEN nextval('ticket_number_change')
  END
) AS answer
