-- Writes what was judged, of the tickets that are as they were read. $1 a list of { ticketId, version, responseMet,
-- resolutionMet }, $2 the version of calendars and targets.
UPDATE ticket_fact SET
  judged_version = $2::int, response_met = judged."responseMet", resolution_met = judged."resolutionMet"
FROM jsonb_to_recordset($1::jsonb) AS judged (
  "ticketId" uuid, version int, "responseMet" boolean, "resolutionMet" boolean)
JOIN ticket ON ticket.id = judged."ticketId" AND ticket.version = judged.version
WHERE ticket_fact.ticket_id = judged."ticketId" AND ticket_fact.judged_version < $2::int
