-- What a question is about. $1: a group (null: all); answers it with all that are below it, and the desk's zone.
WITH RECURSIVE below AS (
  SELECT id FROM desk_group WHERE id = $1::uuid
  UNION
  SELECT desk_group.id FROM desk_group JOIN below ON desk_group.parent_id = below.id
)
SELECT jsonb_build_object(
  'groupIds', CASE WHEN $1::uuid IS NOT NULL THEN (SELECT coalesce(jsonb_agg(id), '[]') FROM below) END,
  'offsetMinutes', coalesce((SELECT offset_minutes FROM calendar WHERE is_default), 480)
) AS answer
