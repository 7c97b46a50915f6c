-- Which of the references $1 came in before, and as what.
SELECT coalesce(jsonb_object_agg(reference, jsonb_build_object(
  'kind', CASE WHEN flow IN ('incident', 'problem') THEN flow ELSE 'change' END,
  'openedAt', epoch_ms(opened_at))), '{}') AS answer
FROM imported_ticket JOIN ticket ON ticket.id = ticket_id
WHERE reference = ANY ($1::text[])
