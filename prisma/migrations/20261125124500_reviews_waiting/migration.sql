-- The few changes that wait in a review, among all tickets: looked at every few seconds (server/reviews).
CREATE INDEX ticket_in_review ON ticket (stage_at)
  WHERE stage IN ('preDevReview', 'preLaunchReview', 'closingReview');
