-- Which of the references $1 came in before.
SELECT coalesce(jsonb_agg(reference), '[]') AS answer FROM imported_ticket WHERE reference = ANY ($1::text[])
