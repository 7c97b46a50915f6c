-- Locks what is known of these fingerprints, in the order in which everybody takes them. `isOpen`: as its incident looks
-- before that is locked, which says whether anything may have to be opened.
-- $1 rules, $2 fingerprints beside them.
WITH locked AS MATERIALIZED (
  SELECT event_state.rule_id, event_state.fingerprint, event_state.state
  FROM event_state
  JOIN unnest($1::uuid[], $2::text[]) AS key (rule_id, fingerprint) USING (rule_id, fingerprint)
  ORDER BY rule_id, fingerprint COLLATE "C"
  FOR NO KEY UPDATE OF event_state
)
SELECT jsonb_build_object(
  'now', epoch_ms(clock_timestamp()),
  'states', coalesce(jsonb_agg(jsonb_build_object(
    'ruleId', rule_id, 'fingerprint', fingerprint, 'state', state,
    'isOpen', coalesce(ticket.stage <> 'closed', false))), '[]')
) AS answer
FROM locked LEFT JOIN ticket ON ticket.id = (locked.state ->> 'incidentId')::uuid
