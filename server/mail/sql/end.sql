-- Ends the mail of these notices. What the server took is sent, whoever holds the claim by now; every other end is the
-- claim holder's alone.
-- $1 the notices, $2 their attempts, $3 state: sent, obsolete or dead, $4 error or null.
UPDATE outbox SET
  mail_due_at = NULL,
  mail_error = $4,
  mailed_at = CASE WHEN $3 = 'sent' THEN clock_timestamp() ELSE mailed_at END
FROM unnest($1::uuid[], $2::int[]) AS mine (id, attempt)
WHERE outbox.id = mine.id AND outbox.mailed_at IS NULL
  AND ($3 = 'sent' OR outbox.mail_due_at IS NOT NULL AND outbox.mail_attempts = mine.attempt)
