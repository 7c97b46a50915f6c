-- What devices brought late in each step: a stint is what one person's device brought in one minute, as long as the
-- oldest of it waited; and the actions that came back. What came back without a ticket counts where all are asked for
-- ($9). Step 0 is all of the period.
-- $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 edges of the steps, $7 the first and $8 the last edge.
WITH fact AS MATERIALIZED (
  SELECT ticket_id FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
), late AS (
  SELECT activity.actor_id, date_trunc('minute', activity.arrived_at) AS minute, count(*) AS actions,
    max(epoch_ms(activity.arrived_at) - epoch_ms(activity.occurred_at)) AS wait_ms
  FROM activity JOIN fact USING (ticket_id)
  WHERE actor_id IS NOT NULL AND arrived_at - occurred_at > interval '1 minute'
    AND arrived_at - occurred_at <= interval '31 days'
    AND arrived_at >= $7::timestamptz AND arrived_at < $8::timestamptz
  GROUP BY actor_id, minute
), stint AS (
  SELECT coalesce(step, 0) AS step, sum(wait_ms) AS offline_ms, count(DISTINCT actor_id) AS people,
    sum(actions) AS actions
  FROM late CROSS JOIN LATERAL (SELECT width_bucket(minute, $6::timestamptz[]) AS step) AS placed
  GROUP BY GROUPING SETS ((step), ())
), returned AS (
  SELECT coalesce(step, 0) AS step, count(*) AS count
  FROM action_outcome AS outcome
  CROSS JOIN LATERAL (SELECT width_bucket(arrived_at, $6::timestamptz[]) AS step) AS placed
  WHERE outcome.outcome ->> 'kind' = 'returned'
    AND arrived_at >= $7::timestamptz AND arrived_at < $8::timestamptz
    AND (ticket_id IN (SELECT ticket_id FROM fact)
      OR $9::boolean AND NOT EXISTS (SELECT FROM ticket_fact WHERE ticket_fact.ticket_id = outcome.ticket_id))
  GROUP BY GROUPING SETS ((step), ())
)
SELECT jsonb_agg(jsonb_build_object('step', step, 'values', jsonb_build_object(
  'offlineMs', coalesce(offline_ms, 0), 'people', coalesce(people, 0), 'late', coalesce(actions, 0),
  'returned', coalesce(returned.count, 0)))) AS answer
FROM stint FULL JOIN returned USING (step)
