-- R4: one page of what the viewer holds, newest ids first, with timelines. Lane 0 is the open work with the viewer on
-- it; lane 1 is everything, lane 0 once more: a ticket that changes lanes between two pages is not missed.
-- $1 scopes, $2 viewer, $3 role, $4 lane, $5 id before the page or null, $6 tickets a page,
-- $7 scopes that give sight, $8 what an earlier page counted, or null: only then is what comes before this one walked too.
WITH held AS MATERIALIZED (
  SELECT ticket.id, ticket.stage <> 'closed' AND 'p:' || $2 = ANY (ticket.direct_scopes) AS is_mine
  FROM ticket
  WHERE ticket.scopes && $1::text[] AND ticket_in_sight(ticket, $2::uuid, $3::text, $7::text[])
    AND ($8::int IS NULL OR $5::uuid IS NULL OR ticket.id < $5::uuid)
), chosen AS MATERIALIZED (
  SELECT held.id FROM held
  WHERE ($4::int = 1 OR held.is_mine) AND ($5::uuid IS NULL OR held.id < $5::uuid)
  ORDER BY held.id DESC
  LIMIT $6::int
)
SELECT json_build_object(
  'total', coalesce($8::int, (SELECT count(*) FROM held)),
  -- Each by its key: a join of the two in order would walk all tickets down to this page.
  'tickets', coalesce((
    SELECT json_agg(found.wire ORDER BY chosen.id DESC)
    FROM chosen CROSS JOIN LATERAL (
      SELECT CASE
        -- What it repeats is not a requester's to know (A9).
        WHEN $3::text = 'requester' THEN (to_jsonb(ticket_wire) - 'recurrence')::json ELSE row_to_json(ticket_wire)
      END AS wire
      FROM ticket_wire WHERE ticket_wire.id = chosen.id OFFSET 0) AS found), '[]'),
  'activities', coalesce((
    SELECT json_agg(found.wire)
    FROM chosen CROSS JOIN LATERAL (
      SELECT row_to_json(activity_wire) AS wire FROM activity_wire WHERE "ticketId" = chosen.id OFFSET 0) AS found), '[]')
) AS answer
