-- Deliveries that were given up are due again, with all their tries; whether they are still worth saying is asked when
-- they are sent, as always.
-- $1 entries and $2 devices, pair by pair; both null for all.
WITH again AS (
  UPDATE outbox_delivery SET state = 'pending', attempts = 0, due_at = clock_timestamp()
  WHERE state = 'dead' AND ($1::uuid[] IS NULL OR (outbox_id, subscription_id) IN (
    SELECT * FROM unnest($1::uuid[], $2::uuid[])))
  RETURNING outbox_id
), entry AS (
  UPDATE outbox SET state = 'delivering', last_error = NULL WHERE id IN (SELECT outbox_id FROM again)
)
SELECT to_jsonb(count(*)) AS answer FROM again
