-- The open tickets that person $1 holds, oldest first.
SELECT coalesce(jsonb_agg(ticket_json(ticket) ORDER BY opened_at), '[]') AS answer
FROM ticket
WHERE holder_id = $1::uuid AND stage <> 'closed'
