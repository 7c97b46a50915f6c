-- What was given up on its way, to devices and by mail, the newest first, and how much there is.
-- $1 how many at most.
WITH dead AS (
  (SELECT delivery.outbox_id, delivery.subscription_id, delivery.attempts, delivery.last_error AS error, delivery.due_at AS at
  FROM outbox_delivery AS delivery WHERE delivery.state = 'dead'
  ORDER BY delivery.due_at DESC LIMIT $1::int)
  UNION ALL
  (SELECT id, NULL, mail_attempts, mail_error, created_at FROM outbox
  WHERE mail_error IS NOT NULL AND mail_due_at IS NULL AND mailed_at IS NULL
  ORDER BY created_at DESC LIMIT $1::int)
), newest AS (
  SELECT * FROM dead ORDER BY at DESC LIMIT $1::int
)
SELECT jsonb_build_object(
  'count', (SELECT count(*) FROM outbox_delivery WHERE state = 'dead')
    + (SELECT count(*) FROM outbox WHERE mail_error IS NOT NULL AND mail_due_at IS NULL AND mailed_at IS NULL),
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
      'attempts', newest.attempts,
      'error', newest.error
    ) ORDER BY outbox.created_at DESC, outbox.id, subscription.id)
    FROM newest
    JOIN outbox ON outbox.id = newest.outbox_id
    JOIN account ON account.id = outbox.account_id
    LEFT JOIN push_subscription AS subscription ON subscription.id = newest.subscription_id), '[]')
) AS answer
