-- Holds accounts as they are until COMMIT, by id, after the tickets and before the counter (S1): who deactivates one of
-- them or changes a role waits, foreign keys do not. Answers them as they are once nobody else holds them. $1 accounts.
WITH held AS MATERIALIZED (
  SELECT id, active, role FROM account WHERE id = ANY ($1::uuid[]) ORDER BY id FOR SHARE
)
SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'active', active, 'role', role)), '[]') AS answer FROM held
