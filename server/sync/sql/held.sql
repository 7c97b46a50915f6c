-- What one account has held and can be decided now, as its author has chosen about every cause and this server knows
-- the type: oldest first, a hundred at a time. $1 account, $2 types and $3 version that are known.
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'clientId', client_id, 'seq', seq, 'actionId', action_id, 'raw', action) ORDER BY arrived_at, seq), '[]') AS answer
FROM (
  SELECT client_id, seq, action_id, action, arrived_at FROM action_outcome AS held
  WHERE account_id = $1::uuid AND action IS NOT NULL AND resolved_by_id IS NULL
    AND outcome ->> 'kind' = 'held'
    AND action ->> 'type' = ANY ($2::text[]) AND action -> 'typeVersion' = to_jsonb($3::int)
    AND NOT EXISTS (
      SELECT FROM jsonb_array_elements_text(held.action -> 'dependsOn') AS cause (id)
      JOIN action_outcome AS decided
        ON decided.account_id = held.account_id AND decided.action_id = cause.id::uuid
      WHERE decided.outcome ->> 'kind' IN ('returned', 'held') AND decided.resolved_by_id IS NULL
        AND cause.id IS DISTINCT FROM held.action ->> 'resolves')
  ORDER BY arrived_at, seq
  LIMIT 100
) AS waiting
