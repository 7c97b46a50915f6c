-- S1: everything one action writes, in one statement: tickets, links, lines of the timeline, known errors, people to be
-- told (S5), the outcome (S3) and the client's lastSeq. $1 is the Writes of server/sync/write.ts as JSON, its outbox
-- addressed.
WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb -> 'tickets') AS t (
    id uuid, flow text, number int, stage text, outcome text, title text, description text,
    "categoryId" uuid, impact text, urgency text, priority text, "siteId" uuid, "assetIds" uuid[],
    "openerId" uuid, "reportedById" uuid, "ownerGroupIds" uuid[], "assignedGroupId" uuid,
    "holderId" uuid, "investigatorId" uuid, hold jsonb, "returnCount" int, closure jsonb,
    restricted boolean, problem jsonb, change jsonb, review jsonb, revision int, version int,
    last jsonb, "openedAt" double precision, "stageAt" double precision, "closedAt" double precision,
    "updatedAt" double precision, recurrence uuid[], clock jsonb, expired boolean,
    "isNew" boolean)
), ticket_new AS (
  INSERT INTO ticket (
    id, flow, number, stage, outcome, title, description, category_id, impact, urgency, priority,
    site_id, asset_ids, opener_id, reported_by_id, owner_group_ids, assigned_group_id, holder_id,
    investigator_id, hold, return_count, closure, restricted, problem, change, review, revision,
    version, last, opened_at, stage_at, closed_at, updated_at, recurs_with, clock, expired)
  SELECT
    given.id, given.flow, given.number, given.stage, given.outcome, given.title, given.description,
    given."categoryId", given.impact, given.urgency, given.priority, given."siteId", given."assetIds",
    given."openerId", given."reportedById", given."ownerGroupIds", given."assignedGroupId",
    given."holderId", given."investigatorId", given.hold, given."returnCount", given.closure,
    given.restricted, given.problem, given.change, given.review, given.revision, given.version,
    given.last, ms_time(given."openedAt"), ms_time(given."stageAt"), ms_time(given."closedAt"),
    ms_time(given."updatedAt"), given.recurrence, given.clock,
    coalesce(given.expired, false)
  FROM given WHERE "isNew"
), ticket_old AS (
  UPDATE ticket SET
    stage = given.stage, outcome = given.outcome, title = given.title, description = given.description,
    category_id = given."categoryId", impact = given.impact, urgency = given.urgency,
    priority = given.priority, site_id = given."siteId", asset_ids = given."assetIds",
    reported_by_id = given."reportedById", owner_group_ids = given."ownerGroupIds",
    assigned_group_id = given."assignedGroupId", holder_id = given."holderId",
    investigator_id = given."investigatorId", hold = given.hold, return_count = given."returnCount",
    closure = given.closure, restricted = given.restricted, problem = given.problem,
    change = given.change, review = given.review, revision = given.revision, version = given.version,
    last = given.last, stage_at = ms_time(given."stageAt"), closed_at = ms_time(given."closedAt"),
    updated_at = ms_time(given."updatedAt"), clock = given.clock
  FROM given WHERE ticket.id = given.id AND NOT given."isNew"
), link_gone AS (
  DELETE FROM ticket_link
  USING jsonb_to_recordset($1::jsonb -> 'linksGone') AS gone ("ticketId" uuid, kind text, "linkedId" uuid)
  WHERE ticket_id = gone."ticketId" AND ticket_link.kind = gone.kind AND linked_id = gone."linkedId"
), link_new AS (
  INSERT INTO ticket_link (ticket_id, kind, linked_id)
  SELECT "ticketId", kind, "linkedId"
  FROM jsonb_to_recordset($1::jsonb -> 'linksNew') AS link ("ticketId" uuid, kind text, "linkedId" uuid)
  ON CONFLICT DO NOTHING
), activity_new AS (
  INSERT INTO activity (
    id, ticket_id, type, actor_id, instead_of, from_stage, to_stage, text, details, occurred_at, arrived_at,
    uncertain_time)
  SELECT
    id, "ticketId", type, nullif("actorId", 'system')::uuid, "insteadOf", "fromStage", "toStage", text, details,
    ms_time("occurredAt"), ms_time("arrivedAt"), "uncertainTime"
  FROM jsonb_to_recordset($1::jsonb -> 'activities') AS a (
    id uuid, "ticketId" uuid, type text, "actorId" text, "insteadOf" uuid, "fromStage" text, "toStage" text,
    text text, details jsonb, "occurredAt" double precision, "arrivedAt" double precision,
    "uncertainTime" boolean)
), note_discarded AS (
  UPDATE activity SET details = details || '{"discarded": true}'
  FROM jsonb_to_recordset($1::jsonb -> 'discardedNotes') AS note (id uuid, "actorId" uuid)
  WHERE activity.id = note.id AND actor_id = note."actorId" AND type = 'workNote'
), known_error_new AS (
  INSERT INTO known_error (problem_id, category_id, asset_ids, workaround)
  SELECT "problemId", "categoryId", "assetIds", workaround
  FROM jsonb_to_recordset($1::jsonb -> 'knownErrors') AS k (
    "problemId" uuid, "categoryId" uuid, "assetIds" uuid[], workaround text)
  ON CONFLICT (problem_id) DO UPDATE SET
    category_id = excluded.category_id, asset_ids = excluded.asset_ids, workaround = excluded.workaround
), known_error_gone AS (
  DELETE FROM known_error
  WHERE problem_id IN (SELECT value::uuid FROM jsonb_array_elements_text($1::jsonb -> 'knownErrorsGone'))
), outbox_new AS (
  INSERT INTO outbox (key, kind, account_id, ticket_id, payload, inbox, push, mail, due_at, mail_due_at)
  SELECT key, kind, "accountId", "ticketId", payload, inbox, push, mail, ms_time("dueAt"), ms_time("mailDueAt")
  FROM jsonb_to_recordset($1::jsonb -> 'outbox') AS o (
    key text, kind text, "accountId" uuid, "ticketId" uuid, payload jsonb, inbox boolean, push boolean, mail boolean,
    "dueAt" double precision, "mailDueAt" double precision)
  ON CONFLICT (key) DO NOTHING
), request_gone AS (
  -- A review is asked of nobody whose vote is given or no longer wanted: the request is not unread any more. One that
  -- is news for another reason too goes as a whole and stays in the inbox as read: whoever is told of it as the change
  -- group is told of what ends the review. What climbed is over with the review.
  UPDATE outbox SET read_at = clock_timestamp()
  FROM given
  WHERE given.change IS NOT NULL AND outbox.ticket_id = given.id AND outbox.inbox AND outbox.read_at IS NULL
    AND (outbox.kind = 'reviewClimb' AND given.review IS NULL
      OR outbox.payload -> 'as' ? 'reviewers' AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(given.review -> 'reviewers') AS reviewer
        WHERE reviewer -> 'vote' = 'null'
          AND (reviewer ->> 'accountId' = outbox.account_id::text
            OR outbox.payload -> 'insteadOf' ? (reviewer ->> 'accountId'))))
), clock_over AS (
  -- Closed, perhaps in time and only known late (T1): of its clocks nothing is left to do.
  UPDATE outbox SET read_at = clock_timestamp()
  FROM given
  WHERE given.flow = 'incident' AND given.stage = 'closed' AND NOT given."isNew"
    AND outbox.ticket_id = given.id AND outbox.inbox AND outbox.read_at IS NULL
    AND outbox.kind IN ('slaResponseWarning', 'slaResponseBreach', 'slaWarning', 'slaBreach')
), outcome_new AS (
  INSERT INTO action_outcome (
    account_id, action_id, client_id, seq, ticket_id, content_hash, outcome, action, arrived_at)
  SELECT
    "accountId", "actionId", "clientId", seq, "ticketId", "contentHash", outcome, action, ms_time("arrivedAt")
  FROM jsonb_to_recordset($1::jsonb -> 'outcomes') AS o (
    "accountId" uuid, "actionId" uuid, "clientId" uuid, seq int, "ticketId" uuid, "contentHash" text,
    outcome jsonb, action jsonb, "arrivedAt" double precision)
), repeat_new AS (
  INSERT INTO action_repeat (client_id, seq, account_id, action_id)
  SELECT "clientId", seq, "accountId", "actionId"
  FROM jsonb_to_recordset($1::jsonb -> 'repeats') AS r (
    "clientId" uuid, seq int, "accountId" uuid, "actionId" uuid)
), held_elsewhere AS (
  -- One that is held and was sent anew from a restored backup: its causes may have got other ids since (S3), and what
  -- its phone does not know of any more would hold it for ever.
  UPDATE action_outcome AS o SET action = jsonb_set(o.action, '{dependsOn}', again."dependsOn")
  FROM jsonb_to_recordset($1::jsonb -> 'repeats') AS again (
    "accountId" uuid, "actionId" uuid, "dependsOn" jsonb)
  WHERE o.account_id = again."accountId" AND o.action_id = again."actionId" AND o.action IS NOT NULL
    AND jsonb_typeof(again."dependsOn") = 'array'
), held_settled AS (
  UPDATE action_outcome AS o SET outcome = settled.outcome, action = NULL
  FROM jsonb_to_recordset($1::jsonb -> 'settled') AS settled ("accountId" uuid, "actionId" uuid, outcome jsonb)
  WHERE o.account_id = settled."accountId" AND o.action_id = settled."actionId"
), choice AS (
  UPDATE action_outcome AS o SET resolved_by_id = made."by"
  FROM jsonb_to_recordset($1::jsonb -> 'resolved') AS made ("accountId" uuid, "actionId" uuid, "by" uuid)
  WHERE o.account_id = made."accountId" AND o.action_id = made."actionId"
)
UPDATE sync_client SET
  last_seq = moved.seq, last_occurred_at = coalesce(ms_time(moved."occurredAt"), last_occurred_at),
  seen_at = clock_timestamp()
FROM jsonb_to_record($1::jsonb -> 'client') AS moved (id uuid, seq int, "occurredAt" double precision)
WHERE sync_client.id = moved.id
