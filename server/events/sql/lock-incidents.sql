-- Locks incidents and what is linked to them, by id (S1), after everything of the events; answers what judging asks of
-- the incidents. `touched`: a person has a line on it. $1 incidents.
WITH wanted AS MATERIALIZED (
  -- Together, and not the one OR the other: that would look at every ticket there is.
  SELECT unnest($1::uuid[]) AS id
  UNION
  SELECT linked_id FROM ticket_link WHERE ticket_id = ANY ($1::uuid[])
), locked AS MATERIALIZED (
  SELECT id, stage, outcome, closed_at FROM ticket
  WHERE id = ANY (ARRAY(SELECT id FROM wanted))
  ORDER BY id
  FOR NO KEY UPDATE
)
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'id', id, 'stage', stage, 'outcome', outcome, 'closedAt', epoch_ms(closed_at),
  'touched', EXISTS (SELECT FROM activity WHERE ticket_id = locked.id AND actor_id IS NOT NULL)
)), '[]') AS answer
FROM locked WHERE id = ANY ($1::uuid[])
