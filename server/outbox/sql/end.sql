-- Ends one delivery. What the push service took is sent, whoever holds the claim by now; every other end is the
-- claim holder's alone.
-- $1 outbox, $2 subscription, $3 attempt, $4 state, $5 error or null.
WITH ended AS (
  UPDATE outbox_delivery SET
    state = $4,
    last_error = $5,
    sent_at = CASE WHEN $4 = 'sent' THEN clock_timestamp() END
  WHERE outbox_id = $1::uuid AND subscription_id = $2::uuid AND state = 'pending'
    AND ($4 = 'sent' OR attempts = $3::int)
  RETURNING subscription_id
)
UPDATE push_subscription SET
  last_success_at = CASE WHEN $4 = 'sent' THEN clock_timestamp() ELSE last_success_at END,
  failures = CASE WHEN $4 = 'sent' THEN 0 ELSE failures + 1 END,
  last_error = CASE WHEN $4 = 'dead' THEN $5 END
WHERE $4 IN ('sent', 'dead') AND id IN (SELECT subscription_id FROM ended)
