-- The tickets $1, by id.
SELECT coalesce(jsonb_agg(ticket_json(ticket) ORDER BY id), '[]') AS answer
FROM ticket
WHERE id = ANY ($1::uuid[])
