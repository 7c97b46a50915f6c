-- SLA: what a clock counts is on its ticket; calendars and targets are data of the desk; who was warned is beside both.
ALTER TABLE ticket ADD COLUMN clock jsonb;

CREATE OR REPLACE FUNCTION ticket_json(t ticket) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN jsonb_build_object(
    'id', t.id, 'flow', t.flow, 'number', t.number, 'stage', t.stage, 'outcome', t.outcome,
    'title', t.title, 'description', t.description, 'categoryId', t.category_id,
    'impact', t.impact, 'urgency', t.urgency, 'priority', t.priority,
    'siteId', t.site_id, 'assetIds', t.asset_ids,
    'openerId', t.opener_id, 'reportedById', t.reported_by_id, 'ownerGroupIds', t.owner_group_ids,
    'assignedGroupId', t.assigned_group_id, 'holderId', t.holder_id, 'investigatorId', t.investigator_id,
    'hold', t.hold, 'returnCount', t.return_count, 'closure', t.closure)
  || jsonb_build_object(
    'links', coalesce((
      SELECT jsonb_agg(jsonb_build_object('kind', link.kind, 'ticketId', link.linked_id)
        ORDER BY link.linked_id, link.kind)
      FROM ticket_link AS link WHERE link.ticket_id = t.id), '[]'),
    'restricted', t.restricted, 'problem', t.problem, 'change', t.change, 'review', t.review,
    'revision', t.revision, 'version', t.version, 'last', t.last,
    'openedAt', epoch_ms(t.opened_at), 'stageAt', epoch_ms(t.stage_at),
    'closedAt', epoch_ms(t.closed_at), 'updatedAt', epoch_ms(t.updated_at),
    'recurrence', t.recurs_with, 'clock', t.clock);
END $$;

-- The same for many, and last, as a view may only grow at its end.
CREATE OR REPLACE VIEW ticket_wire AS
SELECT
  t.id, t.flow, t.number, t.stage, t.outcome, t.title, t.description, t.category_id AS "categoryId",
  t.impact, t.urgency, t.priority, t.site_id AS "siteId", t.asset_ids AS "assetIds",
  t.opener_id AS "openerId", t.reported_by_id AS "reportedById", t.owner_group_ids AS "ownerGroupIds",
  t.assigned_group_id AS "assignedGroupId", t.holder_id AS "holderId", t.investigator_id AS "investigatorId",
  t.hold, t.return_count AS "returnCount", t.closure,
  coalesce((
    SELECT json_agg(json_build_object('kind', link.kind, 'ticketId', link.linked_id)
      ORDER BY link.linked_id, link.kind)
    FROM ticket_link AS link WHERE link.ticket_id = t.id), '[]') AS links,
  t.restricted, t.problem, t.change, t.review, t.revision, t.version, t.last,
  epoch_ms(t.opened_at) AS "openedAt", epoch_ms(t.stage_at) AS "stageAt",
  epoch_ms(t.closed_at) AS "closedAt", epoch_ms(t.updated_at) AS "updatedAt",
  t.recurs_with AS recurrence, t.clock
FROM ticket AS t;

-- Calendars and targets --------------------------------------------------------------------------------------------

