-- Claims due deliveries: until the lease ends nobody else sees them as due; then they are due again.
-- $1 how many at most, $2 lease in ms.
WITH due AS (
  SELECT outbox_id, subscription_id FROM outbox_delivery
  WHERE state = 'pending' AND due_at <= clock_timestamp()
  ORDER BY due_at LIMIT $1::int
  FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE outbox_delivery AS delivery SET
    attempts = delivery.attempts + 1,
    due_at = clock_timestamp() + $2::double precision * interval '1 millisecond'
  FROM due
  WHERE delivery.outbox_id = due.outbox_id AND delivery.subscription_id = due.subscription_id
  RETURNING delivery.outbox_id, delivery.subscription_id, delivery.attempts
)
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'outboxId', outbox.id,
  'attempt', claimed.attempts,
  'kind', outbox.kind,
  'payload', outbox.payload,
  'createdAt', epoch_ms(outbox.created_at),
  'dueAt', epoch_ms(outbox.due_at),
  'isRead', outbox.read_at IS NOT NULL,
  'subscription', jsonb_build_object(
    'id', subscription.id, 'endpoint', subscription.endpoint, 'p256dh', subscription.p256dh,
    'auth', subscription.auth, 'vapidKey', subscription.vapid_key, 'locale', subscription.locale,
    'showsTitles', subscription.shows_titles),
  'person', jsonb_build_object(
    'id', account.id, 'role', account.role, 'active', account.active,
    'groupIds', coalesce((
      SELECT jsonb_agg(group_id) FROM membership WHERE membership.account_id = account.id), '[]')),
  'zone', (SELECT zone FROM notify_setting WHERE notify_setting.account_id = account.id),
  -- Only Apple's devices are told the number (core/push/push-payload.ts); the others count for themselves.
  'unread', CASE WHEN subscription.endpoint LIKE 'https://%.push.apple.com/%' THEN (
    SELECT count(*) FROM outbox AS notice
    WHERE notice.account_id = account.id AND notice.read_at IS NULL AND is_notice(notice)) ELSE 0 END,
  'ticket', (SELECT ticket_json(ticket) FROM ticket WHERE ticket.id = outbox.ticket_id)
)), '[]') AS answer
FROM claimed
JOIN outbox ON outbox.id = claimed.outbox_id
JOIN push_subscription AS subscription ON subscription.id = claimed.subscription_id
JOIN account ON account.id = outbox.account_id
