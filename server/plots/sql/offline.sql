-- What devices brought late in each step: a stint is what one person's device brought in one minute, as long as the
-- oldest of it waited; and the actions that came back. $9: all groups and flows are asked for; then what came back
-- without a ticket counts too. Step 0 is all of the period.
-- $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 edges of the steps, $7 the first and $8 the last edge.
WITH late AS (
  SELECT actor_id, date_bin('1 minute', arrived_at, 'epoch') AS minute, count(*) AS actions, max(arrived_at - occurred_at) AS wait
  FROM activity
  WHERE actor_id IS NOT NULL AND arrived_at - occurred_at > interval '1 minute'
    AND arrived_at - occurred_at <= interval '31 days'
    AND arrived_at >= $7::timestamptz AND arrived_at < $8::timestamptz
    -- Of everything, leaving out the few that are not in sight is less than looking up all that are.
    AND CASE WHEN $9::boolean THEN ticket_id NOT IN (
      SELECT id FROM ticket WHERE restricted AND NOT ticket_in_sight(ticket, $1::uuid, $2::text, $3::text[]))
    ELSE ticket_id IN (SELECT ticket_id FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])) END
  GROUP BY actor_id, minute
), person AS (
  SELECT width_bucket(minute, $6::timestamptz[]) AS step, actor_id,
    extract(epoch FROM sum(wait)) * 1000 AS offline_ms, sum(actions) AS actions
  FROM late GROUP BY step, actor_id
), stint AS (
  SELECT coalesce(step, 0) AS step, sum(offline_ms) AS offline_ms, count(DISTINCT actor_id) AS people,
    sum(actions) AS actions
  FROM person GROUP BY GROUPING SETS ((step), ())
), returned AS (
  SELECT coalesce(step, 0) AS step, count(*) AS count
  FROM action_outcome AS outcome
  CROSS JOIN LATERAL (SELECT width_bucket(arrived_at, $6::timestamptz[]) AS step) AS placed
  WHERE outcome.outcome ->> 'kind' = 'returned'
    AND arrived_at >= $7::timestamptz AND arrived_at < $8::timestamptz
    AND CASE WHEN $9::boolean THEN coalesce(ticket_id NOT IN (
      SELECT id FROM ticket WHERE restricted AND NOT ticket_in_sight(ticket, $1::uuid, $2::text, $3::text[])), true)
    ELSE ticket_id IN (SELECT ticket_id FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])) END
  GROUP BY GROUPING SETS ((step), ())
)
SELECT jsonb_agg(jsonb_build_object('step', step, 'values', jsonb_build_object(
  'offlineMs', coalesce(round(offline_ms::numeric), 0), 'people', coalesce(people, 0), 'late', coalesce(actions, 0),
  'returned', coalesce(returned.count, 0)))) AS answer
FROM stint FULL JOIN returned USING (step)
