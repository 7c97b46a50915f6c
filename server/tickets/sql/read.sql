-- One ticket with its timeline and where the counter stood, if it is in the viewer's sight. $1 ticket, $2 viewer,
-- $3 role, $4 scopes.
SELECT jsonb_build_object(
  'epoch', counter.epoch,
  'cursor', counter.value,
  'ticket', CASE WHEN $3::text = 'requester' THEN ticket_json(ticket) - 'recurrence' ELSE ticket_json(ticket) END,
  'activities', coalesce((
    SELECT jsonb_agg(activity_json(activity)) FROM activity WHERE ticket_id = ticket.id), '[]')
) AS answer
FROM ticket, sync_counter AS counter
WHERE ticket.id = $1::uuid AND ticket_in_sight(ticket, $2::uuid, $3::text, $4::text[])
