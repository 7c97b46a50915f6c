-- Writes down what a push service said of a probe. What it took is accepted, whoever holds the claim by now.
-- $1 probe, $2 attempt, $3 state (accepted, dead, or pending: once more later), $4 error or null, $5 delay in ms.
WITH ended AS (
  UPDATE push_probe SET
    state = $3,
    last_error = $4,
    accepted_at = CASE WHEN $3 = 'accepted' THEN clock_timestamp() END,
    due_at = CASE WHEN $3 = 'pending'
      THEN clock_timestamp() + $5::double precision * interval '1 millisecond' ELSE due_at END
  WHERE id = $1::uuid AND state = 'pending' AND ($3 = 'accepted' OR attempts = $2::int)
  RETURNING subscription_id
)
UPDATE push_subscription SET
  last_success_at = CASE WHEN $3 = 'accepted' THEN clock_timestamp() ELSE last_success_at END,
  failures = CASE WHEN $3 = 'accepted' THEN 0 ELSE failures + 1 END,
  last_error = $4
WHERE id IN (SELECT subscription_id FROM ended)
