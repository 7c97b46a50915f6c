-- What waits for devices, and for how long the oldest of it has been due, in ms. A try that failed moves the moment of the
-- next, and not this one.
SELECT jsonb_build_object(
  'waiting', count(*) FILTER (WHERE state = 'pending') + coalesce(sum(waiting), 0),
  'overdueMs', greatest(0, coalesce(
    extract(epoch FROM clock_timestamp() - min(due_at) FILTER (WHERE state = 'pending' OR waiting > 0)) * 1000, 0))::bigint
) AS answer
FROM (
  SELECT state, due_at, NULL::bigint AS waiting FROM outbox WHERE state = 'pending'
  UNION ALL
  SELECT state, due_at, (
    SELECT count(*) FROM outbox_delivery AS delivery
    WHERE delivery.outbox_id = outbox.id AND delivery.state = 'pending')
  FROM outbox WHERE state = 'delivering'
) AS entry
