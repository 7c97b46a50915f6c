-- The changes in a review that still waits for the vote of person $1, by id.
SELECT coalesce(jsonb_agg(ticket_json(ticket) ORDER BY id), '[]') AS answer
FROM ticket
WHERE stage IN ('preDevReview', 'preLaunchReview', 'closingReview')
  AND review @> jsonb_build_object(
    'reviewers', jsonb_build_array(jsonb_build_object('accountId', $1::text, 'vote', NULL)))
