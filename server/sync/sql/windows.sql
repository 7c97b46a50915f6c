-- Changes planned, in review or scheduled whose window overlaps [$1, $2), but for ticket $3.
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'id', id, 'assetIds', asset_ids, 'holderId', holder_id, 'flow', flow, 'stage', stage
)), '[]') AS answer
FROM ticket
WHERE stage IN ('plan', 'preLaunchReview', 'scheduled')
  AND window_from < ms_time($2::double precision) AND window_until > ms_time($1::double precision)
  AND id <> $3::uuid
