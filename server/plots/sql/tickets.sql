-- The tickets behind a figure, a page of them, the newest first; of open work the oldest. `at` is what a ticket is
-- listed by. $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 from and $7 until, $8 now,
-- $9 the choice (core/plots/ticket-list.ts), $10 and $11 where the page before ended, as `at` in ms and the ticket's
-- id (null: the first page), $12 how many.
WITH fact AS NOT MATERIALIZED (
  SELECT * FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
), behind AS (
  SELECT ticket_id, opened_at AS at, NULL::double precision AS took_ms
  FROM fact WHERE $9::jsonb ->> 'kind' = 'open' AND closed_at IS NULL
    AND ($9::jsonb ->> 'stage' IS NULL OR stage = $9::jsonb ->> 'stage')
    AND opened_at <= $8::timestamptz - make_interval(hours => 24 * ($9::jsonb ->> 'days')::int)
  UNION ALL
  SELECT ticket_id, answered_at, answer_ms
  FROM fact WHERE $9::jsonb ->> 'kind' = 'answered' AND outcome IS DISTINCT FROM 'cancelled'
    AND answered_at >= $6::timestamptz AND answered_at < $7::timestamptz
  UNION ALL
  SELECT ticket_id, closed_at, resolve_ms
  FROM fact WHERE $9::jsonb ->> 'kind' = 'resolved' AND outcome <> 'cancelled'
    AND closed_at >= $6::timestamptz AND closed_at < $7::timestamptz
  UNION ALL
  SELECT ticket_id, closed_at, resolve_ms
  FROM fact WHERE $9::jsonb ->> 'kind' = 'breached'
    AND CASE $9::jsonb ->> 'clock' WHEN 'response' THEN NOT response_met ELSE NOT resolution_met END
    AND closed_at >= $6::timestamptz AND closed_at < $7::timestamptz
  UNION ALL
  SELECT ticket_id, max(at), NULL
  FROM fact CROSS JOIN unnest(reopenings) AS at
  WHERE $9::jsonb ->> 'kind' = 'reopened' AND at >= $6::timestamptz AND at < $7::timestamptz
  GROUP BY ticket_id
  UNION ALL
  SELECT ticket_id, opened_at, NULL
  FROM fact WHERE $9::jsonb ->> 'kind' = 'recurring' AND recurs
    AND opened_at >= $6::timestamptz AND opened_at < $7::timestamptz
  UNION ALL
  SELECT ticket_id, closed_at, NULL
  FROM fact WHERE $9::jsonb ->> 'kind' = 'changes' AND outcome = 'completed' AND code = $9::jsonb ->> 'code'
    AND closed_at >= $6::timestamptz AND closed_at < $7::timestamptz
  UNION ALL
  SELECT ticket_id, max(decided_at), max(wait_ms)
  FROM fact JOIN review_wait USING (ticket_id)
  WHERE $9::jsonb ->> 'kind' = 'reviews' AND decided_at >= $6::timestamptz AND decided_at < $7::timestamptz
    AND ($9::jsonb ->> 'stage' IS NULL OR review_wait.stage = $9::jsonb ->> 'stage')
  GROUP BY ticket_id
), page AS (
  -- As an age, the oldest and the newest first are one order.
  SELECT * FROM (
    SELECT ticket_id, at, took_ms, CASE WHEN $9::jsonb ->> 'kind' = 'open' THEN at - $8::timestamptz ELSE $8::timestamptz - at END AS age
    FROM behind) AS aged
  WHERE $11::uuid IS NULL
    OR (age, ticket_id) > (CASE WHEN $9::jsonb ->> 'kind' = 'open' THEN ms_time($10::float8) - $8::timestamptz
      ELSE $8::timestamptz - ms_time($10::float8) END, $11::uuid)
  ORDER BY age, ticket_id
  LIMIT $12::int
)
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'id', ticket.id, 'flow', ticket.flow, 'number', ticket.number, 'title', ticket.title, 'stage', ticket.stage,
  'outcome', ticket.outcome, 'priority', ticket.priority, 'groupId', ticket.assigned_group_id,
  'at', epoch_ms(page.at), 'tookMs', page.took_ms
) ORDER BY page.age, page.ticket_id), '[]') AS answer
FROM page JOIN ticket ON ticket.id = page.ticket_id
