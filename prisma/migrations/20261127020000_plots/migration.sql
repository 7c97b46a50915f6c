-- What the plots count, one narrow row a ticket (docs/decisions/0043-plots.md). Nothing reads it but server/plots, and
-- nothing in it is news to a phone; all of it follows from the ticket and its lines.
CREATE TABLE ticket_fact (
  ticket_id uuid NOT NULL CONSTRAINT ticket_fact_pkey PRIMARY KEY,
  flow text NOT NULL,
  stage text NOT NULL,
  outcome text,
  code text,
  priority text,
  group_id uuid,
  restricted boolean NOT NULL,
  recurs boolean NOT NULL,
  version int NOT NULL,
  opened_at timestamptz(3) NOT NULL,
  answered_at timestamptz(3),
  closed_at timestamptz(3),
  answer_ms double precision,
  resolve_ms double precision,
  work_ms double precision,
  closings timestamptz(3)[],
  reopenings timestamptz(3)[],
  judged_version int,
  response_met boolean,
  resolution_met boolean
);
ALTER TABLE ticket_fact ADD CONSTRAINT ticket_fact_ticket_id_fkey
  FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX ticket_fact_closed_at_idx ON ticket_fact (closed_at);
CREATE INDEX ticket_fact_reopened_idx ON ticket_fact (ticket_id) WHERE reopenings IS NOT NULL;
CREATE INDEX ticket_fact_judged_version_idx ON ticket_fact (judged_version);

-- A review that was decided: from its stage being entered to the vote that ended it.
CREATE TABLE review_wait (
  ticket_id uuid NOT NULL,
  decision_id uuid NOT NULL,
  stage text NOT NULL,
  approved boolean NOT NULL,
  entered_at timestamptz(3) NOT NULL,
  decided_at timestamptz(3) NOT NULL,
  wait_ms double precision NOT NULL,
  CONSTRAINT review_wait_pkey PRIMARY KEY (ticket_id, decision_id)
);
ALTER TABLE review_wait ADD CONSTRAINT review_wait_ticket_id_fkey
  FOREIGN KEY (ticket_id) REFERENCES ticket_fact (ticket_id) ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX review_wait_decided_at_idx ON review_wait (decided_at);

-- What an incident's clocks were judged with: counts changes of calendars, targets, and of who has which.
CREATE TABLE sla_version (
  id int NOT NULL DEFAULT 1 CONSTRAINT sla_version_pkey PRIMARY KEY,
  version int NOT NULL DEFAULT 1
);
INSERT INTO sla_version DEFAULT VALUES;

CREATE FUNCTION sla_version_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE sla_version SET version = version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER sla_version_calendar AFTER INSERT OR UPDATE OR DELETE ON calendar
  FOR EACH STATEMENT EXECUTE FUNCTION sla_version_next();
CREATE TRIGGER sla_version_target AFTER INSERT OR UPDATE OR DELETE ON sla_target
  FOR EACH STATEMENT EXECUTE FUNCTION sla_version_next();
CREATE TRIGGER sla_version_site AFTER UPDATE OF calendar_id ON site
  FOR EACH STATEMENT EXECUTE FUNCTION sla_version_next();
CREATE TRIGGER sla_version_category AFTER UPDATE OF parent_id ON category
  FOR EACH STATEMENT EXECUTE FUNCTION sla_version_next();

