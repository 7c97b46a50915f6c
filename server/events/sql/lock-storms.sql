-- Locks what these rules opened lately, after the fingerprints and by rule; `openIds`: which of it is open. $1 rules.
WITH created AS (
  INSERT INTO event_storm (rule_id, state)
  SELECT id, '{"openings": [], "firstId": null}' FROM unnest($1::uuid[]) AS id ORDER BY id
  ON CONFLICT (rule_id) DO UPDATE SET state = event_storm.state
  RETURNING rule_id, state
), named AS (
  SELECT (opening ->> 'id')::uuid AS id
  FROM created CROSS JOIN jsonb_array_elements(state -> 'openings') AS opening
  UNION SELECT (state ->> 'firstId')::uuid FROM created
)
SELECT jsonb_build_object(
  'stormByRule', coalesce((SELECT jsonb_object_agg(rule_id, state) FROM created), '{}'),
  'openIds', coalesce((
    SELECT jsonb_agg(id) FROM ticket WHERE id IN (SELECT id FROM named) AND stage <> 'closed'), '[]')
) AS answer
