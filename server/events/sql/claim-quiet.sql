-- Fingerprints that flapped and may have been quiet since, at most $1; those in another's hands are left to the next look.
WITH due AS MATERIALIZED (
  SELECT event_state.rule_id, event_state.fingerprint, event_state.state FROM event_state
  WHERE due_at <= clock_timestamp()
  ORDER BY rule_id, fingerprint COLLATE "C"
  LIMIT $1::int
  FOR NO KEY UPDATE SKIP LOCKED
)
SELECT jsonb_build_object(
  'now', epoch_ms(clock_timestamp()),
  'states', coalesce(jsonb_agg(jsonb_build_object(
    'ruleId', rule_id, 'fingerprint', fingerprint, 'state', state,
    'rule', definition || jsonb_build_object('name', name))), '[]')
) AS answer
FROM due JOIN event_rule ON event_rule.id = due.rule_id
