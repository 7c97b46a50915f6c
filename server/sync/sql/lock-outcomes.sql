-- A1: what was decided of actions that are chosen about or settled; locked after the tickets, by action.
-- $1 account, $2 actions.
WITH locked AS MATERIALIZED (
  SELECT action_id FROM action_outcome
  WHERE account_id = $1::uuid AND action_id = ANY ($2::uuid[])
  ORDER BY action_id
  FOR NO KEY UPDATE
)
SELECT to_jsonb(count(*)) AS answer FROM locked
