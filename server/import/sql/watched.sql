-- What has passed of the clocks of incidents that came in is told to nobody. $1 a list of { ticketId, told, lookAt }.
UPDATE sla_watch SET
  look_at = ms_time(passed."lookAt"),
  told = ARRAY(SELECT jsonb_array_elements_text(passed.told))
FROM jsonb_to_recordset($1::jsonb) AS passed ("ticketId" uuid, told jsonb, "lookAt" double precision)
WHERE sla_watch.ticket_id = passed."ticketId"
