-- $1 ran out before, $2 how many at most.
DELETE FROM ticket_pin
WHERE (account_id, ticket_id) IN (
  SELECT account_id, ticket_id FROM ticket_pin
  WHERE until_at < $1::timestamptz
  LIMIT $2::int
  FOR UPDATE SKIP LOCKED
)
