-- Human numbers for $1 incidents, $2 problems, $3 changes.
SELECT jsonb_build_object(
  'incident', coalesce((
    SELECT jsonb_agg(nextval('ticket_number_incident')) FROM generate_series(1, $1::int)), '[]'),
  'problem', coalesce((
    SELECT jsonb_agg(nextval('ticket_number_problem')) FROM generate_series(1, $2::int)), '[]'),
  'change', coalesce((
    SELECT jsonb_agg(nextval('ticket_number_change')) FROM generate_series(1, $3::int)), '[]')
) AS answer
