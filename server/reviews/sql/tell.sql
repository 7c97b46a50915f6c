-- Writes what is due, each once however many processes look (S5): the key is the review, its revision and the person.
-- $1 the addressed rows as JSON.
INSERT INTO outbox (key, kind, account_id, ticket_id, payload, inbox, push, mail, due_at)
SELECT key, kind, "accountId", "ticketId", payload, inbox, push, mail, ms_time("dueAt")
FROM jsonb_to_recordset($1::jsonb) AS row (
  key text, kind text, "accountId" uuid, "ticketId" uuid, payload jsonb, inbox boolean, push boolean, mail boolean,
  "dueAt" double precision)
ON CONFLICT (key) DO NOTHING
