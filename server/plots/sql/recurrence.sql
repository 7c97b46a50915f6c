-- Incidents opened in each step, and those that repeat what had been resolved. Step 0 is all of the period.
-- $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 edges of the steps, $7 the first and $8 the last edge.
SELECT jsonb_agg(jsonb_build_object('step', step, 'values', jsonb_build_object(
  'opened', opened, 'recurring', recurring))) AS answer
FROM (
  SELECT coalesce(step, 0) AS step, count(*) AS opened, count(*) FILTER (WHERE recurs) AS recurring
  FROM (
    SELECT width_bucket(opened_at, $6::timestamptz[]) AS step, recurs
    FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
    WHERE opened_at >= $7::timestamptz AND opened_at < $8::timestamptz
  ) AS opened
  GROUP BY GROUPING SETS ((step), ())
) AS counted
