-- Mails that were given up are due again, with all their tries; read meanwhile, they are not sent (mail/sql/claim.sql).
-- $1 the notices, or null for all.
WITH again AS (
  UPDATE outbox SET mail_due_at = clock_timestamp(), mail_attempts = 0, mail_error = NULL, mail_id = NULL
  WHERE mail_error IS NOT NULL AND mail_due_at IS NULL AND mailed_at IS NULL
    AND ($1::uuid[] IS NULL OR id = ANY ($1::uuid[]))
  RETURNING id
)
SELECT to_jsonb(count(*)) AS answer FROM again
