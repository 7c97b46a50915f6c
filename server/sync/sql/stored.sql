-- What was decided under numbers of one client, by number. $1 client, $2 numbers. Renumbered repeats point to the
-- outcome of their action (A7).
SELECT coalesce(jsonb_object_agg(numbered.seq, jsonb_build_object(
  'actionId', o.action_id, 'contentHash', o.content_hash, 'outcome', o.outcome)), '{}') AS answer
FROM (
  SELECT account_id, action_id, seq FROM action_outcome WHERE client_id = $1::uuid AND seq = ANY ($2::int[])
  UNION ALL
  SELECT account_id, action_id, seq FROM action_repeat WHERE client_id = $1::uuid AND seq = ANY ($2::int[])
) AS numbered
JOIN action_outcome AS o USING (account_id, action_id)
