-- Fingerprints whose incident opened as a silent child in a storm the first of which is closed now, at most $1; those in
-- another's hands are left to the next look. `first`: when and how that was closed; `touched`: a person has a line on it.
WITH left_over AS MATERIALIZED (
  SELECT event_state.rule_id, event_state.fingerprint, event_state.state, first.id, first.closed_at, first.closure
  FROM event_state JOIN ticket AS first ON first.id = event_state.parent_id
  WHERE first.stage = 'closed'
  ORDER BY rule_id, fingerprint COLLATE "C"
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
      'touched', EXISTS (SELECT FROM activity WHERE ticket_id = left_over.id AND actor_id IS NOT NULL)))), '[]')
) AS answer
FROM left_over JOIN event_rule ON event_rule.id = left_over.rule_id
