-- What was decided of a client's actions from seq $2 on; repeats under another numbering included (A7).
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'seq', numbered.seq, 'actionId', o.action_id, 'outcome', o.outcome) ORDER BY numbered.seq), '[]') AS answer
FROM (
  SELECT account_id, action_id, seq FROM action_outcome WHERE client_id = $1::uuid AND seq >= $2::int
  UNION ALL
  SELECT account_id, action_id, seq FROM action_repeat WHERE client_id = $1::uuid AND seq >= $2::int
) AS numbered
JOIN action_outcome AS o USING (account_id, action_id)
