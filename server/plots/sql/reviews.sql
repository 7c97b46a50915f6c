-- How long reviews waited that were decided in each step, in ms. Step 0 is all of the period.
-- $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 edges of the steps, $7 the first and $8 the last edge.
SELECT jsonb_agg(jsonb_build_object('step', step, 'values', jsonb_build_object(
  'decided', decided, 'waitMedianMs', round(median::numeric), 'waitMeanMs', round(mean::numeric),
  'waitMaxMs', longest))) AS answer
FROM (
  SELECT coalesce(step, 0) AS step, count(*) AS decided,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY wait_ms) AS median, avg(wait_ms) AS mean, max(wait_ms) AS longest
  FROM (
    SELECT width_bucket(decided_at, $6::timestamptz[]) AS step, wait_ms
    FROM review_wait
    JOIN facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[]) AS fact USING (ticket_id)
    WHERE decided_at >= $7::timestamptz AND decided_at < $8::timestamptz
  ) AS placed
  GROUP BY GROUPING SETS ((step), ())
) AS counted
