-- Locks the changes in a review that still waits for the vote of person $1, in the order of everybody's locks (S1).
SELECT coalesce(jsonb_agg(locked.id), '[]') AS answer
FROM (
  SELECT id FROM ticket
  WHERE stage IN ('preDevReview', 'preLaunchReview', 'closingReview')
    AND review @> jsonb_build_object(
      'reviewers', jsonb_build_array(jsonb_build_object('accountId', $1::text, 'vote', NULL)))
  ORDER BY id
  FOR NO KEY UPDATE
) AS locked
