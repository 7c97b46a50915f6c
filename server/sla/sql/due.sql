-- The open incidents whose clocks are to be looked at by $1 (ms), the longest overdue first, $2 at most. `lookAt` and the
-- ticket's version say later whether they are still as they were read.
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'ticket', ticket_json(ticket), 'lookAt', epoch_ms(due.look_at), 'told', due.told
) ORDER BY due.look_at), '[]') AS answer
FROM (
  SELECT * FROM sla_watch
  WHERE look_at <= ms_time($1::double precision)
  ORDER BY look_at LIMIT $2::int
) AS due
JOIN ticket ON ticket.id = due.ticket_id
