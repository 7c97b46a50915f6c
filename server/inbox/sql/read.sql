-- Marks notices as read, once; whose they are not is not touched. Answers those that are this person's at all.
-- $1 account, $2 notices.
WITH own AS (
  SELECT id, read_at FROM outbox WHERE account_id = $1::uuid AND id = ANY ($2::uuid[]) AND inbox
), marked AS (
  UPDATE outbox SET read_at = clock_timestamp() FROM own WHERE outbox.id = own.id AND own.read_at IS NULL
  RETURNING outbox.id
)
SELECT jsonb_build_object(
  'known', coalesce((SELECT jsonb_agg(id) FROM own), '[]'),
  'marked', (SELECT count(*) FROM marked)
) AS answer
