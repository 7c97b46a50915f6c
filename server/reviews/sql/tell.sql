-- Writes what is due, each once however many processes look (S5): the key is the review, its revision and the person.
-- $1 the rows as JSON.
INSERT INTO outbox (key, kind, account_id, ticket_id, payload)
SELECT row ->> 'key', row ->> 'kind', (row ->> 'accountId')::uuid, (row ->> 'ticketId')::uuid, row -> 'payload'
FROM jsonb_array_elements($1::jsonb) AS row
ON CONFLICT (key) DO NOTHING
