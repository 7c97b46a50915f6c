-- C8: what was expected has come, and its line says so; nothing where that was said before.
-- $1 attachment, $2 its type by its bytes, $3 whether it has a preview, $4 now (epoch ms).
WITH come AS (
  UPDATE attachment SET state = 'stored', detected_type = $2::text, has_preview = $3::boolean,
    stored_at = ms_time($4::double precision)
  WHERE id = $1::uuid AND state = 'expected'
  RETURNING id, activity_id
)
UPDATE activity SET details = jsonb_set(details, '{attachments}', (
  SELECT jsonb_agg(
    CASE
      WHEN one ->> 'id' = come.id::text THEN one || jsonb_build_object('stored', jsonb_build_object(
        'at', $4::double precision, 'mediaType', $2::text, 'preview', $3::boolean))
      ELSE one
    END ORDER BY place)
  FROM jsonb_array_elements(details -> 'attachments') WITH ORDINALITY AS listed (one, place)))
FROM come
WHERE activity.id = come.activity_id
