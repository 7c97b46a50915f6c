-- Incidents resolved in each step whose clocks were judged, and those that met them; how many are still to be judged.
-- Step 0 is all of the period.
-- $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 edges of the steps, $7 the first and $8 the last edge.
SELECT jsonb_agg(jsonb_build_object('step', step, 'values', jsonb_build_object(
  'responseCount', response_count, 'responseMet', response_met,
  'resolutionCount', resolution_count, 'resolutionMet', resolution_met), 'pending', pending)) AS answer
FROM (
  SELECT coalesce(step, 0) AS step,
    count(response_met) AS response_count, count(*) FILTER (WHERE response_met) AS response_met,
    count(resolution_met) AS resolution_count, count(*) FILTER (WHERE resolution_met) AS resolution_met,
    count(*) FILTER (WHERE judged_version < version) AS pending
  FROM (
    SELECT width_bucket(closed_at, $6::timestamptz[]) AS step, response_met, resolution_met, judged_version,
      (SELECT version FROM sla_version)
    FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
    WHERE closed_at >= $7::timestamptz AND closed_at < $8::timestamptz
  ) AS closed
  GROUP BY GROUPING SETS ((step), ())
) AS counted
