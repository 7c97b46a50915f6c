-- What is open, by stage and age in hours. Without a key: all of it.
-- $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 now.
SELECT jsonb_agg(jsonb_build_object('key', stage, 'values', jsonb_build_object(
  'day', day, 'threeDays', three_days, 'week', week, 'month', month, 'older', older))) AS answer
FROM (
  SELECT stage,
    count(*) FILTER (WHERE hours < 24) AS day,
    count(*) FILTER (WHERE hours >= 24 AND hours < 72) AS three_days,
    count(*) FILTER (WHERE hours >= 72 AND hours < 168) AS week,
    count(*) FILTER (WHERE hours >= 168 AND hours < 720) AS month,
    count(*) FILTER (WHERE hours >= 720) AS older
  FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
  CROSS JOIN LATERAL (SELECT extract(epoch FROM $6::timestamptz - opened_at) / 3600 AS hours) AS aged
  WHERE closed_at IS NULL
  GROUP BY GROUPING SETS ((stage), ())
) AS counted
