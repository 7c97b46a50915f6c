-- Closed incidents that were not judged with the present calendars and targets, $1 at most, and how many there are.
SELECT jsonb_build_object(
  'version', sla_version.version,
  'tickets', coalesce((
    SELECT jsonb_agg(ticket_json(ticket))
    FROM (
      SELECT ticket_id FROM ticket_fact
      WHERE judged_version < sla_version.version ORDER BY judged_version LIMIT $1::int) AS due
    JOIN ticket ON ticket.id = due.ticket_id), '[]')
) AS answer
FROM sla_version
