-- What was judged. $1: { states, storms, verdicts } as JSON.
WITH states AS (
  UPDATE event_state SET
    state = given.state,
    incident_id = (given.state ->> 'incidentId')::uuid,
    parent_id = (given.state ->> 'parentId')::uuid,
    due_at = ms_time(given."dueAt"),
    updated_at = clock_timestamp()
  FROM jsonb_to_recordset($1::jsonb -> 'states') AS given (
    "ruleId" uuid, fingerprint text, state jsonb, "dueAt" double precision)
  WHERE event_state.rule_id = given."ruleId" AND event_state.fingerprint = given.fingerprint
), storms AS (
  UPDATE event_storm SET state = given.state
  FROM jsonb_to_recordset($1::jsonb -> 'storms') AS given ("ruleId" uuid, state jsonb)
  WHERE event_storm.rule_id = given."ruleId"
)
UPDATE monitor_event SET
  rule_id = given."ruleId", fingerprint = given.fingerprint, incident_id = given."incidentId", verdict = given.verdict
FROM jsonb_to_recordset($1::jsonb -> 'verdicts') AS given (
  "sourceId" uuid, "eventId" text, "ruleId" uuid, fingerprint text, "incidentId" uuid, verdict text)
WHERE monitor_event.source_id = given."sourceId" AND monitor_event.event_id = given."eventId"
