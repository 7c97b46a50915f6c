-- What became of one try, if the claim is still this one's. $1 message, $2 attempt, $3 sent, dead, or pending again,
-- $4 ms until then, $5 error or null, $6 whether its receiver is gone for good (410): then its webhook stops, and what
-- waits for it is given up.
WITH ended AS (
  UPDATE webhook_delivery SET
    state = $3::text, error = $5::text, leased_until = NULL,
    due_at = clock_timestamp() + $4::double precision * interval '1 millisecond'
  WHERE id = $1::uuid AND state = 'pending' AND attempts = $2::int
  RETURNING webhook_id
), told AS (
  UPDATE webhook SET
    last_success_at = CASE WHEN $3::text = 'sent' THEN clock_timestamp() ELSE last_success_at END,
    last_failure_at = CASE WHEN $3::text = 'sent' THEN last_failure_at ELSE clock_timestamp() END,
    last_error = CASE WHEN $3::text = 'sent' THEN last_error ELSE $5::text END,
    active = active AND NOT $6::boolean,
    stopped = CASE WHEN $6::boolean THEN 'gone' ELSE stopped END
  FROM ended WHERE webhook.id = ended.webhook_id
)
UPDATE webhook_delivery SET state = 'dead', error = $5::text
FROM ended WHERE $6::boolean AND webhook_delivery.webhook_id = ended.webhook_id AND state = 'pending'
  AND webhook_delivery.id <> $1::uuid
