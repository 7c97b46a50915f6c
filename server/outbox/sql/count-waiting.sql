-- What waits, and how long the oldest of it is overdue, in ms.
SELECT jsonb_build_object(
  'waiting', count(*),
  'overdueMs', greatest(0, coalesce(extract(epoch FROM clock_timestamp() - min(due_at)) * 1000, 0))::bigint
) AS answer
FROM (
  SELECT due_at FROM outbox WHERE state = 'pending'
  UNION ALL
  SELECT due_at FROM outbox_delivery WHERE state = 'pending'
) AS pending
