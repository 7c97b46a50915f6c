-- Makes one delivery due again later, if the claim is still the asker's; `whole device` says that nothing at all
-- may go to the device before then.
-- $1 outbox, $2 subscription, $3 attempt, $4 delay in ms, $5 error, $6 whole device.
WITH later AS (
  SELECT clock_timestamp() + $4::double precision * interval '1 millisecond' AS at
), others AS (
  UPDATE outbox_delivery SET due_at = later.at
  FROM later
  WHERE $6::boolean AND subscription_id = $2::uuid AND outbox_id <> $1::uuid AND state = 'pending'
    AND due_at < later.at
), failed AS (
  UPDATE push_subscription SET failures = failures + 1, last_error = $5 WHERE id = $2::uuid
)
UPDATE outbox_delivery SET due_at = later.at, last_error = $5
FROM later
WHERE outbox_id = $1::uuid AND subscription_id = $2::uuid AND state = 'pending' AND attempts = $3::int
