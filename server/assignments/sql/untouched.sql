-- Tickets whose holder got them from another and has done nothing about them since: no line of theirs or in their
-- place, no notice of the ticket opened by them or by who stands in for them, and nothing that climbed already.
-- $1 now, in ms. Four working hours are within a week, whatever day it is.
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'ticket', ticket_json(ticket),
  'lineId', line.id,
  -- Its arrival, as nobody could have touched it before.
  'assignedAt', epoch_ms(line.arrived_at)
)), '[]') AS answer
FROM (
  -- The newest of a ticket: an earlier one was another's, or is this one's own past.
  SELECT DISTINCT ON (ticket_id) * FROM activity
  WHERE type IN ('assignHandler', 'assignInvestigator', 'transfer', 'returnToInvestigate', 'reopen')
    AND arrived_at > ms_time($1::double precision) - interval '7 days'
  ORDER BY ticket_id, arrived_at DESC, id DESC
) AS line
JOIN ticket ON ticket.id = line.ticket_id
WHERE ticket.stage <> 'closed' AND ticket.holder_id IS NOT NULL
  -- A line names the holder where it made another one; a claim or a schedule since made somebody else.
  AND coalesce(line.details ->> 'personId', ticket.holder_id::text) = ticket.holder_id::text
  AND ticket.holder_id IS DISTINCT FROM line.actor_id AND ticket.holder_id IS DISTINCT FROM line.instead_of
  AND NOT EXISTS (
    SELECT FROM activity AS later
    WHERE later.ticket_id = line.ticket_id AND later.arrived_at >= line.arrived_at AND later.id <> line.id
      AND (later.actor_id = ticket.holder_id OR later.instead_of = ticket.holder_id))
  AND NOT EXISTS (
    SELECT FROM outbox
    WHERE outbox.ticket_id = line.ticket_id
      AND (outbox.kind = 'assignmentClimb' AND starts_with(outbox.key, 'assignmentClimb:' || line.id || ':')
        OR outbox.read_at >= line.arrived_at
          AND (outbox.account_id = ticket.holder_id OR outbox.payload -> 'insteadOf' ? ticket.holder_id::text)))
