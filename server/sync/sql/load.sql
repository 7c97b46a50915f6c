-- All that deciding actions of one account needs, read after their locks were taken.
-- $1 account, $2 actions, $3 what they depend on, $4 what they resolve, $5 ticket ids named by them, $6 tickets whose
-- linked and waiting ones are wanted too, $7 for each action the kind of number to draw, or null.
WITH wanted AS (
  SELECT unnest($5::uuid[]) AS id
  UNION
  SELECT linked_id FROM ticket_link WHERE ticket_id = ANY ($6::uuid[])
  UNION
  SELECT id FROM ticket WHERE hold_ticket_id = ANY ($6::uuid[])
)
SELECT jsonb_build_object(
  'now', epoch_ms(clock_timestamp()),
  'directoryVersion', (SELECT epoch FROM sync_counter)
    || ':' || coalesce((SELECT max(counter) FROM sync_change WHERE scope = 'desk'), 0),
  'active', (SELECT active FROM account WHERE id = $1::uuid),
  'accountCreatedAt', (SELECT epoch_ms(created_at) FROM account WHERE id = $1::uuid),
  'storedById', coalesce((
    SELECT jsonb_object_agg(action_id, jsonb_build_object(
      'contentHash', content_hash, 'outcome', outcome, 'resolvedById', resolved_by_id))
    FROM action_outcome WHERE account_id = $1::uuid AND action_id = ANY ($2::uuid[])), '{}'),
  'takenIds', coalesce((SELECT jsonb_agg(id) FROM activity WHERE id = ANY ($2::uuid[])), '[]'),
  'undecidedIds', coalesce((
    SELECT jsonb_agg(action_id) FROM action_outcome
    WHERE account_id = $1::uuid AND action_id = ANY ($3::uuid[]) AND outcome ->> 'kind' IN ('returned', 'held')
      AND resolved_by_id IS NULL), '[]'),
  'chosenById', coalesce((
    SELECT jsonb_object_agg(action_id, jsonb_build_object(
      'ticketId', ticket_id, 'kind', outcome ->> 'kind', 'resolvedById', resolved_by_id))
    FROM action_outcome WHERE account_id = $1::uuid AND action_id = ANY ($4::uuid[])), '{}'),
  'tickets', coalesce((SELECT jsonb_agg(ticket_json(ticket)) FROM ticket JOIN wanted USING (id)), '[]'),
  'numbers', (
    SELECT jsonb_agg(
      CASE kind
        WHEN 'incident' THEN nextval('ticket_number_incident')
        WHEN 'problem' THEN nextval('ticket_number_problem')
        WHEN 'change' THEN nextval('ticket_number_change')
      END ORDER BY place)
    FROM unnest($7::text[]) WITH ORDINALITY AS drawn (kind, place))
) AS answer
