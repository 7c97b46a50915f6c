-- Which of these are open, once the storms that name them are locked. $1 incidents.
SELECT coalesce(jsonb_agg(id), '[]') AS answer FROM ticket WHERE id = ANY ($1::uuid[]) AND stage <> 'closed'
