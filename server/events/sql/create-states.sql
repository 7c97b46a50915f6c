-- Fingerprints that nothing was heard of yet, in the order in which everybody takes them.
-- $1 rules, $2 fingerprints beside them, $3 the initial state.
INSERT INTO event_state (rule_id, fingerprint, state, updated_at)
SELECT rule_id, fingerprint, $3::jsonb, clock_timestamp()
FROM unnest($1::uuid[], $2::text[]) AS key (rule_id, fingerprint)
ORDER BY rule_id, fingerprint COLLATE "C"
ON CONFLICT DO NOTHING
