-- A device gives back what came through push: it hears, and from now on it is told things.
-- $1 token, $2 account, $3 hop, $4 how old a probe may be, in ms. Answers whether there is such a probe.
WITH confirmed AS (
  UPDATE push_probe AS probe SET
    received_at = coalesce(probe.received_at, clock_timestamp()),
    shown_at = CASE WHEN $3 = 'shown' THEN coalesce(probe.shown_at, clock_timestamp()) ELSE probe.shown_at END
  FROM push_subscription AS subscription
  WHERE probe.token = $1 AND subscription.id = probe.subscription_id AND subscription.account_id = $2::uuid
    AND probe.queued_at > clock_timestamp() - $4::double precision * interval '1 millisecond'
  RETURNING probe.subscription_id
), was AS (
  SELECT id, active_at FROM push_subscription WHERE id IN (SELECT subscription_id FROM confirmed)
  FOR NO KEY UPDATE
), heard AS (
  UPDATE push_subscription AS subscription SET
    heard_at = clock_timestamp(),
    active_at = coalesce(subscription.active_at, clock_timestamp())
  FROM was WHERE subscription.id = was.id
  RETURNING subscription.account_id, was.active_at IS NULL AS is_new
), missed AS (
  -- What came while the device was proving itself, and no other one heard.
  UPDATE outbox SET state = 'pending', due_at = clock_timestamp()
  FROM heard
  WHERE heard.is_new AND outbox.account_id = heard.account_id AND outbox.state = 'unheard' AND outbox.push
    AND outbox.read_at IS NULL AND outbox.due_at >= (
      SELECT min(queued_at) FROM push_probe WHERE subscription_id IN (SELECT subscription_id FROM confirmed))
    AND outbox.created_at > clock_timestamp() - interval '7 days'
)
SELECT to_jsonb(count(*) > 0) AS answer FROM confirmed
