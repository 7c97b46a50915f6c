-- Locks incidents and what is linked to them, by id (S1), after everything of the events. What judging asks of them is
-- asked afterwards (incident-facts.sql): who waits here would read their lines as they were before the wait. $1 incidents.
WITH wanted AS MATERIALIZED (
  -- Together, and not the one OR the other: that would look at every ticket there is.
  SELECT unnest($1::uuid[]) AS id
  UNION
  SELECT linked_id FROM ticket_link WHERE ticket_id = ANY ($1::uuid[])
), locked AS MATERIALIZED (
  SELECT id FROM ticket
  WHERE id = ANY (ARRAY(SELECT id FROM wanted))
  ORDER BY id
  FOR NO KEY UPDATE
)
SELECT to_jsonb(count(*)) AS answer FROM locked