CREATE TABLE calendar (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  offset_minutes int NOT NULL DEFAULT 480,
  weekdays int[],
  spans jsonb NOT NULL,
  days jsonb NOT NULL DEFAULT '[]',
  is_default boolean NOT NULL DEFAULT false,
  CONSTRAINT calendar_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX calendar_is_default_key ON calendar (is_default) WHERE is_default;

ALTER TABLE site ADD COLUMN calendar_id uuid;
CREATE INDEX site_calendar_id_idx ON site (calendar_id);
ALTER TABLE site ADD CONSTRAINT site_calendar_id_fkey
  FOREIGN KEY (calendar_id) REFERENCES calendar (id) ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE sla_target (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  category_id uuid,
  priority text NOT NULL,
  response text NOT NULL,
  resolution text NOT NULL,
  CONSTRAINT sla_target_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX sla_target_category_id_priority_key ON sla_target (category_id, priority) NULLS NOT DISTINCT;
ALTER TABLE sla_target ADD CONSTRAINT sla_target_category_id_fkey
  FOREIGN KEY (category_id) REFERENCES category (id) ON DELETE CASCADE ON UPDATE CASCADE;

-- Taiwan: office hours, public holidays and their compensatory days as far as they are certain
-- (docs/decisions/0040-sla.md). 2026 and 2027 have no make-up days.
INSERT INTO calendar (name, weekdays, spans, days, is_default)
SELECT '台灣', '{1,2,3,4,5}', '[{"from": 540, "until": 720}, {"from": 780, "until": 1080}]',
  jsonb_agg(jsonb_build_object('date', date, 'works', false, 'name', name) ORDER BY date), true
FROM (VALUES
  ('2026-01-01', '元旦'),
  ('2026-02-15', '小年夜'),
  ('2026-02-16', '除夕'),
  ('2026-02-17', '春節'),
  ('2026-02-18', '春節'),
  ('2026-02-19', '春節'),
  ('2026-02-20', '小年夜補假'),
  ('2026-02-27', '和平紀念日補假'),
  ('2026-02-28', '和平紀念日'),
  ('2026-04-03', '兒童節補假'),
  ('2026-04-04', '兒童節'),
  ('2026-04-05', '清明節'),
  ('2026-04-06', '清明節補假'),
  ('2026-05-01', '勞動節'),
  ('2026-06-19', '端午節'),
  ('2026-09-25', '中秋節'),
  ('2026-09-28', '教師節'),
  ('2026-10-09', '國慶日補假'),
  ('2026-10-10', '國慶日'),
  ('2026-10-25', '光復節'),
  ('2026-10-26', '光復節補假'),
  ('2026-12-25', '行憲紀念日'),
  ('2027-01-01', '元旦'),
  ('2027-02-04', '小年夜'),
  ('2027-02-05', '除夕'),
  ('2027-02-06', '春節'),
  ('2027-02-07', '春節'),
  ('2027-02-08', '春節'),
  ('2027-02-28', '和平紀念日'),
  ('2027-03-01', '和平紀念日補假'),
  ('2027-04-04', '兒童節'),
  ('2027-04-05', '清明節'),
  ('2027-05-01', '勞動節'),
  ('2027-06-09', '端午節'),
  ('2027-09-15', '中秋節'),
  ('2027-09-28', '教師節'),
  ('2027-10-10', '國慶日'),
  ('2027-10-11', '國慶日補假'),
  ('2027-10-25', '光復節'),
  ('2027-12-25', '行憲紀念日')
) AS holiday (date, name);

CREATE CONSTRAINT TRIGGER sync_calendar AFTER INSERT OR UPDATE OR DELETE ON calendar
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_directory('calendar');
CREATE CONSTRAINT TRIGGER sync_sla_target AFTER INSERT OR UPDATE OR DELETE ON sla_target
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sync_directory('slaTarget');

-- Warnings ---------------------------------------------------------------------------------------------------------

-- One row an open incident: when the job process has to look at its clocks again, null while nothing is to come, and
-- what was told already. Not on the ticket: a look changes nothing that a phone holds.
CREATE TABLE sla_watch (
  ticket_id uuid NOT NULL,
  look_at timestamptz(3),
  told text[],
  CONSTRAINT sla_watch_pkey PRIMARY KEY (ticket_id)
);
ALTER TABLE sla_watch ADD CONSTRAINT sla_watch_ticket_id_fkey
  FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE;
CREATE INDEX sla_watch_look_at_idx ON sla_watch (look_at);

-- Whatever moves a clock has it looked at again; no writer can forget.
CREATE FUNCTION sla_watch_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.stage = 'closed' THEN
    DELETE FROM sla_watch WHERE ticket_id = NEW.id;
  ELSE
    INSERT INTO sla_watch (ticket_id, look_at, told) VALUES (NEW.id, now(), '{}')
    ON CONFLICT (ticket_id) DO UPDATE SET look_at = excluded.look_at;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER sla_watch_opened AFTER INSERT ON ticket FOR EACH ROW
  WHEN (NEW.clock IS NOT NULL AND NEW.stage <> 'closed') EXECUTE FUNCTION sla_watch_ticket();
CREATE TRIGGER sla_watch_moved AFTER UPDATE ON ticket FOR EACH ROW
  WHEN (NEW.clock IS NOT NULL
    AND (OLD.clock, OLD.stage, OLD.priority, OLD.category_id, OLD.site_id)
      IS DISTINCT FROM (NEW.clock, NEW.stage, NEW.priority, NEW.category_id, NEW.site_id))
  EXECUTE FUNCTION sla_watch_ticket();

-- So does whatever the desk says of all of them, also of what has passed: a closed day entered afterwards.
CREATE FUNCTION sla_watch_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE sla_watch SET look_at = now();
  RETURN NULL;
END $$;
CREATE TRIGGER sla_watch_calendar AFTER INSERT OR UPDATE OR DELETE ON calendar
  FOR EACH STATEMENT EXECUTE FUNCTION sla_watch_all();
CREATE TRIGGER sla_watch_target AFTER INSERT OR UPDATE OR DELETE ON sla_target
  FOR EACH STATEMENT EXECUTE FUNCTION sla_watch_all();
CREATE TRIGGER sla_watch_site AFTER UPDATE OF calendar_id ON site
  FOR EACH STATEMENT EXECUTE FUNCTION sla_watch_all();

-- Phones of a desk that is in use get the calendar with their next pull; an empty desk's counter stays where it is.
UPDATE calendar SET name = name WHERE EXISTS (SELECT FROM account);
