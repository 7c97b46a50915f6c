-- R6: what the viewer holds, in so few words that two sides can compare it. Mirrored by client/replica/digest.ts.
-- $1 scopes, $2 viewer, $3 role, $4 scopes that give sight.
WITH held AS MATERIALIZED (
  SELECT ticket.id, ticket.version
  FROM ticket
  WHERE ticket.scopes && $1::text[] AND ticket_in_sight(ticket, $2::uuid, $3::text, $4::text[])
)
SELECT jsonb_build_object(
  'tickets', (SELECT count(*) FROM held),
  'lines', coalesce((
    SELECT sum(timeline.lines) FROM held CROSS JOIN LATERAL (
      SELECT count(*) AS lines FROM activity WHERE activity.ticket_id = held.id) AS timeline), 0),
  'hash', encode(sha256(convert_to(coalesce((
    SELECT string_agg(id || ' ' || version, ',' ORDER BY id) FROM held), ''), 'UTF8')), 'hex')
) AS answer
