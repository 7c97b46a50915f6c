-- What is held of one account because of something that came back, oldest first; a hundred at a time. $1 account.
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'clientId', client_id, 'seq', seq, 'actionId', action_id, 'raw', action) ORDER BY arrived_at, seq), '[]') AS answer
FROM (
  SELECT client_id, seq, action_id, action, arrived_at FROM action_outcome
  WHERE account_id = $1::uuid AND action IS NOT NULL AND resolved_by_id IS NULL
    AND outcome ->> 'code' = 'dependency.returned'
  ORDER BY arrived_at, seq
  LIMIT 100
) AS waiting