-- The facts of these tickets, anew. Lines count by when they happened: actions of several phones arrive in any order.
CREATE FUNCTION ticket_fact_refresh(ids uuid[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ticket_fact (ticket_id, flow, stage, outcome, code, priority, group_id, restricted, recurs, version,
    opened_at, answered_at, closed_at, answer_ms, resolve_ms, work_ms, closings, reopenings, judged_version)
  SELECT ticket.id, ticket.flow, ticket.stage, ticket.outcome, ticket.closure ->> 'code', ticket.priority,
    ticket.assigned_group_id, ticket.restricted, coalesce(cardinality(ticket.recurs_with), 0) > 0, ticket.version,
    ticket.opened_at, line.answered_at, ticket.closed_at,
    -- greatest() passes over what is null.
    CASE WHEN line.answered_at IS NOT NULL THEN greatest(epoch_ms(line.answered_at) - epoch_ms(ticket.opened_at), 0) END,
    CASE WHEN ticket.closed_at IS NOT NULL THEN greatest(epoch_ms(ticket.closed_at) - epoch_ms(ticket.opened_at), 0) END,
    CASE WHEN ticket.closed_at IS NOT NULL THEN
      greatest(epoch_ms(ticket.closed_at) - epoch_ms(ticket.opened_at) - coalesce(line.hold_ms, 0), 0) END,
    CASE WHEN line.reopenings IS NOT NULL THEN line.closings END, line.reopenings,
    CASE WHEN ticket.flow = 'incident' AND ticket.closed_at IS NOT NULL AND ticket.outcome <> 'cancelled'
      AND ticket.clock <> 'null' AND ticket.priority IS NOT NULL THEN 0 END
  FROM ticket CROSS JOIN LATERAL (
    SELECT
      min(occurred_at) FILTER (WHERE type IN ('assignHandler', 'claim', 'assignInvestigator', 'resolveNow'))
        AS answered_at,
      sum(epoch_ms(next_at) - epoch_ms(occurred_at)) FILTER (WHERE type = 'hold') AS hold_ms,
      array_agg(occurred_at ORDER BY occurred_at) FILTER (
        WHERE to_stage = 'closed' AND from_stage IS DISTINCT FROM 'closed' AND type NOT IN ('cancel', 'withdraw'))
        AS closings,
      array_agg(occurred_at ORDER BY occurred_at) FILTER (WHERE type = 'reopen') AS reopenings
    FROM (
      SELECT type, from_stage, to_stage, occurred_at,
        lead(occurred_at) OVER (ORDER BY occurred_at, arrived_at, id) AS next_at
      FROM activity
      WHERE ticket_id = ticket.id AND (type IN ('hold', 'resume') OR from_stage IS DISTINCT FROM to_stage)
    ) AS moves
  ) AS line
  WHERE ticket.id = ANY (ids)
  ON CONFLICT (ticket_id) DO UPDATE SET
    stage = excluded.stage, outcome = excluded.outcome, code = excluded.code, priority = excluded.priority,
    group_id = excluded.group_id, restricted = excluded.restricted, recurs = excluded.recurs,
    version = excluded.version, opened_at = excluded.opened_at, answered_at = excluded.answered_at,
    closed_at = excluded.closed_at, answer_ms = excluded.answer_ms, resolve_ms = excluded.resolve_ms,
    work_ms = excluded.work_ms, closings = excluded.closings,
    reopenings = excluded.reopenings, judged_version = excluded.judged_version,
    response_met = NULL, resolution_met = NULL;

  DELETE FROM review_wait WHERE ticket_id = ANY (ids);
  INSERT INTO review_wait (ticket_id, decision_id, stage, approved, entered_at, decided_at, wait_ms)
  SELECT decision.ticket_id, decision.id, decision.from_stage, decision.type = 'approve', entry.at,
    decision.occurred_at, epoch_ms(decision.occurred_at) - epoch_ms(entry.at)
  FROM activity AS decision CROSS JOIN LATERAL (
    SELECT max(occurred_at) AS at FROM activity
    WHERE ticket_id = decision.ticket_id AND to_stage = decision.from_stage
      AND from_stage IS DISTINCT FROM to_stage AND occurred_at <= decision.occurred_at
  ) AS entry
  WHERE decision.ticket_id = ANY (ids) AND decision.type IN ('approve', 'reject')
    AND decision.from_stage IS DISTINCT FROM decision.to_stage AND entry.at IS NOT NULL;
$$;

-- With the lines, at the end of the statement that writes them and the ticket: no writer can forget. What stores rows
-- past triggers calls the function itself.
CREATE FUNCTION ticket_fact_of_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ticket_fact_refresh(ARRAY(SELECT DISTINCT ticket_id FROM written));
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_fact_activity AFTER INSERT ON activity
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ticket_fact_of_lines();

-- Sight hangs on it: whoever changes it, with a line or without.
CREATE FUNCTION ticket_fact_of_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM ticket_fact_refresh(ARRAY[NEW.id]);
  RETURN NULL;
END $$;
CREATE TRIGGER ticket_fact_restricted AFTER UPDATE ON ticket FOR EACH ROW
  WHEN (OLD.restricted <> NEW.restricted) EXECUTE FUNCTION ticket_fact_of_ticket();
CREATE INDEX ticket_restricted_idx ON ticket (id) WHERE restricted;

-- The facts that a person asks about: in sight, of these groups (null: all) and flows.
CREATE FUNCTION facts_in_sight(viewer uuid, viewer_role text, viewer_scopes text[], groups uuid[], flows text[])
RETURNS SETOF ticket_fact LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT fact.* FROM ticket_fact AS fact
  WHERE fact.flow = ANY (flows) AND (groups IS NULL OR fact.group_id = ANY (groups))
    AND (NOT fact.restricted OR fact.ticket_id IN (
      SELECT ticket.id FROM ticket
      WHERE ticket.restricted AND ticket_in_sight(ticket, viewer, viewer_role, viewer_scopes)))
$$;

-- What a device brought later than a minute after it was done. A month is the most a phone waits: beyond it is history
-- that somebody brought in.
CREATE INDEX activity_late_idx ON activity (arrived_at) INCLUDE (ticket_id, actor_id, occurred_at)
WHERE actor_id IS NOT NULL AND arrived_at - occurred_at > interval '1 minute'
  AND arrived_at - occurred_at <= interval '31 days';
CREATE INDEX action_outcome_returned_idx ON action_outcome (arrived_at) INCLUDE (ticket_id)
WHERE outcome ->> 'kind' = 'returned';

SELECT ticket_fact_refresh(ARRAY(SELECT id FROM ticket));
