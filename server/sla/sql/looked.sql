-- Puts off the next look, of those that are as they were read: one that moved meanwhile was told nothing of, and is
-- still due. $1 a list of { ticketId, version, lookAt, nextAt, told }. Nobody is waited for: what another holds is
-- looked at again, and two who wait for each other are none.
WITH looked AS MATERIALIZED (
  SELECT read.* FROM jsonb_to_recordset($1::jsonb) AS read (
    "ticketId" uuid, version int, "lookAt" double precision, "nextAt" double precision, told jsonb)
  JOIN sla_watch AS watch ON watch.ticket_id = read."ticketId" AND epoch_ms(watch.look_at) = read."lookAt"
  JOIN ticket ON ticket.id = read."ticketId" AND ticket.version = read.version
  FOR NO KEY UPDATE OF watch SKIP LOCKED
)
UPDATE sla_watch SET
  look_at = ms_time(looked."nextAt"),
  told = ARRAY(SELECT jsonb_array_elements_text(looked.told))
FROM looked WHERE sla_watch.ticket_id = looked."ticketId"
