-- Fingerprints that nothing was heard of since $1 (ms), at most $2, unless an incident of theirs is open.
DELETE FROM event_state WHERE (rule_id, fingerprint) IN (
  SELECT rule_id, fingerprint FROM event_state
  WHERE updated_at < ms_time($1::double precision) AND due_at IS NULL
    AND NOT EXISTS (SELECT FROM ticket WHERE ticket.id = event_state.incident_id AND stage <> 'closed')
  LIMIT $2::int FOR UPDATE SKIP LOCKED)
