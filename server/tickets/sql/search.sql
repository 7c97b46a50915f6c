-- The newest tickets in the viewer's sight that match, closed and expired ones too (R8).
-- $1 viewer, $2 role, $3 scopes, $4 pattern of LIKE, $5 human number or null, $6 its kind, $7 how many at most, $8 what it
-- may have been called where it came from.
SELECT coalesce(jsonb_agg(
  CASE WHEN $2::text = 'requester' THEN ticket_json(found.ticket) - 'recurrence' ELSE ticket_json(found.ticket) END
  ORDER BY (found.ticket).updated_at DESC), '[]') AS answer
FROM (
  SELECT ticket FROM ticket
  WHERE ticket_in_sight(ticket, $1::uuid, $2::text, $3::text[])
    AND (id IN (SELECT ticket_id FROM imported_ticket WHERE reference = $8::text) OR CASE
      WHEN $5::int IS NULL THEN title ILIKE $4::text OR description ILIKE $4::text
      ELSE number = $5::int
        AND $6::text = CASE WHEN flow IN ('incident', 'problem') THEN flow ELSE 'change' END
    END)
  ORDER BY updated_at DESC
  LIMIT $7::int
) AS found
