-- Given up for good: no longer listed. $1 entries and $2 devices, pair by pair (of the mail: null); both null for all.
WITH chosen AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS pair (outbox_id, subscription_id)
), devices AS (
  UPDATE outbox_delivery SET state = 'obsolete'
  WHERE state = 'dead' AND ($1::uuid[] IS NULL OR (outbox_id, subscription_id) IN (
    SELECT outbox_id, subscription_id FROM chosen WHERE subscription_id IS NOT NULL))
  RETURNING outbox_id
), mails AS (
  UPDATE outbox SET mail_error = NULL
  WHERE mail_error IS NOT NULL AND mail_due_at IS NULL AND mailed_at IS NULL AND ($1::uuid[] IS NULL OR id IN (
    SELECT outbox_id FROM chosen WHERE subscription_id IS NULL))
  RETURNING id
)
SELECT to_jsonb((SELECT count(*) FROM devices) + (SELECT count(*) FROM mails)) AS answer
