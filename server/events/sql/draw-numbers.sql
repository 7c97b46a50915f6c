-- $1 numbers for incidents that open.
SELECT coalesce(jsonb_agg(nextval('ticket_number_incident')), '[]') AS answer FROM generate_series(1, $1::int)
