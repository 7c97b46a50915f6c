-- Gives each due entry one delivery a device of its person that has proved that it hears; one without such devices is
-- over, and so is one that was not written for devices.
-- $1 how many entries at most.
WITH due AS (
  SELECT id, account_id, push, read_at FROM outbox
  WHERE state = 'pending' AND due_at <= clock_timestamp()
  ORDER BY due_at LIMIT $1::int
  FOR UPDATE SKIP LOCKED
), delivery AS (
  INSERT INTO outbox_delivery (outbox_id, subscription_id, due_at)
  SELECT due.id, subscription.id, clock_timestamp()
  FROM due JOIN push_subscription AS subscription ON subscription.account_id = due.account_id
  WHERE due.push AND due.read_at IS NULL AND subscription.active_at IS NOT NULL
  -- A device that is removed at this moment is waited for and left out, not a violated foreign key.
  FOR KEY SHARE OF subscription
  ON CONFLICT DO NOTHING
  RETURNING outbox_id
)
UPDATE outbox SET
  state = CASE
    WHEN NOT due.push THEN 'unpushed'
    -- Opened in the app while its person was not to be disturbed.
    WHEN due.read_at IS NOT NULL THEN 'obsolete'
    WHEN outbox.id IN (SELECT outbox_id FROM delivery) THEN 'delivering'
    ELSE 'unheard'
  END
FROM due WHERE outbox.id = due.id
