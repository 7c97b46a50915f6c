-- Events of one request arrive: those whose id is known are dropped by the insert itself. In the order of their ids, so
-- that two processes that are given the same ones wait for each other and not in a ring. Beside it what judging needs.
-- $1 source, $2 events as JSON.
WITH clock AS MATERIALIZED (
  SELECT clock_timestamp() AS now
), fresh AS (
  INSERT INTO monitor_event (source_id, event_id, at, arrived_at, payload, verdict)
  SELECT $1::uuid, event.id, least(ms_time(event.at), clock.now), clock.now, event.payload, 'unmatched'
  FROM jsonb_to_recordset($2::jsonb) AS event (id text, at double precision, payload jsonb), clock
  ORDER BY event.id COLLATE "C"
  ON CONFLICT DO NOTHING
  RETURNING event_id
)
SELECT jsonb_build_object(
  'now', (SELECT epoch_ms(now) FROM clock),
  'freshIds', coalesce((SELECT jsonb_agg(event_id) FROM fresh), '[]'),
  'directoryVersion', (SELECT epoch FROM sync_counter)
    || ':' || coalesce((SELECT max(counter) FROM sync_change WHERE scope = 'desk'), 0),
  'rules', coalesce((
    SELECT jsonb_agg(definition || jsonb_build_object(
      'id', id, 'name', name, 'active', active, 'order', position) ORDER BY position, id)
    FROM event_rule WHERE active), '[]')
) AS answer
