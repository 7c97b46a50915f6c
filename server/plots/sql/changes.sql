-- Changes completed in the period by type and closure code. Without a key: all types.
-- $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 from and $7 until.
SELECT jsonb_agg(jsonb_build_object('key', flow, 'values', jsonb_build_object(
  'successful', successful, 'partial', partial, 'failed', failed, 'rolledBack', rolled_back))) AS answer
FROM (
  SELECT flow,
    count(*) FILTER (WHERE code = 'successful') AS successful,
    count(*) FILTER (WHERE code = 'partial') AS partial,
    count(*) FILTER (WHERE code = 'failed') AS failed,
    count(*) FILTER (WHERE code = 'rolledBack') AS rolled_back
  FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
  WHERE outcome = 'completed' AND closed_at >= $6::timestamptz AND closed_at < $7::timestamptz
  GROUP BY GROUPING SETS ((flow), ())
) AS counted
