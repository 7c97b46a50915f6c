-- $1 closed before, $2 how many at most. A ticket that someone works on right now is left to the next time.
UPDATE ticket SET expired = true
WHERE id IN (
  SELECT id FROM ticket
  WHERE closed_at < $1::timestamptz AND stage = 'closed' AND NOT expired
  ORDER BY id
  LIMIT $2::int
  FOR NO KEY UPDATE SKIP LOCKED
)
