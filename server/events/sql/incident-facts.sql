-- What judging asks of locked incidents. `touched`: a person has a line on it. $1 incidents.
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'id', id, 'stage', stage, 'outcome', outcome, 'closedAt', epoch_ms(closed_at),
  'touched', EXISTS (SELECT FROM activity WHERE ticket_id = ticket.id AND actor_id IS NOT NULL)
)), '[]') AS answer
FROM ticket WHERE id = ANY ($1::uuid[])
