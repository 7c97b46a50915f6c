-- $1 tickets, as they are; they are locked, or only looked up.
SELECT coalesce(jsonb_agg(ticket_json(ticket)), '[]') AS answer FROM ticket WHERE id = ANY ($1::uuid[])
