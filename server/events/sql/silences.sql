-- When assets are under maintenance: by a window of its own, or by an approved change's while it was not done.
-- $1 assets, $2 and $3 the span of time that is asked for (ms).
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'assetIds', asset_ids, 'from', epoch_ms(from_at), 'until', epoch_ms(until_at))), '[]') AS answer
FROM (
  SELECT asset_ids, from_at, until_at FROM maintenance_window
  WHERE until_at > ms_time($2::double precision)
  UNION ALL
  SELECT asset_ids, window_from, least(window_until, ms_time((change ->> 'actualEnd')::double precision)) FROM ticket
  WHERE window_until > ms_time($2::double precision)
    AND (stage IN ('scheduled', 'done', 'closing', 'closingReview') OR outcome = 'completed')
) AS silence
WHERE asset_ids && $1::uuid[] AND from_at <= ms_time($3::double precision) AND until_at > ms_time($2::double precision)
