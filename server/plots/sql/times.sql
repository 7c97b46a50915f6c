-- MTTA of what was answered and MTTR of what was resolved in each step, in ms; what was cancelled is neither. Step 0 is
-- all of the period.
-- $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 edges of the steps, $7 the first and $8 the last edge.
WITH answered AS (
  SELECT coalesce(step, 0) AS step, count(*) AS count,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY answer_ms) AS median, avg(answer_ms) AS mean
  FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
  CROSS JOIN LATERAL (SELECT width_bucket(answered_at, $6::timestamptz[]) AS step) AS placed
  WHERE outcome IS DISTINCT FROM 'cancelled' AND answered_at >= $7::timestamptz AND answered_at < $8::timestamptz
  GROUP BY GROUPING SETS ((step), ())
), resolved AS (
  SELECT coalesce(step, 0) AS step, count(*) AS count,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY resolve_ms) AS median, avg(resolve_ms) AS mean,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY work_ms) AS work_median, avg(work_ms) AS work_mean
  FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
  CROSS JOIN LATERAL (SELECT width_bucket(closed_at, $6::timestamptz[]) AS step) AS placed
  WHERE outcome <> 'cancelled' AND closed_at >= $7::timestamptz AND closed_at < $8::timestamptz
  GROUP BY GROUPING SETS ((step), ())
)
SELECT jsonb_agg(jsonb_build_object('step', step, 'values', jsonb_build_object(
  'answered', coalesce(answered.count, 0),
  'answerMedianMs', round(answered.median::numeric), 'answerMeanMs', round(answered.mean::numeric),
  'resolved', coalesce(resolved.count, 0),
  'resolveMedianMs', round(resolved.median::numeric), 'resolveMeanMs', round(resolved.mean::numeric),
  'workMedianMs', round(resolved.work_median::numeric), 'workMeanMs', round(resolved.work_mean::numeric)))) AS answer
FROM answered FULL JOIN resolved USING (step)
