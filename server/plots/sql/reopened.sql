-- How often something was closed, cancellations left out, and how often opened again, in each step. Step 0 is all of
-- the period.
-- $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 edges of the steps, $7 the first and $8 the last edge.
SELECT jsonb_agg(jsonb_build_object('step', step, 'values', jsonb_build_object(
  'closed', closed, 'reopened', reopened))) AS answer
FROM (
  SELECT coalesce(step, 0) AS step,
    count(*) FILTER (WHERE is_closing) AS closed, count(*) FILTER (WHERE NOT is_closing) AS reopened
  FROM (
    SELECT width_bucket(at, $6::timestamptz[]) AS step, is_closing
    FROM (
      SELECT closed_at AS at, true AS is_closing
      FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
      WHERE reopenings IS NULL AND outcome NOT IN ('cancelled', 'withdrawn')
        AND closed_at >= $7::timestamptz AND closed_at < $8::timestamptz
      UNION ALL
      SELECT unnest(closings), true
      FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
      WHERE reopenings IS NOT NULL
      UNION ALL
      SELECT unnest(reopenings), false
      FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
      WHERE reopenings IS NOT NULL
    ) AS happened
    WHERE at >= $7::timestamptz AND at < $8::timestamptz
  ) AS placed
  GROUP BY GROUPING SETS ((step), ())
) AS counted
