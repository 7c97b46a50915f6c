-- What was decided under (client, seq): $1, $2. Renumbered repeats point to the outcome of their action (A7).
SELECT jsonb_build_object(
  'actionId', o.action_id, 'contentHash', o.content_hash, 'outcome', o.outcome
) AS answer
FROM (
  SELECT account_id, action_id FROM action_outcome WHERE client_id = $1::uuid AND seq = $2::int
  UNION ALL
  SELECT account_id, action_id FROM action_repeat WHERE client_id = $1::uuid AND seq = $2::int
) AS numbered
JOIN action_outcome AS o USING (account_id, action_id)
