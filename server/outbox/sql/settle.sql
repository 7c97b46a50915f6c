-- Closes entries whose deliveries have all ended. Runs after the end it follows has committed, so that of two last
-- deliveries ended at once the later one sees both.
-- $1 the entries, or null for all (one whose process was killed in between).
UPDATE outbox SET
  state = (
    SELECT CASE
      WHEN bool_or(state = 'sent') THEN 'sent'
      WHEN bool_or(state = 'dead') THEN 'dead'
      WHEN bool_or(state = 'obsolete') THEN 'obsolete'
      ELSE 'unheard'
    END
    FROM outbox_delivery WHERE outbox_id = outbox.id),
  last_error = (
    SELECT max(last_error) FROM outbox_delivery WHERE outbox_id = outbox.id AND outbox_delivery.state = 'dead')
WHERE state = 'delivering' AND ($1::uuid[] IS NULL OR id = ANY ($1::uuid[]))
  AND NOT EXISTS (SELECT FROM outbox_delivery WHERE outbox_id = outbox.id AND outbox_delivery.state = 'pending')
