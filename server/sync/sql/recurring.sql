-- Incidents of category $1 and one of the assets $2, resolved since $3 (ms) and of no open problem, newest first, $4 at
-- most (core/tickets/recurrence.ts).
SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'closedAt', epoch_ms(closed_at)) ORDER BY closed_at DESC, id), '[]') AS answer
FROM (
  SELECT id, closed_at FROM ticket
  WHERE flow = 'incident' AND outcome = 'resolved' AND NOT restricted
    AND category_id = $1::uuid AND asset_ids && $2::uuid[] AND closed_at >= ms_time($3::double precision)
    AND NOT EXISTS (
      SELECT FROM ticket_link AS link JOIN ticket AS problem ON problem.id = link.linked_id
      WHERE link.ticket_id = ticket.id AND link.kind = 'problemOf' AND problem.stage <> 'closed')
  ORDER BY closed_at DESC, id LIMIT $4::int
) AS found
