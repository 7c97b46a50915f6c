-- Fingerprints whose incident opened as a silent child in a storm the first of which is closed now, at most $1, the earliest
-- of a rule first; those in another's hands are left to the next look. `first`: when and how that was closed; `bySystem`:
-- by its own recovery, or with the first that it stood below itself.
WITH left_over AS MATERIALIZED (
  SELECT event_state.rule_id, event_state.fingerprint, event_state.state, child.number,
    first.id, first.closed_at, first.closure
  FROM event_state
  JOIN ticket AS first ON first.id = event_state.parent_id
  LEFT JOIN ticket AS child ON child.id = event_state.incident_id
  WHERE first.stage = 'closed'
  ORDER BY event_state.rule_id, child.number
  LIMIT $1::int
  FOR NO KEY UPDATE OF event_state SKIP LOCKED
)
SELECT jsonb_build_object(
  'now', epoch_ms(clock_timestamp()),
  'states', coalesce(jsonb_agg(jsonb_build_object(
    'ruleId', rule_id, 'fingerprint', fingerprint, 'state', state,
    'rule', definition || jsonb_build_object('name', name),
    'first', jsonb_build_object(
      'closedAt', epoch_ms(closed_at), 'code', closure ->> 'code',
      'bySystem', coalesce((
        -- What is said of it afterwards leaves it closed as well.
        SELECT actor_id IS NULL FROM activity
        WHERE ticket_id = left_over.id AND to_stage = 'closed' AND from_stage IS DISTINCT FROM 'closed'
        ORDER BY arrived_at DESC, id DESC LIMIT 1), false))) ORDER BY rule_id, number), '[]')
) AS answer
FROM left_over JOIN event_rule ON event_rule.id = left_over.rule_id
