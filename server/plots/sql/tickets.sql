-- The tickets behind a figure, a page of them, the newest first; of open work the oldest. `at` is what a ticket is
-- listed by. $1 viewer, $2 role, $3 scopes, $4 groups (null: all), $5 flows, $6 from and $7 until, $8 now,
-- $9 the choice (core/plots/ticket-list.ts), $10 and $11 where the page before ended, as `at` in ms and the ticket's
-- id (null: the first page), $12 how many.
WITH fact AS NOT MATERIALIZED (
  SELECT * FROM facts_in_sight($1::uuid, $2::text, $3::text[], $4::uuid[], $5::text[])
), asked AS (
  SELECT $9::jsonb ->> 'kind' AS kind
), behind AS (
  SELECT ticket_id, opened_at AS at, epoch_ms($8::timestamptz) - epoch_ms(opened_at) AS took_ms
  FROM fact WHERE $9::jsonb ->> 'kind' = 'open' AND closed_at IS NULL
    AND ($9::jsonb ->> 'stage' IS NULL OR stage = $9::jsonb ->> 'stage')
    AND opened_at <= $8::timestamptz - make_interval(hours => 24 * ($9::jsonb ->> 'days')::int)
  UNION ALL
  SELECT ticket_id, answered_at, greatest(epoch_ms(answered_at) - epoch_ms(opened_at), 0)
  FROM fact WHERE $9::jsonb ->> 'kind' = 'answered' AND outcome IS DISTINCT FROM 'cancelled'
    AND answered_at >= $6::timestamptz AND answered_at < $7::timestamptz
  UNION ALL
  SELECT ticket_id, closed_at, greatest(epoch_ms(closed_at) - epoch_ms(opened_at), 0)
  FROM fact WHERE $9::jsonb ->> 'kind' = 'resolved' AND outcome <> 'cancelled'
    AND closed_at >= $6::timestamptz AND closed_at < $7::timestamptz
  UNION ALL
  SELECT ticket_id, closed_at, greatest(epoch_ms(closed_at) - epoch_ms(opened_at), 0)
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
  SELECT ticket_id, max(decided_at), max(epoch_ms(decided_at) - epoch_ms(entered_at))
  FROM fact JOIN review_wait USING (ticket_id)
  WHERE $9::jsonb ->> 'kind' = 'reviews' AND decided_at >= $6::timestamptz AND decided_at < $7::timestamptz
    AND ($9::jsonb ->> 'stage' IS NULL OR review_wait.stage = $9::jsonb ->> 'stage')
  GROUP BY ticket_id
), page AS (
  SELECT ticket_id, at, took_ms, CASE kind WHEN 'open' THEN -epoch_ms(at) ELSE epoch_ms(at) END AS rank
  FROM behind CROSS JOIN asked
  WHERE $11::uuid IS NULL
    OR (CASE kind WHEN 'open' THEN -epoch_ms(at) ELSE epoch_ms(at) END, ticket_id)
      < (CASE kind WHEN 'open' THEN -$10::bigint ELSE $10::bigint END, $11::uuid)
  ORDER BY rank DESC, ticket_id DESC
  LIMIT $12::int
)
SELECT coalesce(jsonb_agg(jsonb_build_object(
  'id', ticket.id, 'flow', ticket.flow, 'number', ticket.number, 'title', ticket.title, 'stage', ticket.stage,
  'outcome', ticket.outcome, 'priority', ticket.priority, 'groupId', ticket.assigned_group_id,
  'at', epoch_ms(page.at), 'tookMs', page.took_ms
) ORDER BY page.rank DESC, page.ticket_id DESC), '[]') AS answer
FROM page JOIN ticket ON ticket.id = page.ticket_id
