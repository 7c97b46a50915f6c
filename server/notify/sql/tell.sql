-- Writes what is due, each once however many processes look (S5): the key is what waits and the person. Only of tickets
-- that are as they were read: an action such as a vote waits until this is committed and then finds it to take back,
-- or was first, and then nothing is written; what is still due is told at the next look.
-- $1 the addressed rows as JSON, $2 the versions that were read by ticket.
WITH told AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS row (
    key text, kind text, "accountId" uuid, "ticketId" uuid, payload jsonb, inbox boolean, push boolean, mail boolean,
    "dueAt" double precision, "mailDueAt" double precision)
), unchanged AS MATERIALIZED (
  -- By id, as everybody locks tickets (S1).
  SELECT id FROM ticket
  WHERE id IN (SELECT "ticketId" FROM told) AND version = ($2::jsonb ->> id::text)::int
  ORDER BY id
  FOR SHARE
)
INSERT INTO outbox (key, kind, account_id, ticket_id, payload, inbox, push, mail, due_at, mail_due_at)
SELECT key, kind, "accountId", "ticketId", payload, inbox, push, mail, ms_time("dueAt"), ms_time("mailDueAt")
FROM told JOIN unchanged ON unchanged.id = "ticketId"
ON CONFLICT (key) DO NOTHING
