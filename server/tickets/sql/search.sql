-- The newest tickets in the viewer's sight that match, closed and expired ones too (R8).
-- $1 viewer, $2 role, $3 scopes, $4 pattern of LIKE, $5 human number or null, $6 its kind, $7 how many at most, $8 the
-- words as they are, also what a ticket may have been called where it came from, $9 how many hits are looked through one
-- by one. Pairs of characters find the few that have rare words; what more have than that is soon found by looking from
-- the newest on, and would be slow to sort.
WITH asked AS MATERIALIZED (
  SELECT search_pairs($8::text) AS pairs
), hits AS MATERIALIZED (
  SELECT ticket_id FROM ticket_search
  WHERE $5::int IS NULL AND pairs @> (SELECT pairs FROM asked) AND cardinality((SELECT pairs FROM asked)) > 0
  LIMIT $9::int + 1
), reach AS MATERIALIZED (
  SELECT $5::int IS NULL AND (
    cardinality((SELECT pairs FROM asked)) = 0 OR (SELECT count(*) FROM hits) > $9::int) AS is_wide
), named AS (
  SELECT id FROM ticket
  WHERE number = $5::int AND CASE WHEN flow IN ('incident', 'problem') THEN flow ELSE 'change' END = $6::text
  UNION ALL
  SELECT ticket_id FROM imported_ticket WHERE reference = $8::text
), wanted AS (
  SELECT ticket FROM ticket
  WHERE id IN (SELECT id FROM named) AND ticket_in_sight(ticket, $1::uuid, $2::text, $3::text[])
  UNION ALL
  (SELECT ticket FROM ticket
  WHERE id IN (SELECT ticket_id FROM hits) AND id NOT IN (SELECT id FROM named) AND NOT (SELECT is_wide FROM reach)
    AND (title ILIKE $4::text OR description ILIKE $4::text)
    AND ticket_in_sight(ticket, $1::uuid, $2::text, $3::text[])
  ORDER BY updated_at DESC LIMIT $7::int)
  UNION ALL
  (SELECT ticket FROM ticket
  WHERE (SELECT is_wide FROM reach) AND id NOT IN (SELECT id FROM named)
    AND (title ILIKE $4::text OR description ILIKE $4::text)
    AND ticket_in_sight(ticket, $1::uuid, $2::text, $3::text[])
  ORDER BY updated_at DESC, id DESC LIMIT $7::int)
)
SELECT coalesce(jsonb_agg(
  CASE WHEN $2::text = 'requester' THEN ticket_json(found.ticket) - 'recurrence' ELSE ticket_json(found.ticket) END
  ORDER BY (found.ticket).updated_at DESC), '[]') AS answer
FROM (SELECT ticket FROM wanted ORDER BY (ticket).updated_at DESC LIMIT $7::int) AS found
