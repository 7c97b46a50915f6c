-- The changes that wait in a review, with the moment in which each asked for it: its arrival, as nobody could answer
-- before.
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'ticket', ticket_json(ticket),
  'askedAt', epoch_ms(coalesce(asked.at, ticket.stage_at))
)), '[]') AS answer
FROM ticket
LEFT JOIN LATERAL (
  SELECT max(arrived_at) AS at FROM activity
  WHERE activity.ticket_id = ticket.id AND activity.to_stage = ticket.stage
    AND activity.from_stage IS DISTINCT FROM activity.to_stage
) AS asked ON true
WHERE ticket.stage IN ('preDevReview', 'preLaunchReview', 'closingReview')
