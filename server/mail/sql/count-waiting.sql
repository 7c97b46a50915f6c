-- Mails that are overdue, and how long the oldest of it is, in ms. What waits for its quarter of an hour is none.
SELECT jsonb_build_object(
  'waiting', count(*),
  'overdueMs', greatest(0, coalesce(extract(epoch FROM clock_timestamp() - min(mail_due_at)) * 1000, 0))::bigint
) AS answer
FROM outbox WHERE mail_due_at <= statement_timestamp()
