-- Whether an incident is there, and in the viewer's sight. $1 ticket, $2 viewer, $3 role, $4 scopes.
SELECT exists(
  SELECT 1 FROM ticket
  WHERE id = $1::uuid AND flow = 'incident' AND ticket_in_sight(ticket, $2::uuid, $3::text, $4::text[])) AS answer
