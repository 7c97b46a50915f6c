-- Locks the changes in a review that waits for the vote of somebody inactive, by id (S1): $1 of them at most. What
-- another has locked is left to the next look.
SELECT coalesce(jsonb_agg(locked.id), '[]') AS answer
FROM (
  SELECT ticket.id FROM ticket
  WHERE stage IN ('preDevReview', 'preLaunchReview', 'closingReview') AND EXISTS (
    SELECT FROM jsonb_array_elements(review -> 'reviewers') AS reviewer
    JOIN account ON account.id = (reviewer ->> 'accountId')::uuid
    WHERE reviewer -> 'vote' = 'null' AND NOT account.active)
  ORDER BY ticket.id
  LIMIT $1::int
  FOR NO KEY UPDATE OF ticket SKIP LOCKED
) AS locked
