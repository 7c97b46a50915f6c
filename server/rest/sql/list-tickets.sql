-- One page of the tickets in the viewer's sight, newest change first. $1 viewer, $2 role, $3 scopes; filters, null for all:
-- $4 flow, $5 stage, $6 group that works on it, $7 changed since; $8 and $9 time and id of the last one of the page before,
-- or null; $10 how many at most. Bounds that are not given are infinite ones, so that every plan walks the index.
SELECT coalesce(jsonb_agg(
  CASE WHEN $2::text = 'requester' THEN ticket_json(found.ticket) - 'recurrence' ELSE ticket_json(found.ticket) END
  ORDER BY (found.ticket).updated_at DESC, (found.ticket).id DESC), '[]') AS answer
FROM (
  SELECT ticket FROM ticket
  WHERE updated_at >= coalesce(ms_time($7::double precision), '-infinity')
    AND (updated_at, id) < (
      coalesce(ms_time($8::double precision), 'infinity'), coalesce($9::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
    AND ($4::text IS NULL OR flow = $4::text)
    AND ($5::text IS NULL OR stage = $5::text)
    AND ($6::uuid IS NULL OR assigned_group_id = $6::uuid)
    AND ticket_in_sight(ticket, $1::uuid, $2::text, $3::text[])
  ORDER BY updated_at DESC, id DESC
  LIMIT $10::int
) AS found
