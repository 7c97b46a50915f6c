-- Keeps what the tickets $2 were called where they came from, $1.
INSERT INTO imported_ticket (reference, ticket_id)
SELECT named.reference, named.ticket_id FROM unnest($1::text[], $2::uuid[]) AS named (reference, ticket_id)
