-- Mails that are overdue, and for how long the oldest of it has been due, in ms. What waits for its quarter of an hour is
-- none; a try that failed moves the moment of the next, and not this one.
SELECT jsonb_build_object(
  'waiting', count(*),
  'overdueMs', greatest(0, coalesce(extract(epoch FROM clock_timestamp() - min(
    least(mail_due_at, created_at + CASE WHEN mail THEN interval '0' ELSE interval '15 minutes' END))) * 1000, 0))::bigint
) AS answer
FROM outbox
WHERE mail_due_at IS NOT NULL AND (mail_attempts > 0 OR mail_due_at <= statement_timestamp())
