-- What else is expected of the same account and was named before, since a time. $1 attachment, $2 since.
SELECT jsonb_build_object('count', count(*), 'sizeBytes', coalesce(sum(other.size_bytes), 0)) AS answer
FROM attachment AS mine
JOIN attachment AS other ON other.account_id = mine.account_id AND other.state = 'expected'
  AND other.created_at >= $2::timestamptz AND (other.created_at, other.id) < (mine.created_at, mine.id)
WHERE mine.id = $1::uuid
