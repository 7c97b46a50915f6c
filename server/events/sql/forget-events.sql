-- Events that arrived before $1 (ms), at most $2; what another process removes is not waited for.
DELETE FROM monitor_event WHERE ctid IN (
  SELECT ctid FROM monitor_event WHERE arrived_at < ms_time($1::double precision)
  LIMIT $2::int FOR UPDATE SKIP LOCKED)
