-- Claims due messages: until the lease ends nobody else sees them as due; then they are due again. $1 how many at most,
-- $2 lease in ms, $3 how many of one webhook at once: a slow receiver must not hold up the others.
WITH due AS (
  SELECT of_hook.id FROM webhook AS hook
  CROSS JOIN LATERAL (
    SELECT delivery.id FROM webhook_delivery AS delivery
    WHERE delivery.webhook_id = hook.id AND delivery.state = 'pending' AND delivery.due_at <= clock_timestamp()
    ORDER BY delivery.due_at
    LIMIT greatest(0, $3::int - (
      SELECT count(*) FROM webhook_delivery AS sent
      WHERE sent.webhook_id = hook.id AND sent.state = 'pending' AND sent.leased_until > clock_timestamp())::int)
    FOR UPDATE SKIP LOCKED
  ) AS of_hook
  WHERE hook.active
  LIMIT $1::int
), claimed AS (
  UPDATE webhook_delivery AS delivery SET
    attempts = delivery.attempts + 1,
    due_at = clock_timestamp() + $2::double precision * interval '1 millisecond',
    leased_until = clock_timestamp() + $2::double precision * interval '1 millisecond'
  FROM due WHERE delivery.id = due.id
  RETURNING delivery.*
)
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'id', claimed.id, 'webhookId', claimed.webhook_id, 'attempt', claimed.attempts, 'event', claimed.event,
  'facts', claimed.facts, 'createdAt', epoch_ms(claimed.created_at), 'url', hook.url,
  'secrets', to_jsonb(array_remove(ARRAY[hook.secret,
    CASE WHEN hook.previous_secret_until > clock_timestamp() THEN hook.previous_secret END], NULL))
)), '[]') AS answer
FROM claimed JOIN webhook AS hook ON hook.id = claimed.webhook_id
