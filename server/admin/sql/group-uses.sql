-- What names one of the groups $1: parameters, and open tickets (the first $2 of them, oldest first).
SELECT jsonb_build_object(
  'names', (SELECT coalesce(jsonb_agg(name ORDER BY name), '[]') FROM desk_group WHERE id = ANY ($1::uuid[])),
  'parameters', (
    SELECT coalesce(jsonb_agg(name ORDER BY name), '[]') FROM parameter WHERE value ?| $1::text[]),
  'tickets', (
    SELECT coalesce(jsonb_agg(ticket_json(found.ticket) ORDER BY (found.ticket).opened_at), '[]')
    FROM (
      SELECT ticket FROM ticket
      WHERE stage <> 'closed' AND (
        assigned_group_id = ANY ($1::uuid[]) OR review_group_id = ANY ($1::uuid[])
        OR owner_group_ids && $1::uuid[])
      ORDER BY opened_at
      LIMIT $2::int
    ) AS found)
) AS answer
