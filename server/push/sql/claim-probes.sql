-- Claims due probes: until the lease ends nobody else sees them as due; then they are due again.
-- $1 how many at most, $2 lease in ms.
WITH due AS (
  SELECT id FROM push_probe
  WHERE state = 'pending' AND due_at <= clock_timestamp()
  ORDER BY due_at LIMIT $1::int
  FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE push_probe AS probe SET
    attempts = probe.attempts + 1,
    sent_at = clock_timestamp(),
    due_at = clock_timestamp() + $2::double precision * interval '1 millisecond'
  FROM due
  WHERE probe.id = due.id
  RETURNING probe.id, probe.subscription_id, probe.kind, probe.token, probe.attempts
)
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'id', claimed.id,
  'kind', claimed.kind,
  'token', claimed.token,
  'attempt', claimed.attempts,
  'accountId', subscription.account_id,
  'subscription', jsonb_build_object(
    'id', subscription.id, 'endpoint', subscription.endpoint, 'p256dh', subscription.p256dh,
    'auth', subscription.auth, 'vapidKey', subscription.vapid_key, 'locale', subscription.locale,
    'showsTitles', subscription.shows_titles)
)), '[]') AS answer
FROM claimed
JOIN push_subscription AS subscription ON subscription.id = claimed.subscription_id
JOIN account ON account.id = subscription.account_id AND account.active
