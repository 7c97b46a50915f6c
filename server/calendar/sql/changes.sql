-- Changes in the viewer's sight whose window lies in [$4, $5), the first to begin first; of more than may be told, those that
-- are not over at $7 before those that are: CalendarChange of
-- core/calendar/calendar.ts, and what the feed says besides. $1 viewer, $2 role, $3 scopes, $6 how many at most.
SELECT coalesce(jsonb_agg(entry ORDER BY window_from, id), '[]') AS answer
FROM (
  SELECT window_from, id, jsonb_build_object(
    'id', id, 'flow', flow, 'number', number, 'title', title, 'stage', stage, 'outcome', outcome,
    'risk', change -> 'risk', 'holderId', holder_id, 'assignedGroupId', assigned_group_id, 'siteId', site_id,
    'assetIds', asset_ids, 'restricted', restricted, 'version', version, 'updatedAt', epoch_ms(updated_at),
    'window', jsonb_build_object(
      'from', epoch_ms(window_from), 'until', epoch_ms(greatest(window_from, window_until)))) AS entry
  FROM ticket
  WHERE window_from IS NOT NULL
    AND tstzrange(window_from, greatest(window_from, window_until), '[]')
      && tstzrange(ms_time($4::double precision), ms_time($5::double precision), '[)')
    -- What ends as the span begins only touches it; a moment lies where it is.
    AND (greatest(window_from, window_until) > ms_time($4::double precision)
      OR window_from >= ms_time($4::double precision))
    AND ticket_in_sight(ticket, $1::uuid, $2::text, $3::text[])
  ORDER BY greatest(window_from, window_until) < ms_time($7::double precision), window_from, id
  LIMIT $6::int
) AS found
