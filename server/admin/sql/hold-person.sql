-- Takes the row of person $1 until COMMIT: who newly names them on a ticket waits (server/sync/hold-named.ts), foreign
-- keys do not.
WITH held AS MATERIALIZED (
  SELECT id FROM account WHERE id = $1::uuid FOR NO KEY UPDATE
)
SELECT to_jsonb(id) AS answer FROM held
