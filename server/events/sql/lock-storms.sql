-- Locks what these rules opened lately, after the fingerprints and by rule. Which of it is open is asked afterwards
-- (open-of-storms.sql): who waits here would read tickets as they were before the wait. $1 rules.
WITH created AS (
  INSERT INTO event_storm (rule_id, state)
  SELECT id, '{"openings": [], "firstId": null}' FROM unnest($1::uuid[]) AS id ORDER BY id
  ON CONFLICT (rule_id) DO UPDATE SET state = event_storm.state
  RETURNING rule_id, state
)
SELECT coalesce(jsonb_object_agg(rule_id, state), '{}') AS answer FROM created
