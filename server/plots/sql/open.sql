-- What is open, by stage and age. Without a key: all of it.
-- $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 now.
SELECT jsonb_agg(jsonb_build_object('key', stage, 'values', jsonb_build_object(
  'day', day, 'threeDays', three_days, 'week', week, 'month', month, 'older', older))) AS answer
FROM (
  SELECT stage,
    count(*) FILTER (WHERE opened_at > ages[1]) AS day,
    count(*) FILTER (WHERE opened_at <= ages[1] AND opened_at > ages[2]) AS three_days,
    count(*) FILTER (WHERE opened_at <= ages[2] AND opened_at > ages[3]) AS week,
    count(*) FILTER (WHERE opened_at <= ages[3] AND opened_at > ages[4]) AS month,
    count(*) FILTER (WHERE opened_at <= ages[4]) AS older
  FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
  CROSS JOIN (SELECT ARRAY[
    $6::timestamptz - interval '24 hours', $6::timestamptz - interval '72 hours',
    $6::timestamptz - interval '168 hours', $6::timestamptz - interval '720 hours'] AS ages) AS begin
  WHERE closed_at IS NULL
  GROUP BY GROUPING SETS ((stage), ())
) AS counted
