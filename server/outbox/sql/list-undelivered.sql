-- Deliveries that were given up, the newest first, and how many there are.
-- $1 how many at most.
WITH dead AS (
  SELECT outbox_id, subscription_id, attempts, last_error, due_at
  FROM outbox_delivery WHERE state = 'dead'
  ORDER BY due_at DESC LIMIT $1::int
)
SELECT jsonb_build_object(
  'count', (SELECT count(*) FROM outbox_delivery WHERE state = 'dead'),
  'items', coalesce((
    SELECT jsonb_agg(jsonb_build_object(
      'outboxId', outbox.id,
      'subscriptionId', subscription.id,
      'at', epoch_ms(outbox.created_at),
      'accountId', account.id,
      'personName', account.name,
      'userAgent', subscription.user_agent,
      'ticketId', outbox.ticket_id,
      'flow', outbox.payload -> 'flow',
      'number', outbox.payload -> 'number',
      'kind', outbox.kind,
      'action', outbox.payload -> 'action',
      'stage', outbox.payload -> 'stage',
      'attempts', dead.attempts,
      'error', dead.last_error
    ) ORDER BY outbox.created_at DESC, outbox.id, subscription.id)
    FROM dead
    JOIN outbox ON outbox.id = dead.outbox_id
    JOIN account ON account.id = outbox.account_id
    JOIN push_subscription AS subscription ON subscription.id = dead.subscription_id), '[]')
) AS answer
