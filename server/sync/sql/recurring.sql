-- Incidents of category $1 and one of the assets $2, resolved since $3 (ms), newest first, $4 at most, as tickets
-- (core/tickets/recurrence.ts).
SELECT coalesce(jsonb_agg(ticket_json(found.ticket) ORDER BY (found.ticket).closed_at DESC, (found.ticket).id), '[]') AS answer
FROM (
  SELECT ticket FROM ticket
  WHERE flow = 'incident' AND outcome = 'resolved' AND NOT restricted
    AND category_id = $1::uuid AND asset_ids && $2::uuid[] AND closed_at >= ms_time($3::double precision)
  ORDER BY closed_at DESC, id LIMIT $4::int
) AS found
